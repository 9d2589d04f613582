import { inputLabel, labelStyle, operationLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';

RED.nodes.registerType('dealer-sync-revio', {
  category: 'dealer sync',
  color: COLOR.remote,
  icon: 'revio.svg',
  defaults: {
    name: { value: '' },
    revio: { value: '', type: 'dealer-sync-revio-config', required: true },
    op: { value: 'list-customers' },
  },
  inputs: 1,
  outputs: 1,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: operationLabel,
  labelStyle,
});
