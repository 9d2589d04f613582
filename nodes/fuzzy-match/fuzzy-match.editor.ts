import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { addMatchTrial } from '../editor/try-match';
import { numberIn } from '../editor/validate';

RED.nodes.registerType('dealer-sync-fuzzy-match', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'fuzzy-match.svg',
  defaults: {
    name: { value: '' },
    threshold: {
      value: '',
      validate: numberIn('label.threshold', { min: 0.5, max: 1, fraction: true, blank: true }),
    },
    suggestOnly: { value: false },
    numberFirst: { value: false },
    useAddress: { value: true },
    usePhone: { value: true },
    useEmail: { value: true },
  },
  inputs: 1,
  outputs: 3,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    const checked = (field: string) => $(`#node-input-${field}`).is(':checked');
    addMatchTrial(
      $('#dealer-sync-match-trial'),
      () => ({
        threshold: String($('#node-input-threshold').val() ?? '').trim(),
        evidence: { address: checked('useAddress'), phone: checked('usePhone'), email: checked('useEmail') },
      }),
      this._,
    );
  },
});
