import type { Engine } from '../engine';
import type { Conflict, PairDoc, PartySummary } from '../pair';
import { editPair, type PairEdit, savePair } from './edit-pair';
import { iso } from './overview';
import { notFound, type PageOf, type PageRequest, pageOf, textMatcher } from './pages';
import { placeOf } from './spaces';

export interface ConflictView extends Omit<Conflict, 'since' | 'decision'> {
  id: string;
  pairId: string;
  space: string;
  /** Of the account: `CMS`. */
  system?: string;
  accountRecord?: PartySummary;
  customerRecord?: PartySummary;
  since: string;
  decision?: { side: 'revio' | 'monitoring'; by: string; at: string };
}

/** Conflicts that one word may decide together. */
export interface ConflictKind {
  field: Conflict['field'];
  reason: Conflict['reason'];
  space: string;
  total: number;
}

export interface ConflictPage extends PageOf<ConflictView> {
  /** Of all that nobody has decided, whatever the filters; the most frequent first. */
  kinds: ConflictKind[];
}

export interface ConflictFilter {
  field?: string;
  reason?: string;
  space?: string;
}

/** `undo`: not decided after all, until a run has taken it. */
export type ConflictSide = 'revio' | 'monitoring' | 'undo';

interface Found {
  pair: PairDoc;
  conflict: Conflict;
}

export async function listConflicts(engine: Engine, request: ConflictFilter & PageRequest): Promise<ConflictPage> {
  const kinds = new Map<string, ConflictKind>();
  const found: Found[] = [];
  const speaks = textMatcher(request.q);
  for await (const pair of pairsInConflict(engine)) {
    const { account, customer, accountId, customerId } = pair;
    const said = speaks(account?.name, customer?.name, accountId, customerId, account?.accountNumber);
    for (const conflict of pair.conflicts) {
      count(kinds, pair, conflict);
      if (said && isWanted({ pair, conflict }, request)) found.push({ pair, conflict });
    }
  }
  found.sort(byName);
  const view = viewer(engine);
  const { total, items } = pageOf(found, request);
  return { total, items: items.map(view), kinds: [...kinds.values()].sort((a, b) => b.total - a.total) };
}

async function* pairsInConflict(engine: Engine): AsyncGenerator<PairDoc> {
  for await (const pairs of engine.store.collection<PairDoc>('pairs').scan({ conflictCount: { gt: 0 } })) yield* pairs;
}

function count(kinds: Map<string, ConflictKind>, { space }: PairDoc, { field, reason, decision }: Conflict): void {
  if (decision) return;
  const key = `${field} ${reason} ${space}`;
  const kind = kinds.get(key) ?? { field, reason, space, total: 0 };
  kind.total += 1;
  kinds.set(key, kind);
}

function isWanted({ pair, conflict }: Found, { field, reason, space }: ConflictFilter): boolean {
  return (
    (field === undefined || conflict.field === field) &&
    (reason === undefined || conflict.reason === reason) &&
    (space === undefined || pair.space === space)
  );
}

function byName(a: Found, b: Found): number {
  const [left, right] = [a.pair.account?.name ?? '', b.pair.account?.name ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.pair._id < b.pair._id ? -1 : Number(a.pair._id > b.pair._id);
}

export function conflictId(pairId: string, { field }: Pick<Conflict, 'field'>): string {
  return `${pairId}.${field}`;
}

/** Conflicts as a page shows them. */
export function viewer(engine: Engine): (found: Found) => ConflictView {
  const place = placeOf(engine);
  return ({ pair, conflict: { since, decision, ...conflict } }) => ({
    id: conflictId(pair._id, conflict),
    pairId: pair._id,
    ...place(pair.space),
    ...(pair.account ? { accountRecord: pair.account } : {}),
    ...(pair.customer ? { customerRecord: pair.customer } : {}),
    ...conflict,
    since: iso(since),
    ...(decision ? { decision: { ...decision, at: iso(decision.at) } } : {}),
  });
}

/** One side is chosen; the next run writes it to the other, if both still say what the person saw. */
export async function decideConflict(engine: Engine, id: string, side: ConflictSide, user: string): Promise<void> {
  const { pairId, field } = partsOf(id);
  await editPair(engine, pairId, { user, topics: ['conflicts'] }, (pair) => {
    if (!pair.conflicts.some((conflict) => conflict.field === field)) throw notFound('such conflict');
    return decidedConflicts(pair, new Set([field]), side, { by: user, at: engine.clock.now() });
  });
}

function partsOf(id: string): { pairId: string; field: string } {
  const dot = id.lastIndexOf('.');
  return { pairId: id.slice(0, dot), field: id.slice(dot + 1) };
}

/**
 * The same word for many: those that are named, or all of a kind that nobody has decided. One that is gone meanwhile is
 * left out.
 * @returns how many were decided
 */
export async function decideConflicts(
  engine: Engine,
  which: { ids: string[] } | { all: ConflictFilter },
  side: ConflictSide,
  user: string,
): Promise<number> {
  const fields = 'ids' in which ? fieldsOf(which.ids) : await fieldsOfKind(engine, which.all);
  const word = { by: user, at: engine.clock.now() };
  let decided = 0;
  for (const [pairId, wanted] of fields) {
    // Gone since it was listed: a run has taken the pair away.
    if (!(await engine.store.collection<PairDoc>('pairs').get(pairId))) continue;
    await savePair(engine, pairId, user, (pair) => {
      const edit = decidedConflicts(pair, wanted, side, word);
      decided += edit.traces.length;
      return edit;
    });
  }
  engine.emit('changed', ['conflicts', 'integrations', 'audit']);
  return decided;
}

function fieldsOf(ids: string[]): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  for (const id of ids) {
    const { pairId, field } = partsOf(id);
    fields.set(pairId, (fields.get(pairId) ?? new Set()).add(field));
  }
  return fields;
}

async function fieldsOfKind(engine: Engine, kind: ConflictFilter): Promise<Map<string, Set<string>>> {
  const ids: string[] = [];
  for await (const pair of pairsInConflict(engine)) {
    for (const conflict of pair.conflicts) {
      if (!conflict.decision && isWanted({ pair, conflict }, kind)) ids.push(conflictId(pair._id, conflict));
    }
  }
  return fieldsOf(ids);
}

function decidedConflicts(
  pair: PairDoc,
  fields: ReadonlySet<string>,
  side: ConflictSide,
  word: { by: string; at: number },
): PairEdit {
  const traces: PairEdit['traces'] = [];
  const conflicts = pair.conflicts.map((conflict) => {
    if (!fields.has(conflict.field)) return conflict;
    const { decision: before, ...asked } = conflict;
    const { field, account, customer } = conflict;
    traces.push({
      entity: 'conflict',
      decision: side,
      chosen: { field, ...(side === 'undo' ? {} : { value: side === 'revio' ? customer : account }) },
      before: { monitoring: account, revio: customer, ...(before ? { decision: before.side } : {}) },
    });
    return side === 'undo' ? asked : { ...asked, decision: { side, ...word } };
  });
  return { change: { conflicts }, traces };
}
