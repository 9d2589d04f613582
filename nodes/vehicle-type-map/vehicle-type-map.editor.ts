import { dealerChoices, rowsOf, typeChoices, vehicleTypeWarnings } from '../editor/feed-tables';
import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { type Row, RowTable } from '../editor/row-table';
import { tableOf } from '../editor/validate';

let table: RowTable | undefined;

RED.nodes.registerType<{ name: string; rows: Row[] }>('dealer-sync-vehicle-type-map', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'vehicle-type-map.svg',
  defaults: { name: { value: '' }, rows: { value: [], validate: tableOf('label.rows') } },
  inputs: 1,
  outputs: 2,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    table = new RowTable($('#node-input-rows-container'), {
      columns: [
        { field: 'systemCode', kind: 'text' },
        { field: 'vehicleType', kind: 'text', share: 1.2 },
        { field: 'srType', kind: 'text', share: 1.2, choices: typeChoices(this) },
        { field: 'dealerId', kind: 'text', choices: dealerChoices(this) },
        { field: 'includeOnly', kind: 'tick' },
      ],
      rows: rowsOf(this.rows),
      translate: this._,
      check: (rows) => vehicleTypeWarnings(this, rows, this._),
    });
  },
  oneditsave() {
    if (table) this.rows = table.rows();
  },
});
