import { addConnectionTest, type Connection } from '../editor/connection';
import { addFeedPreview } from '../editor/feed-preview';
import { showFieldsByOp } from '../editor/fields-by-op';
import { numberIn, oneOf } from '../editor/validate';

const CREDENTIALS = ['username', 'password', 'privateKey', 'passphrase'] as const;
const SOURCES = ['folder', 'sftp', 'ftp', 'http'];
const PROFILES = ['vauto', 'homenet', 'homenet-tab', 'frazer', 'dealercenter', 'generic', 'custom'];

RED.nodes.registerType('dealer-sync-dms-config', {
  category: 'config',
  defaults: {
    name: { value: '' },
    sourceKind: { value: 'folder', validate: oneOf('label.sourceKind', SOURCES) },
    folder: { value: '' },
    urls: { value: '' },
    host: { value: '' },
    port: { value: '', validate: numberIn('label.port', { min: 1, max: 65_535, blank: true }) },
    encryption: { value: 'explicit' },
    hostKey: { value: '' },
    authority: { value: '' },
    path: { value: '' },
    files: { value: '' },
    profile: { value: 'generic', validate: oneOf('label.profile', PROFILES) },
    dealerFrom: { value: '' },
    dealerId: { value: '' },
    delimiter: { value: 'comma' },
    quote: { value: '"' },
    header: { value: true },
    dealerIdColumn: { value: 'DealerId' },
    vinColumn: { value: 'VIN' },
    stockColumn: { value: 'Stock' },
    typeColumn: { value: 'Type' },
    statusColumn: { value: 'Status' },
    yearColumn: { value: 'Year' },
    makeColumn: { value: 'Make' },
    modelColumn: { value: 'Model' },
    trimColumn: { value: 'Trim' },
    bodyColumn: { value: 'Body' },
    colorColumn: { value: 'Color' },
    mileageColumn: { value: 'Mileage' },
    priceColumn: { value: 'Price' },
    goneWords: { value: '' },
    kind: { value: '' },
    vinCheck: { value: '' },
    charset: { value: '' },
    companion: { value: '' },
    companionEnding: { value: '' },
    finalLineEnd: { value: false },
    afterwards: { value: 'keep' },
    settleSeconds: { value: '', validate: numberIn('label.settleSeconds', { min: 1, max: 600, blank: true }) },
    maxMegabytes: { value: '', validate: numberIn('label.maxMegabytes', { min: 1, max: 100_000, blank: true }) },
  },
  credentials: {
    username: { type: 'text' },
    password: { type: 'password' },
    privateKey: { type: 'password' },
    passphrase: { type: 'password' },
  },
  label() {
    return this.name || this._('title');
  },
  oneditprepare() {
    const translate = this._;
    const source = $('#node-config-input-sourceKind');
    const form = source.closest('form');
    const connection: Connection = { id: this.id, kind: 'dms-config', credentials: CREDENTIALS, translate, form };
    showFieldsByOp(source);
    showWhenChosen(form);
    addConnectionTest($('#dealer-sync-dms-test'), connection);
    addFeedPreview($('#dealer-sync-dms-preview'), { form, credentials: CREDENTIALS, translate });
  },
});

/** Shows what belongs to a choice: `data-when="companion=trigger,checksum"`. */
function showWhenChosen(form: JQuery): void {
  form.find('[data-when]').each((_index, part) => {
    const [name = '', values = ''] = (part.dataset.when ?? '').split('=');
    const select = form.find(`#node-config-input-${name}`);
    const update = () => $(part).toggle(values.split(',').includes(String(select.val() ?? '')));
    select.on('change', update);
    update();
  });
}
