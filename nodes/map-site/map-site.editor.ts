import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { addMappingTable, mappingTemplates } from '../editor/mapping-table';
import { COLOR } from '../editor/palette';

RED.nodes.registerType('dealer-sync-map-site', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'map-site.svg',
  defaults: {
    name: { value: '' },
    toCustomer: { value: '', validate: mappingTemplates('toCustomer') },
    toAccount: { value: '', validate: mappingTemplates('toAccount') },
  },
  inputs: 1,
  outputs: 2,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    const tables = $('#dealer-sync-mapping');
    const tabs = RED.tabs.create({
      element: $('#dealer-sync-mapping-tabs'),
      // The editor's types say that this is the id; it is the tab.
      onchange: (tab: unknown) => {
        tables.children().hide();
        $(`#dealer-sync-mapping-${(tab as { id: string }).id}`).show();
      },
    });
    for (const [index, direction] of (['toCustomer', 'toAccount'] as const).entries()) {
      tabs.addTab({ id: direction, label: this._(`label.${direction}`) }, index);
      const kept = $(`#node-input-${direction}`);
      addMappingTable($(`#dealer-sync-mapping-${direction}`), kept, direction, this._);
    }
  },
});
