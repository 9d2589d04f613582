import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';

RED.nodes.registerType('dealer-sync-sync-end', {
  category: 'dealer sync',
  color: COLOR.run,
  icon: 'sync-end.svg',
  defaults: {
    name: { value: '' },
  },
  inputs: 1,
  outputs: 1,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
});
