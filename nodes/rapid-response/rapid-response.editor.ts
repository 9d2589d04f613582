import { showFieldsByOp } from '../editor/fields-by-op';
import { inputLabel, labelStyle, operationLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';

RED.nodes.registerType('dealer-sync-rapid-response', {
  category: 'dealer sync',
  color: COLOR.remote,
  icon: 'rapid-response.svg',
  defaults: {
    name: { value: '' },
    rapidResponse: { value: '', type: 'dealer-sync-rapid-response-config', required: true },
    op: { value: 'list-sites' },
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
