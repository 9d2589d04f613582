import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { oneOf } from '../editor/validate';

const WINNERS = ['ask', 'monitoring', 'revio'];

RED.nodes.registerType('dealer-sync-merge-changes', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'merge-changes.svg',
  defaults: {
    name: { value: '' },
    onConflict: { value: 'ask', validate: oneOf('label.onConflict', WINNERS) },
    firstLink: { value: 'ask', validate: oneOf('label.firstLink', WINNERS) },
    sharedAddress: { value: 'ask', validate: oneOf('label.sharedAddress', ['ask', 'split', 'write']) },
    contacts: { value: true },
    cancelAtStation: { value: false },
    accountNumber: { value: '{{accountNumber}}' },
  },
  inputs: 1,
  outputs: 1,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
});
