import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { numberIn } from '../editor/validate';

const COUNT = { min: 0, max: 1_000_000 };
const PERCENT = { min: 0, max: 100, fraction: true };

RED.nodes.registerType('dealer-sync-sync-plan', {
  category: 'dealer sync',
  color: COLOR.run,
  icon: 'sync-plan.svg',
  defaults: {
    name: { value: '' },
    listingShare: { value: '80', validate: numberIn('label.listingShare', PERCENT) },
    closeCount: { value: '5', validate: numberIn('label.closeCount', COUNT) },
    closeShare: { value: '5', validate: numberIn('label.closeCount', PERCENT) },
    removeCount: { value: '20', validate: numberIn('label.removeCount', COUNT) },
    removeShare: { value: '10', validate: numberIn('label.removeCount', PERCENT) },
    createCount: { value: '20', validate: numberIn('label.createCount', COUNT) },
    createShare: { value: '10', validate: numberIn('label.createCount', PERCENT) },
    spareFirstCreate: { value: true },
  },
  inputs: 1,
  outputs: 2,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
});
