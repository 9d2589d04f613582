import { addLiveChoices } from '../editor/choices';
import { readChoicesOf } from '../editor/connection';
import { showFieldsByOp } from '../editor/fields-by-op';
import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { chosenWhen, oneOf } from '../editor/validate';

RED.nodes.registerType('dealer-sync-apply-changes', {
  category: 'dealer sync',
  color: COLOR.write,
  icon: 'apply-changes.svg',
  defaults: {
    name: { value: '' },
    revio: { value: '', type: 'dealer-sync-revio-config', required: true },
    station: { value: 'cms', validate: oneOf('label.station', ['cms', 'rapid-response']) },
    cms: { value: '', type: 'dealer-sync-cms-config', validate: chosenWhen('label.cms', 'station', 'cms') },
    rapidResponse: {
      value: '',
      type: 'dealer-sync-rapid-response-config',
      validate: chosenWhen('label.rapidResponse', 'station', 'rapid-response'),
    },
    useKeyLinks: { value: true },
    system: { value: 'CMS' },
    prefix: { value: '' },
  },
  inputs: 1,
  outputs: 2,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    const translate = this._;
    showFieldsByOp($('#node-input-station'));
    addLiveChoices($('#node-input-system'), {
      translate,
      keeps: 'label',
      load: () => readChoicesOf($('#node-input-revio').val(), 'revio-config', 'systems', translate),
    });
    const useKeyLinks = $('#node-input-useKeyLinks');
    const showKeyLinkFields = () => $('#dealer-sync-key-link-fields').toggle(useKeyLinks.is(':checked'));
    useKeyLinks.on('change', showKeyLinkFields);
    showKeyLinkFields();
  },
});
