import type { Translate } from './ask-runtime';
import { addTableStyle, widthAtFirst } from './row-table-style';
import { isYes, pastedCells } from './spreadsheet';
import { textButton } from './text-button';

/** A row as the node keeps it: texts, and ticks. */
export type Row = Record<string, string | boolean>;

export interface Column {
  field: string;
  kind: 'text' | 'tick';
  /** Offered while one types; anything else is taken too. */
  choices?: readonly { id: string; name: string }[];
  /** Of the table's width; 1 unless said otherwise. A tick is as narrow as it can be. */
  share?: number;
}

export interface RowWarning {
  /** From 0. */
  row: number;
  text: string;
}

export interface RowTableOptions {
  columns: readonly Column[];
  rows: readonly Row[];
  /** Labels are `column.<field>` in the node's catalogue. */
  translate: Translate;
  /** What is to be said of the rows as they stand, shown below each; it stops nothing. */
  check(rows: readonly Row[]): readonly RowWarning[];
}

/**
 * An editable table: add, edit, delete, reorder with buttons or Alt and an arrow key, Enter for the next row, and paste
 * from a spreadsheet into any cell. There is always a row to begin with; blank rows are not kept.
 */
export class RowTable {
  readonly #options: RowTableOptions;
  readonly #body = $('<div role="rowgroup">');
  readonly #summary = $('<div role="status" aria-live="polite">').css({ margin: '6px 0', minHeight: '1.4em' });
  readonly #id = `dealer-sync-table-${Math.random().toString(36).slice(2)}`;
  #rows: Row[];

