import { clientWarnings, rowsOf, typeChoices } from '../editor/feed-tables';
import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { type Row, RowTable } from '../editor/row-table';
import { tableOf } from '../editor/validate';

let table: RowTable | undefined;

RED.nodes.registerType<{ name: string; rows: Row[] }>('dealer-sync-client-map', {
  category: 'dealer sync',
  color: COLOR.decide,
  icon: 'client-map.svg',
  defaults: {
    name: { value: '' },
    rows: { value: [], validate: tableOf('label.rows', ['ignoreDays']) },
  },
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
        { field: 'dealerId', kind: 'text' },
        { field: 'client', kind: 'text', share: 1.5 },
        { field: 'srType', kind: 'text', share: 1.2, choices: typeChoices(this) },
        { field: 'ignoreIfExists', kind: 'tick' },
        { field: 'ignoreDays', kind: 'text', share: 0.7 },
      ],
      rows: rowsOf(this.rows),
      translate: this._,
      check: (rows) => clientWarnings(this, rows, this._),
    });
  },
  oneditsave() {
    if (table) this.rows = table.rows();
  },
});
