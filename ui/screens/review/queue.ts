import type { PendingPage, PendingView } from '../../../lib/sync/operations/pending';

/**
 * A page of the queue as it stands before the person. Who is decided here stays where it stood, so that nothing jumps and
 * it can be undone; the server, which lists one kind only, counts without them.
 */
export interface Queue {
  /** Which kind is listed. */
  decided: boolean;
  /** How many of that kind the server lists before this page. */
  before: number;
  rows: readonly PendingView[];
  /** Of that kind and the filters, here and elsewhere. */
  total: number;
  /** Whether the server lists more after this page. */
  more: boolean;
  counts: PendingPage['counts'];
  /** Those whose decision was taken or undone here since the page was read. */
  touched: ReadonlySet<string>;
  selected: string | undefined;
}

export interface Read {
  decided: boolean;
  before: number;
  page: PendingPage;
}

/** A page as it was read; `select`: which of its ends stands before the person. */
export function newQueue({ decided, before, page }: Read, select: 'first' | 'last' = 'first'): Queue {
  const { items: rows, total, counts } = page;
  const selected = select === 'first' ? rows[0]?.id : rows.at(-1)?.id;
  return { decided, before, rows, total, more: before + rows.length < total, counts, touched: new Set(), selected };
}

export function selectedRow({ rows, selected }: Queue): PendingView | undefined {
  return rows.find(({ id }) => id === selected);
}

const isOfKind = ({ decided }: Queue, row: PendingView) => (row.decision !== undefined) === decided;

/** Where the page after this one begins in the server's list, which has lost those that changed their kind here. */
export function nextOffset(queue: Queue): number {
  return queue.before + queue.rows.filter((row) => isOfKind(queue, row)).length;
}

/** The row `steps` away. @returns undefined where the page ends before it */
export function move(queue: Queue, steps: number): Queue | undefined {
  const at = queue.rows.findIndex(({ id }) => id === queue.selected);
  const next = queue.rows[at + steps];
  return next && { ...queue, selected: next.id };
}

/** A row as a decision, or its undoing, has left it. One that has left the page changes the counts alone. */
export function decide(queue: Queue, row: PendingView, was: PendingView): Queue {
  const change = Number(row.decision !== undefined) - Number(was.decision !== undefined);
  const { undecided, decided } = queue.counts;
  return {
    ...queue,
    rows: queue.rows.map((one) => (one.id === row.id ? row : one)),
    total: queue.total + (queue.decided ? change : -change),
    counts: { undecided: undecided - change, decided: decided + change },
    touched: new Set(queue.touched).add(row.id),
  };
}

/** The next undecided one further down, or, with `again`, the first of those that were passed over. */
export function nextUndecided({ rows, selected }: Queue, again = false): string | undefined {
  const from = again ? 0 : rows.findIndex(({ id }) => id === selected) + 1;
  return rows.slice(from).find((row) => row.decision === undefined)?.id;
}

/** Before the person again: in its place or, if the page has gone on without it, before the selected one. */
export function bringBack(queue: Queue, row: PendingView): Queue {
  if (queue.rows.some(({ id }) => id === row.id)) return { ...queue, selected: row.id };
  const at = Math.max(
    0,
    queue.rows.findIndex(({ id }) => id === queue.selected),
  );
  return { ...queue, rows: [...queue.rows.slice(0, at), row, ...queue.rows.slice(at)], selected: row.id };
}

/**
 * The page with what the server lists now from `before` on. Those that others or a run have taken meanwhile are gone, new
 * ones stand at the end while there is room, and what was decided here stays to be undone: until the server has fewer
 * decided ones than were decided here, which is when a run has taken them.
 */
export function refreshed(queue: Queue, { items, total, counts }: PendingPage, size: number): Queue {
  const fresh = new Map(items.map((row) => [row.id, row]));
  const decidedHere = queue.rows.filter((row) => queue.touched.has(row.id) && row.decision !== undefined).length;
  const keeps = (row: PendingView) =>
    queue.touched.has(row.id) && (row.decision === undefined || decidedHere <= counts.decided);
  const stay = queue.rows.flatMap((row) => fresh.get(row.id) ?? (keeps(row) ? row : []));
  const known = new Set(queue.rows.map(({ id }) => id));
  const added = items.filter(({ id }) => !known.has(id)).slice(0, Math.max(0, size - queue.rows.length));
  const rows = [...stay, ...added];
  const next = { ...queue, rows, total, counts, selected: follower(queue, rows) };
  return { ...next, more: nextOffset(next) < total };
}

/** The selected one, or who stands where it stood. */
function follower({ rows, selected }: Queue, now: readonly PendingView[]): string | undefined {
  const stays = new Set(now.map(({ id }) => id));
  const at = rows.findIndex(({ id }) => id === selected);
  const after = rows.slice(Math.max(0, at)).find(({ id }) => stays.has(id));
  return (after ?? now.at(-1))?.id;
}
