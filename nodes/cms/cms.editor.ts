import { showFieldsByOp } from '../editor/fields-by-op';
import { inputLabel, labelStyle, operationLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';

RED.nodes.registerType('dealer-sync-cms', {
  category: 'dealer sync',
  color: COLOR.remote,
  icon: 'cms.svg',
  defaults: {
    name: { value: '' },
    cms: { value: '', type: 'dealer-sync-cms-config', required: true },
    op: { value: 'list-accounts' },
    withContacts: { value: true },
    table: { value: 'auth' },
  },
  inputs: 1,
  outputs: 1,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: operationLabel,
  labelStyle,
  oneditprepare() {
    showFieldsByOp($('#node-input-op'));
  },
});