  constructor(place: JQuery, options: RowTableOptions) {
    this.#options = options;
    this.#rows = options.rows.map((row) => ({ ...row }));
    addTableStyle();
    const box = $('<div class="dealer-sync-table">');
    const table = $('<div role="table">').attr({ 'aria-label': options.translate('label.rows') });
    const add = textButton('fa-plus', options.translate('common.table.add'))
      .attr({ 'data-do': 'add' })
      .on('click', () => {
        this.#rows.push({});
        this.#draw();
        this.#focus(this.#rows.length - 1, 0);
      });
    const hint = $('<div class="form-tips">').text(options.translate('common.table.hint'));
    hint.css({ maxWidth: 'none', width: 'auto', boxSizing: 'border-box', marginTop: '8px' });
    box.append(table.append(this.#head(), this.#body), this.#summary, add, hint, this.#choices());
    place.append(box.css({ minWidth: widthAtFirst() ?? 0 }));
    this.#draw();
  }

  /** As the node keeps them. */
  rows(): Row[] {
    return this.#rows.filter((row) => !isBlank(row)).map((row) => this.#kept(row));
  }

  #kept(row: Row): Row {
    const cells = this.#options.columns.map(({ field, kind }) => [
      field,
      kind === 'tick' ? row[field] === true : String(row[field] ?? '').trim(),
    ]);
    return Object.fromEntries(cells) as Row;
  }

  #head(): JQuery {
    const { columns, translate } = this.#options;
    const head = $('<div class="dealer-sync-table-head" role="row">').css({ gridTemplateColumns: this.#grid() });
    for (const { field } of columns) {
      head.append($('<span role="columnheader">').text(translate(`column.${field}`)));
    }
    return head.append('<span role="cell">');
  }

  #grid(): string {
    const widths = this.#options.columns.map(({ kind, share = 1 }) =>
      kind === 'tick' ? 'minmax(44px, 0.6fr)' : `minmax(0, ${share}fr)`,
    );
    return `${widths.join(' ')} 84px`;
  }

  #choices(): JQuery[] {
    return this.#options.columns.flatMap(({ field, choices }) => {
      if (!choices?.length) return [];
      const list = $('<datalist>').attr({ id: this.#listId(field) });
      // A name comes from a person: set as text, never as HTML (N4).
      for (const { id, name } of choices) $('<option>').attr({ value: id }).text(name).appendTo(list);
      return [list];
    });
  }

  #listId(field: string): string {
    return `${this.#id}-${field}`;
  }

  #draw(): void {
    if (this.#rows.length === 0) this.#rows.push({});
    this.#body.empty().append(this.#rows.map((row, index) => this.#row(row, index)));
    this.#warn();
  }

  #row(row: Row, index: number): JQuery {
    const { columns, translate } = this.#options;
    const line = $('<div class="dealer-sync-table-row" role="row">').attr({ 'data-row': index });
    line.css({ gridTemplateColumns: this.#grid() });
    for (const [place, column] of columns.entries()) line.append(this.#cell(row, column, index, place));
    const button = (does: 'up' | 'down' | 'delete', icon: string, work: () => void) =>
      $('<button type="button" class="red-ui-button red-ui-button-small">')
        .attr({ 'data-do': does, title: translate(`common.table.${does}`) })
        .attr({ 'aria-label': translate(`common.table.${does}Row`, { row: index + 1 }) })
        .append($('<i aria-hidden="true">').addClass(`fa ${icon}`))
        .on('click', work);
    const up = button('up', 'fa-arrow-up', () => this.#move(index, -1, 'up')).prop('disabled', index === 0);
    const down = button('down', 'fa-arrow-down', () => this.#move(index, 1, 'down'));
    down.prop('disabled', index === this.#rows.length - 1);
    const remove = button('delete', 'fa-trash-o', () => {
      this.#rows.splice(index, 1);
      this.#draw();
      this.#focus(Math.min(index, this.#rows.length - 1), 0);
    });
    line.append($('<span class="dealer-sync-row-buttons" role="cell">').append(up, down, remove));
    return line.append($('<div class="dealer-sync-row-warnings" role="cell">'));
  }

  #cell(row: Row, { field, kind, choices }: Column, index: number, place: number): JQuery {
    const { translate } = this.#options;
    const label = translate(`column.${field}`);
    const id = `${this.#id}-${index}-${place}`;
    const cell = $('<div class="dealer-sync-cell" role="cell">')
      .toggleClass('dealer-sync-tick', kind === 'tick')
      .append($('<label class="dealer-sync-cell-label">').attr({ for: id }).text(label));
    const input =
      kind === 'tick'
        ? $('<input type="checkbox">').prop('checked', row[field] === true)
        : $('<input type="text" size="4" autocomplete="off" spellcheck="false">').val(String(row[field] ?? ''));
    input.attr({ id, 'data-field': field, 'data-place': place, 'aria-label': `${label}, ${index + 1}` });
    if (choices?.length) input.attr({ list: this.#listId(field) });
    input.on('input change', () => {
      row[field] = kind === 'tick' ? input.is(':checked') : String(input.val() ?? '');
      this.#warn();
    });
    input.on('keydown', (event) => this.#key(event, index, place));
    input.on('paste', (event) => this.#paste(event, index, place));
    return cell.append(input);
  }

  #key(event: JQuery.KeyDownEvent, index: number, place: number): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && step) this.#move(index, step, place);
    else if (event.key === 'Enter') {
      if (index === this.#rows.length - 1) {
        this.#rows.push({});
        this.#draw();
      }
      this.#focus(index + 1, place);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param focus what had the focus and keeps it: a cell's place, or a button */
  #move(index: number, step: number, focus: number | 'up' | 'down'): void {
    const to = index + step;
    const row = this.#rows[index];
    if (!row || to < 0 || to >= this.#rows.length) return;
    this.#rows.splice(index, 1);
    this.#rows.splice(to, 0, row);
    this.#draw();
    this.#focus(to, focus);
  }

  #focus(index: number, on: number | 'up' | 'down'): void {
    const row = this.#body.children(`[data-row=${index}]`);
    const wanted = row.find(typeof on === 'number' ? `[data-place=${on}]` : `[data-do=${on}]:enabled`);
    (wanted.length ? wanted : row.find('[data-place=0]')).trigger('focus');
  }

  #paste(event: JQuery.TriggeredEvent, index: number, place: number): void {
    const clipboard = (event.originalEvent as ClipboardEvent | undefined)?.clipboardData;
    const lines = pastedCells(clipboard?.getData('text/plain') ?? '');
    if (!lines) return;
    event.preventDefault();
    const { columns } = this.#options;
    for (const [down, cells] of lines.filter((cells) => !this.#isHead(cells, place)).entries()) {
      const row = this.#rows[index + down] ?? {};
      if (!this.#rows[index + down]) this.#rows.push(row);
      for (const [right, text] of cells.entries()) {
        const column = columns[place + right];
        if (column) row[column.field] = column.kind === 'tick' ? isYes(text) : text;
      }
    }
    this.#draw();
    this.#focus(index, place);
  }

  /** The line with the column names often comes along. */
  #isHead(cells: readonly string[], place: number): boolean {
    const { columns, translate } = this.#options;
    return cells.every((text, right) => {
      const column = columns[place + right];
      return column && text.toLowerCase() === translate(`column.${column.field}`).toLowerCase();
    });
  }

  #warn(): void {
    const kept = this.#rows.flatMap((row, index) => (isBlank(row) ? [] : [{ row: this.#kept(row), index }]));
    const warnings = this.#options.check(kept.map(({ row }) => row));
    this.#body.find('.dealer-sync-row-warnings').empty();
    for (const { row, text } of warnings) {
      this.#body
        .children(`[data-row=${kept[row]?.index}]`)
        .children('.dealer-sync-row-warnings')
        .append(
          $('<div>').append('<i class="fa fa-exclamation-triangle" aria-hidden="true"></i> ', $('<span>').text(text)),
        );
    }
    const count = new Set(warnings.map(({ row }) => row)).size;
    this.#summary.text(count ? this.#options.translate('common.table.warnings', { count }) : '');
  }
}

function isBlank(row: Row): boolean {
  return Object.values(row).every((value) => value === false || String(value).trim() === '');
}
