import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { filledIn, identifier, numberIn, oneOf, schedule } from '../editor/validate';

RED.nodes.registerType('dealer-sync-sync-start', {
  category: 'dealer sync',
  color: COLOR.run,
  icon: 'sync-start.svg',
  defaults: {
    name: { value: '' },
    store: { value: '', type: 'dealer-sync-sync-store', required: true },
    integration: { value: 'cms', validate: identifier('label.integration') },
    title: { value: 'CMS <-> Rev.io', validate: filledIn('label.title') },
    system: { value: 'CMS', validate: filledIn('label.system') },
    space: { value: 'cms', validate: identifier('label.space') },
    direction: { value: 'both', validate: oneOf('label.direction', ['both', 'in', 'out']) },
    productionMode: { value: true },
    schedule: { value: '0 * * * *', validate: schedule('label.schedule') },
    needsCustomers: { value: false },
    leaveMonitoredElsewhere: { value: true },
    stallMinutes: { value: '10', validate: numberIn('label.stallMinutes', { min: 1, max: 1440, fraction: true }) },
  },
  inputs: 1,
  outputs: 2,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    const direction = $('#node-input-direction');
    const showOutward = () => $('#dealer-sync-outward').toggle(direction.val() === 'out');
    direction.on('change', showOutward);
    showOutward();
  },
});
