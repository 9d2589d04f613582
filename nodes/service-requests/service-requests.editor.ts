import { requestTypeWarnings, rowsOf } from '../editor/feed-tables';
import { inputLabel, labelStyle, nodeLabel, outputLabel, paletteLabel } from '../editor/labels';
import { COLOR } from '../editor/palette';
import { type Row, RowTable } from '../editor/row-table';
import { oneOf, tableOf } from '../editor/validate';

let table: RowTable | undefined;

interface Fields {
  name: string;
  store: string;
  feed: string;
  end: string;
  rows: Row[];
}

RED.nodes.registerType<Fields>('dealer-sync-service-requests', {
  category: 'dealer sync',
  color: COLOR.write,
  icon: 'service-requests.svg',
  defaults: {
    name: { value: '' },
    store: { value: '', type: 'dealer-sync-sync-store', required: false },
    feed: { value: '' },
    end: { value: 'store', validate: oneOf('label.end', ['store', 'commands']) },
    rows: { value: [], validate: tableOf('label.rows') },
  },
  inputs: 1,
  outputs: 3,
  inputLabels: inputLabel,
  outputLabels: outputLabel,
  paletteLabel,
  label: nodeLabel,
  labelStyle,
  oneditprepare() {
    table = new RowTable($('#node-input-rows-container'), {
      columns: [
        { field: 'id', kind: 'text' },
        { field: 'name', kind: 'text', share: 1.6 },
        { field: 'acceptance', kind: 'tick' },
        { field: 'estimating', kind: 'tick' },
        { field: 'work', kind: 'tick' },
        { field: 'delivery', kind: 'tick' },
      ],
      rows: rowsOf(this.rows),
      translate: this._,
      check: (rows) => requestTypeWarnings(rows, this._),
    });
  },
  oneditsave() {
    if (table) this.rows = table.rows();
  },
});
