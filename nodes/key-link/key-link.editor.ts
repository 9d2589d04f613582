import type { Choice } from '../editor/ask-runtime';
import { addLiveChoices } from '../editor/choices';
import { readChoicesOf } from '../editor/connection';
import { showFieldsByOp } from '../editor/fields-by-op';
import { inputLabel, labelStyle, operationLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';

/** Rev.io's entity types as its help lists them, for when the live list cannot be read. */
const ENTITY_TYPES: Choice[] = [
  'Agent',
  'Bill',
  'Contact',
  'Customer',
  'Service_Product',
  'Credit',
  'Charge',
  'Service',
  'Payment',
  'Product',
  'Address',
  'Inventory_Item',
].map((name) => ({ id: name, label: name, active: true }));

RED.nodes.registerType('dealer-sync-key-link', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'key-link.svg',
  defaults: {
    name: { value: '' },
    revio: { value: '', type: 'dealer-sync-revio-config', required: true },
    op: { value: 'pair' },
    system: { value: 'CMS' },
    entityType: { value: 'Customer' },
    prefix: { value: '' },
    searchBy: { value: 'external' },
    externalId: { value: 'payload.externalId' },
    externalIdType: { value: 'msg' },
    internalId: { value: 'payload.internalId' },
    internalIdType: { value: 'msg' },
    linkId: { value: 'payload.id' },
    linkIdType: { value: 'msg' },
  },
  inputs: 1,
  outputs: 3,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: operationLabel,
  labelStyle,
  oneditprepare() {
    const translate = this._;
    for (const field of ['externalId', 'internalId', 'linkId']) {
      $(`#node-input-${field}`).typedInput({
        types: ['msg', 'flow', 'global', 'str', 'jsonata', 'env'],
        typeField: `#node-input-${field}Type`,
      });
    }
    const load = (list: string) => readChoicesOf($('#node-input-revio').val(), 'revio-config', list, translate);
    addLiveChoices($('#node-input-system'), { translate, keeps: 'label', load: () => load('systems') });
    addLiveChoices($('#node-input-entityType'), {
      translate,
      keeps: 'label',
      load: () => load('entity-types'),
      fallback: ENTITY_TYPES,
    });

    showFieldsByOp($('#node-input-op'));
    // A search uses one of the two ids, the other operations use both.
    const showSearchedId = () => {
      if ($('#node-input-op').val() !== 'find') return;
      const external = $('#node-input-searchBy').val() === 'external';
      $('#dealer-sync-external-id').toggle(external);
      $('#dealer-sync-internal-id').toggle(!external);
    };
    $('#node-input-op, #node-input-searchBy').on('change', showSearchedId);
    showSearchedId();
  },
});
