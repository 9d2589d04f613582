import type { Call, Reply } from '../kit/server';
import { ok } from './replies';

/** How Rev.io lists: pages by offset, ten unless told, an unknown sort or filter ignored without a word. */

const DEFAULT_PAGE_SIZE = 10;
const GREATEST_PAGE_SIZE = 500;

/** What can be wrong with a listing, by the names that the fault script uses as `distort`. */
export const LISTING_DISTORTIONS = [
  /** `has_more` is true for ever, and pages after the last are empty. */
  'has-more-stuck',
  /** The last page comes again and again, always with more to come. */
  'last-page-repeats',
  /** Each page begins with the last row of the one before. */
  'row-on-two-pages',
  'sort-ignored',
  'filter-ignored',
  /** Only 60 % of the rows are there, with 200 and nothing said. */
  'short',
  'empty',
] as const;

export interface ListOptions<Row> {
  rows: readonly Row[];
  idField: string;
  /** What a row looks like outside. Only the page's rows are rendered. */
  render: (row: Row) => object;
  /** Fields that can be searched and sorted by, as they read from a row. Others are ignored. */
  fields: Record<string, (row: Row) => unknown>;
  /** Fields that compare with case. */
  exact?: readonly string[];
  distort: string | undefined;
}

export function list<Row>(call: Call, options: ListOptions<Row>): Reply {
  const parameters = searchParameters(call);
  const { distort } = options;
  let rows = distort === 'empty' ? [] : options.rows;
  if (distort === 'short') rows = rows.slice(0, Math.floor(rows.length * 0.6));
  if (distort !== 'filter-ignored') rows = filtered(rows, parameters, options);
  rows = distort === 'sort-ignored' ? scattered(rows, options) : sorted(rows, parameters.get('sort'), options);

  const size = pageSize(parameters.get('page_size'));
  const page = Math.max(1, Number.parseInt(parameters.get('page') ?? '1', 10) || 1);
  const lastPage = Math.max(1, Math.ceil(rows.length / size));
  const shown = distort === 'last-page-repeats' ? Math.min(page, lastPage) : page;
  const start = (shown - 1) * size - (distort === 'row-on-two-pages' && shown > 1 ? shown - 1 : 0);
  const records = rows.slice(start, start + size).map(options.render);
  const stuck = distort === 'has-more-stuck' || distort === 'last-page-repeats';
  // The count is of the page, not of all: there is no telling how many there are but by reading them.
  return ok({ ok: true, has_more: stuck || start + size < rows.length, record_count: records.length, records });
}

/** Bare names are read only when no `search.` name stands beside them. */
function searchParameters(call: Call): Map<string, string> {
  const given = [...call.query];
  const prefixed = given.filter(([name]) => /^search\./i.test(name));
  if (prefixed.length > 0 && prefixed.length < given.length) call.breach('bare and search. names in one request');
  for (const [name, value] of prefixed) if (value.trim() === '') call.breach(`blank search value: ${name}`);
  const used = prefixed.length > 0 ? prefixed : given;
  return new Map(used.map(([name, value]) => [name.replace(/^search\./i, '').toLowerCase(), value]));
}

function pageSize(given: string | undefined): number {
  const wanted = Number.parseInt(given ?? '', 10);
  return wanted >= 1 ? Math.min(wanted, GREATEST_PAGE_SIZE) : DEFAULT_PAGE_SIZE;
}

function filtered<Row>(
  rows: readonly Row[],
  parameters: Map<string, string>,
  options: ListOptions<Row>,
): readonly Row[] {
  let left = rows;
  for (const [name, value] of parameters) {
    const field = /^(.*_date)_(start|end)$/.exec(name);
    const read = options.fields[field?.[1] ?? name];
    if (!read || value.trim() === '') continue;
    if (field) {
      const from = field[2] === 'start';
      left = left.filter((row) => (from ? String(read(row)) >= value : String(read(row)) <= value));
    } else if (options.exact?.includes(name)) {
      left = left.filter((row) => String(read(row)) === value);
    } else {
      const wanted = value.toLowerCase();
      left = left.filter((row) => String(read(row)).toLowerCase() === wanted);
    }
  }
  return left;
}

function sorted<Row>(rows: readonly Row[], by: string | undefined, options: ListOptions<Row>): readonly Row[] {
  const read = options.fields[by ?? ''];
  // Tables are kept by id, so the usual sort is no work.
  if (!read || by === options.idField) return rows;
  return [...rows].sort((a, b) => compare(read(a), read(b)));
}

/** An order of its own, the same at every call: what a server does that was not asked to sort. */
function scattered<Row>(rows: readonly Row[], options: ListOptions<Row>): readonly Row[] {
  const id = options.fields[options.idField] ?? (() => 0);
  const place = (row: Row) => (Number(id(row)) * 7919) % 1009;
  return [...rows].sort((a, b) => place(a) - place(b));
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}
