import { showFieldsByOp } from '../editor/fields-by-op';
import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { numberIn, oneOf } from '../editor/validate';

RED.nodes.registerType('dealer-sync-review-queue', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'review-queue.svg',
  defaults: {
    name: { value: '' },
    undecided: {
      value: 'next-cycle',
      validate: oneOf('label.undecided', ['next-cycle', 'after-hours', 'never']),
    },
    minutes: { value: '', validate: numberIn('label.minutes', { min: 0, max: 100_000, fraction: true, blank: true }) },
    hours: { value: '24', validate: numberIn('label.hours', { min: 0, max: 10_000, fraction: true }) },
  },
  inputs: 1,
  outputs: 3,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    showFieldsByOp($('#node-input-undecided'));
  },
});
