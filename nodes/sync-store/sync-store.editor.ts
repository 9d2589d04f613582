import { addConnectionTest } from '../editor/connection';
import { numberIn } from '../editor/validate';

RED.nodes.registerType('dealer-sync-sync-store', {
  category: 'config',
  defaults: {
    name: { value: '' },
    dir: { value: '' },
    keepRunsDays: { value: '90', validate: numberIn('label.keepRunsDays', { min: 1, max: 3650 }) },
    keepAuditDays: { value: '400', validate: numberIn('label.keepAuditDays', { min: 1, max: 36_500 }) },
  },
  credentials: { postgresUrl: { type: 'password' } },
  label() {
    return this.name || this.dir || this._('title');
  },
  oneditprepare() {
    addConnectionTest($('#dealer-sync-store-test'), {
      id: this.id,
      kind: 'sync-store',
      credentials: ['postgresUrl'],
      translate: this._,
      form: $('#node-config-input-dir').closest('form'),
    });
  },
});
