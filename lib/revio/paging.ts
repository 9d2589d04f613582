import type { WireObject } from './errors';
import { revioError } from './errors';

/** Rev.io's greatest page (D). */
const LARGEST_PAGE = 500;
/** How often a listing is taken up again further back before it is given up as restless. */
const MOST_STEPS_BACK = 20;
/** How often an unsorted list is read whole before it is given up as restless. */
const MOST_PASSES = 5;
/** Ten times the largest list: a server that always has more must not fill the memory (N4). */
const MOST_RECORDS = 1_000_000;

export interface PageRequest {
  /** From 1; the page begins at row `(page - 1) * size`. */
  page: number;
  size: number;
}

export interface WirePage {
  records: WireObject[];
  hasMore?: boolean;
}

export interface ListRequest {
  page(request: PageRequest): Promise<WirePage>;
  /** Undefined for a row without an id: it is no record. */
  idOf(record: WireObject): string | undefined;
  operation: string;
}

/**
 * Reads a list that is paged by offset so that a record which is there all the while is returned exactly once, though
 * rows come and go between two pages.
 *
 * Plain pages lie side by side: when a row of an earlier page is deleted, all later ones move up, and the one that moves
 * across the border is never seen; nothing in the replies shows it. So **our pages overlap by at least one row**: the
 * first row of each must be one that we have seen. Then, whatever the order, everything behind that row is in this page
 * or after it, and everything up to it was in an earlier page. When the first row is new, or the page is empty, rows
 * moved up: we go back, twice as far each time, and read on from there. Rows that moved down come twice and are dropped.
 *
 * `search.page` counts in units of the page size, so an overlapping page is one with another size: after 500 rows, page
 * 2 of size 499 begins at row 499. {@link nextPage} picks the one that reaches farthest. This costs no call for lists
 * of one page and about one in twenty-five beyond that (21 calls instead of 20 for 10,000 rows), and no state.
 *
 * It needs an order in which rows do not change places, so we sort by id. Rev.io ignores a sort it does not like, and
 * says nothing: when the ids do not ascend, the list is read again until a pass finds nothing new.
 *
 * Ends on `has_more: false`, and, because that flag is known to stick, on a page with nothing new where nothing was read
 * before. Fails with `LIST_UNSTABLE` rather than return less than all.
 */
export async function* readPages(list: ListRequest): AsyncGenerator<WireObject[]> {
  const seen = new Set<string>();
  for (let pass = 1; pass <= MOST_PASSES; pass += 1) {
    const before = seen.size;
    const sorted = yield* readOnce(list, seen);
    if (sorted || (pass > 1 && seen.size === before)) return;
  }
  throw unstable(list.operation);
}

/** One way through the list; yields what is not in `seen`. Returns whether the ids ascended. */
async function* readOnce(list: ListRequest, seen: Set<string>): AsyncGenerator<WireObject[], boolean> {
  const pass = new Set<string>();
  let sorted = true;
  let firstId: string | undefined;
  let largest = LARGEST_PAGE;
  /** Rows up to here have been read, as far as we know. */
  let end = 0;
  /** Up to here a page with nothing new proves nothing: we went back. */
  let readBefore = 0;
  let stepsBack = 0;

  for (;;) {
    const { page, size } = nextPage(end, largest);
    const start = (page - 1) * size;
    // A server that gives a handful of rows a page leaves ends that no overlapping page reaches beyond: then a page with
    // nothing new would pass for the end of the list.
    if (page * size <= end) throw unstable(list.operation);
    const { records, hasMore } = await list.page({ page, size });
    const rows = identified(records, list.idOf);
    const first = rows[0];

    if (start > 0 && (!first || !pass.has(first.id))) {
      // Pages of one row cannot overlap: a second row is out of safe reach.
      if (first && largest < 2) throw unstable(list.operation);
      stepsBack += 1;
      if (stepsBack > MOST_STEPS_BACK) throw unstable(list.operation);
      readBefore = Math.max(readBefore, end);
      end = Math.max(0, end - (LARGEST_PAGE / 2) * 2 ** (stepsBack - 1));
      continue;
    }
    // The beginning again, where another page was asked for: the page number is ignored, and the rest out of reach.
    if (start > 0 && first && first.id === firstId && size > 1 && end > 1) throw unstable(list.operation);
    firstId ??= first?.id;

    sorted &&= ascending(rows);
    const fresh = rows.filter(({ id }) => !seen.has(id));
    const nothingNew = rows.every(({ id }) => pass.has(id));
    for (const { id } of rows) {
      pass.add(id);
      seen.add(id);
    }
    if (seen.size > MOST_RECORDS) throw unstable(list.operation);
    if (fresh.length > 0) yield unique(fresh);

    const reached = start + records.length;
    const more = hasMore ?? records.length >= size;
    if (!more || records.length === 0) return sorted;
    if (nothingNew && reached >= readBefore) return sorted;
    // A server with a smaller greatest page than ours counts its offsets by that.
    if (start === 0) largest = Math.min(largest, records.length);
    end = reached;
  }
}

/**
 * The page that begins before row `end` (counted from 0) and reaches farthest, with at most `largest` rows: page 2 of
 * size 499 after 500 rows, page 101 of size 495 after 50,000.
 */
export function nextPage(end: number, largest: number): PageRequest {
  if (end <= 1 || largest < 2) return { page: largest < 2 ? end + 1 : 1, size: largest };
  const target = end - 1;
  const fewest = Math.ceil(target / largest);
  let best: PageRequest = { page: 1, size: largest };
  // More skipped pages than a few above the fewest only make the page smaller.
  for (let skipped = Math.max(1, fewest); skipped <= fewest + 25; skipped += 1) {
    const size = Math.min(largest, Math.floor(target / skipped));
    if (size >= 1 && (skipped + 1) * size > best.page * best.size) best = { page: skipped + 1, size };
  }
  return best;
}

interface Row {
  id: string;
  record: WireObject;
}

function identified(records: WireObject[], idOf: ListRequest['idOf']): Row[] {
  const rows: Row[] = [];
  for (const record of records) {
    const id = idOf(record);
    if (id !== undefined) rows.push({ id, record });
  }
  return rows;
}

function unique(rows: Row[]): WireObject[] {
  return [...new Map(rows.map(({ id, record }) => [id, record])).values()];
}

function ascending(rows: Row[]): boolean {
  return rows.every(({ id }, i) => i === 0 || Number(rows[i - 1]?.id) <= Number(id));
}

function unstable(operation: string) {
  return revioError(
    'LIST_UNSTABLE',
    'A list at Rev.io could not be read whole: it changed too much while being read, or its pages are not what was asked for. It is tried again with the next run.',
    { operation },
  );
}
