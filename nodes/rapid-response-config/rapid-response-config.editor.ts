import { addLiveChoices, type LiveChoices } from '../editor/choices';
import { addConnectionTest, type Connection, readChoices, readChoicesOf } from '../editor/connection';
import { jsonObject, numberIn, webAddress } from '../editor/validate';

const CREDENTIALS = ['username', 'password'] as const;

/** The fields that hold a code of the station, and the live list that each is chosen from. */
const CODE_FIELDS = {
  dealerNumber: 'dealer-groups',
  deviceType: 'device-types',
  timezone: 'time-zones',
} as const;

/** Numbers of the station are 32-bit. */
const LARGEST = 2_147_483_647;

RED.nodes.registerType('dealer-sync-rapid-response-config', {
  category: 'config',
  defaults: {
    name: { value: '' },
    baseUrl: { value: '', validate: webAddress('label.baseUrl') },
    dealerNumber: { value: '', validate: numberIn('label.dealerNumber', { min: 1, max: LARGEST, blank: true }) },
    deviceType: { value: '' },
    timezone: { value: '', validate: numberIn('label.timezone', { min: 0, max: LARGEST, blank: true }) },
    revio: { value: '', type: 'dealer-sync-revio-config', required: false },
    billProfile: { value: '' },
    inService: { value: false },
    commercialTypes: { value: '' },
    residentialTypes: { value: '' },
    cancelCategories: { value: '' },
    callsPerMinute: {
      value: '',
      validate: numberIn('label.callsPerMinute', { min: 1, max: 60_000, blank: true }),
    },
    profile: { value: '', validate: jsonObject('label.profile') },
  },
  credentials: {
    username: { type: 'text' },
    password: { type: 'password' },
  },
  label() {
    return this.name || (this.dealerNumber ? `Rapid Response ${this.dealerNumber}` : 'Rapid Response');
  },
  oneditprepare() {
    const translate = this._;
    const baseUrl = $('#node-config-input-baseUrl');
    const form = baseUrl.closest('form');
    chooseBaseUrl($('#dealer-sync-rr-place'), baseUrl);
    const connection: Connection = {
      id: this.id,
      kind: 'rapid-response-config',
      credentials: CREDENTIALS,
      translate,
      form,
    };
    const fields: { list: string; field: LiveChoices }[] = Object.entries(CODE_FIELDS).map(([name, list]) => ({
      list,
      field: addLiveChoices($(`#node-config-input-${name}`), { translate, load: () => readChoices(connection, list) }),
    }));
    addLiveChoices($('#node-config-input-billProfile'), {
      translate,
      load: () => readChoicesOf($('#node-config-input-revio').val(), 'revio-config', 'bill-profiles', translate),
    });
    addConnectionTest($('#dealer-sync-rr-test'), connection, (choices) => {
      for (const { list, field } of fields) if (choices[list]) field.known(choices[list]);
    });
  },
});

/** The list of known places fills in the address; any other is typed. Blank takes the environment variable. */
function chooseBaseUrl(place: JQuery, baseUrl: JQuery): void {
  const OTHER = 'other';
  const known = place
    .find('option')
    .toArray()
    .map((option) => $(option).val());
  const address = String(baseUrl.val() ?? '')
    .trim()
    .replace(/\/+$/, '');
  place.val(known.includes(address) ? address : OTHER);
  const show = () => baseUrl.closest('.form-row').toggle(place.val() === OTHER);
  show();
  place.on('change', () => {
    const chosen = String(place.val() ?? '');
    show();
    if (chosen === OTHER) baseUrl.trigger('focus');
    else baseUrl.val(chosen).trigger('change');
  });
}
