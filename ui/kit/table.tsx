import type { ComponentChildren, JSX } from 'preact';

export interface Column<T> {
  title: string;
  cell(row: T): ComponentChildren;
  /** Numbers stand at the right. */
  number?: boolean;
}

interface TableProps<T> {
  /** For screen readers. */
  caption: string;
  columns: Column<T>[];
  rows: readonly T[];
  keyOf(row: T): string;
  /** Where a row leads; its first cell becomes the link. */
  hrefOf?(row: T): string | undefined;
  selected?(row: T): boolean;
}

/** A table that becomes a list of cards where there is no room for columns. */
export function Table<T>({ caption, columns, rows, keyOf, hrefOf, selected }: TableProps<T>): JSX.Element {
  return (
    <table class="table">
      <caption class="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" class={column.number ? 'number' : undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} class={selected?.(row) ? 'selected' : undefined}>
            {columns.map((column, index) => (
              <td key={column.title} data-label={column.title} class={column.number ? 'number' : undefined}>
                {index === 0 && hrefOf?.(row) ? <a href={hrefOf(row)}>{column.cell(row)}</a> : column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
