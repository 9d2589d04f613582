import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { identifier, numberIn } from '../editor/validate';

/** A year: nobody sends a feed more rarely. */
const MOST_MINUTES = 525_600;

RED.nodes.registerType('dealer-sync-dms-feed', {
  category: 'dealer sync',
  color: COLOR.remote,
  icon: 'dms-feed.svg',
  defaults: {
    name: { value: '' },
    dms: { value: '', type: 'dealer-sync-dms-config' },
    feed: { value: 'feed', validate: identifier('label.feed') },
    usualInterval: {
      value: '60',
      validate: numberIn('label.usualInterval', { min: 1, max: MOST_MINUTES, blank: true }),
    },
    timeZone: { value: '' },
  },
  inputs: 1,
  outputs: 2,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
});
