import { showFieldsByOp } from '../editor/fields-by-op';
import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { numberIn, oneOf } from '../editor/validate';

RED.nodes.registerType('dealer-sync-track-changes', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'track-changes.svg',
  defaults: {
    name: { value: '' },
    track: { value: 'days', validate: oneOf('label.track', ['never', 'days']) },
    days: { value: '3', validate: numberIn('label.days', { min: 0, max: 3650, fraction: true }) },
    stock: { value: true },
    client: { value: true },
  },
  inputs: 1,
  outputs: 1,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    showFieldsByOp($('#node-input-track'));
  },
});
