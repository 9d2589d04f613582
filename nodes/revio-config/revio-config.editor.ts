import { addLiveChoices } from '../editor/choices';
import { addConnectionTest, type Connection, readChoices } from '../editor/connection';
import { jsonObject, numberIn, oneOf, webAddress } from '../editor/validate';

const CREDENTIALS = ['username', 'password', 'subscriptionKey'] as const;

RED.nodes.registerType('dealer-sync-revio-config', {
  category: 'config',
  defaults: {
    name: { value: '' },
    baseUrl: { value: '', validate: webAddress('label.baseUrl') },
    clientCode: { value: '' },
    billProfile: { value: '' },
    callsPerMinute: {
      value: '',
      validate: numberIn('label.callsPerMinute', { min: 1, max: 60_000, blank: true }),
    },
    dailyCalls: { value: '', validate: numberIn('label.dailyCalls', { min: 1, max: 10_000_000, blank: true }) },
    closeBy: { value: 'patch-status', validate: oneOf('label.closeBy', ['patch-status', 'action', 'note-only']) },
    profile: { value: '', validate: jsonObject('label.profile') },
  },
  credentials: {
    username: { type: 'text' },
    password: { type: 'password' },
    subscriptionKey: { type: 'password' },
  },
  label() {
    return this.name || (this.clientCode ? `Rev.io ${this.clientCode}` : 'Rev.io');
  },
  oneditprepare() {
    const translate = this._;
    const form = $('#node-config-input-baseUrl').closest('form');
    const connection: Connection = { id: this.id, kind: 'revio-config', credentials: CREDENTIALS, translate, form };
    const billProfile = addLiveChoices($('#node-config-input-billProfile'), {
      translate,
      load: () => readChoices(connection, 'bill-profiles'),
    });
    addConnectionTest($('#dealer-sync-revio-test'), connection, (choices) => {
      if (choices['bill-profiles']) billProfile.known(choices['bill-profiles']);
    });

    // Rev.io's user names are no e-mail addresses, but an e-mail address is what people sign in to its pages with.
    const username = $('#node-config-input-username');
    const warning = $('#dealer-sync-revio-username-warning');
    const warn = () => warning.toggle(String(username.val() ?? '').includes('@'));
    username.on('input change', warn);
    warn();
  },
});
