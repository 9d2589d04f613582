import { addLiveChoices, type LiveChoices } from '../editor/choices';
import { addConnectionTest, type Connection, readChoices } from '../editor/connection';
import { jsonObject, numberIn, webAddress } from '../editor/validate';

const CREDENTIALS = ['accessKeyId', 'keyCode'] as const;

/** The fields that hold a code of CMS, and the code table that each is chosen from. */
const CODE_FIELDS = {
  defaultAuthId: 'auth',
  siteTypeBusiness: 'sitetype',
  siteTypeResidential: 'sitetype',
  systemType: 'systype',
  timezone: 'timezone',
  contactType: 'ctactype',
  relation: 'relation',
  phoneType: 'phonetype',
} as const;

RED.nodes.registerType('dealer-sync-cms-config', {
  category: 'config',
  defaults: {
    name: { value: '' },
    serverUrl: { value: '', validate: webAddress('label.serverUrl') },
    companyId: { value: '' },
    defaultAuthId: { value: '' },
    siteTypeBusiness: { value: '' },
    siteTypeResidential: { value: '' },
    systemType: { value: '' },
    timezone: { value: '' },
    contactType: { value: '' },
    relation: { value: '' },
    phoneType: { value: '' },
    callsPerMinute: {
      value: '',
      validate: numberIn('label.callsPerMinute', { min: 1, max: 60_000, blank: true }),
    },
    profile: { value: '', validate: jsonObject('label.profile') },
  },
  credentials: {
    accessKeyId: { type: 'text' },
    keyCode: { type: 'password' },
  },
  label() {
    return this.name || (this.companyId ? `CMS ${this.companyId}` : 'CMS');
  },
  oneditprepare() {
    const translate = this._;
    const form = $('#node-config-input-serverUrl').closest('form');
    const connection: Connection = { id: this.id, kind: 'cms-config', credentials: CREDENTIALS, translate, form };
    const fields: { table: string; field: LiveChoices }[] = Object.entries(CODE_FIELDS).map(([name, table]) => ({
      table,
      field: addLiveChoices($(`#node-config-input-${name}`), {
        translate,
        load: () => readChoices(connection, table),
      }),
    }));
    addConnectionTest($('#dealer-sync-cms-test'), connection, (choices) => {
      for (const { table, field } of fields) if (choices[table]) field.known(choices[table]);
    });
  },
});
