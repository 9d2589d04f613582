import { showFieldsByOp } from '../editor/fields-by-op';
import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { numberIn, oneOf } from '../editor/validate';

const SHARE = { min: 0, max: 100, fraction: true, blank: true };

RED.nodes.registerType('dealer-sync-auto-close', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'auto-close.svg',
  defaults: {
    name: { value: '' },
    mode: { value: 'never', validate: oneOf('label.mode', ['never', 'immediately', 'after']) },
    days: { value: '3', validate: numberIn('label.days', { min: 0, max: 3650, fraction: true }) },
    reopen: { value: true },
    rowShare: { value: '', validate: numberIn('label.rowShare', SHARE) },
    closeShare: { value: '', validate: numberIn('label.closeShare', SHARE) },
    closeCount: { value: '', validate: numberIn('label.closeCount', { min: 0, max: 1_000_000, blank: true }) },
  },
  inputs: 1,
  outputs: 3,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    showFieldsByOp($('#node-input-mode'));
  },
});
