import { labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { numberIn } from '../editor/validate';

RED.nodes.registerType('dealer-sync-sync-alerts', {
  category: 'dealer sync',
  color: COLOR.run,
  icon: 'sync-alerts.svg',
  defaults: {
    name: { value: '' },
    store: { value: '', type: 'dealer-sync-sync-store', required: true },
    held: { value: true },
    failed: { value: true },
    parked: { value: true },
    conflicts: { value: false },
    pending: { value: true },
    late: { value: true },
    refused: { value: true },
    quietMinutes: { value: '120', validate: numberIn('label.quietMinutes', { min: 0, max: 100_000 }) },
  },
  inputs: 0,
  outputs: 1,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
});
