import { DealerSyncError } from '../../errors';
import { isCutOrRecased, sameName, sameValue, TWO_WAY_FIELDS, type TwoWayField } from '../../model/compare';
import type { Engine } from '../engine';
import type { AuditEntry } from '../executor/audit';
import type { Integration } from '../integration';
import type { PairDoc, RestoreWish, Side } from '../pair';
import { baseText } from '../snapshot';
import { editPair } from './edit-pair';
import { iso } from './overview';
import { badRequest, notFound } from './pages';

export interface RestoreView {
  pairId: string;
  /** What the next run puts back; absent when it was undone. */
  restore?: Omit<RestoreWish, 'at'> & { at: string };
  /** The run that was asked for. */
  runId?: string;
}

/**
 * Puts the old values of a write back, at the side that it was written to. The wish is left on the pair and a run of that
 * pair is asked for: planner and executor carry it out like everything else (S19, S22), and to the other side the values
 * cross as any edit does.
 * @throws DealerSyncError STALE when that side says something else by now, or the pair is gone
 */
export async function restoreWrite(engine: Engine, auditId: string, user: string): Promise<RestoreView> {
  const entry = await engine.store.collection<AuditEntry>('audit').get(auditId);
  if (!entry) throw notFound('such entry in the audit');
  const side = sideOf(entry);
  if (!side) throw badRequest('Only a change of a name or an address can be put back.');
  if (await hasLaterWrite(engine, entry)) throw stale('a later write has changed these values');
  const pair = await editPair(engine, entry.pairId, { user, topics: ['links'] }, (pair) => {
    const objection = objectionTo(entry, pair, side);
    if (objection) throw stale(objection);
    const fields = fieldsOf(entry).map((field) => ({
      field,
      from: knownText(pair, side, field),
      to: entry.old[field] ?? '',
    }));
    const { entityId } = entry;
    const restore: RestoreWish = { auditId, side, entityId, fields, by: user, at: engine.clock.now() };
    return { change: { restore }, traces: [traceOf('restore', restore)] };
  }).catch(goneAsStale);
  const runId = askForRun(engine, pair, side, user);
  return { pairId: pair._id, ...wishView(pair.restore), ...(runId ? { runId } : {}) };
}

/** Until a run has taken it. */
export async function undoRestore(engine: Engine, auditId: string, user: string): Promise<RestoreView> {
  const entry = await engine.store.collection<AuditEntry>('audit').get(auditId);
  if (!entry) throw notFound('such entry in the audit');
  const pair = await editPair(engine, entry.pairId, { user, topics: ['links'] }, ({ restore }) => {
    if (restore?.auditId !== auditId) throw notFound('such wish that a run has not taken yet');
    return { change: { restore: undefined }, traces: [traceOf('undo-restore', restore)] };
  });
  return { pairId: pair._id };
}

function traceOf(decision: string, { auditId, fields }: RestoreWish) {
  const texts = (pick: 'from' | 'to') => Object.fromEntries(fields.map((one) => [one.field, one[pick]]));
  return { entity: 'write' as const, decision, chosen: { auditId, ...texts('to') }, before: texts('from') };
}

export function wishView(wish: RestoreWish | undefined): Pick<RestoreView, 'restore'> {
  return wish ? { restore: { ...wish, at: iso(wish.at) } } : {};
}

/** Which of these can be put back, as far as our own records tell; what the sides say now is seen by the run. */
export async function restorableOf(engine: Engine, entries: readonly AuditEntry[]): Promise<Set<string>> {
  const updates = entries.filter((entry) => sideOf(entry));
  const ids = [...new Set(updates.map(({ pairId }) => pairId))];
  const restorable = new Set<string>();
  if (!ids.length) return restorable;
  const where = { pairId: { in: ids }, operation: 'update' };
  const writes = (await engine.store.collection<AuditEntry>('audit').find({ where })).items;
  const pairs = engine.store.collection<PairDoc>('pairs');
  const known = new Map<string, PairDoc | undefined>();
  for (const id of ids) known.set(id, await pairs.get(id));
  for (const entry of updates) {
    const side = sideOf(entry);
    const pair = known.get(entry.pairId);
    if (!side || !pair || objectionTo(entry, pair, side)) continue;
    if (!writes.some((one) => isLater(one, entry))) restorable.add(entry._id);
  }
  return restorable;
}

/** The side that an entry wrote a two-way field to. */
function sideOf(entry: AuditEntry): Side | undefined {
  if (entry.operation !== 'update' || !entry.pairId || !fieldsOf(entry).length) return undefined;
  return entry.entity === 'account' || entry.entity === 'customer' ? entry.entity : undefined;
}

function fieldsOf({ old }: AuditEntry): TwoWayField[] {
  return TWO_WAY_FIELDS.filter((field) => old[field] !== undefined);
}

async function hasLaterWrite(engine: Engine, entry: AuditEntry): Promise<boolean> {
  const where = { pairId: entry.pairId, operation: 'update' };
  const { items } = await engine.store.collection<AuditEntry>('audit').find({ where });
  return items.some((one) => isLater(one, entry));
}

/** Has it written one of the same fields since? */
function isLater(one: AuditEntry, entry: AuditEntry): boolean {
  if (one.pairId !== entry.pairId || one.entity !== entry.entity || one.entityId !== entry.entityId) return false;
  const order = one.at - entry.at || revisionOf(one) - revisionOf(entry);
  return order > 0 && fieldsOf(one).some((field) => entry.old[field] !== undefined);
}

/** The id of an entry names the revision of the pair that wrote it. */
function revisionOf({ _id, pairId }: AuditEntry): number {
  return Number.parseInt(_id.slice(pairId.length + 1), 10) || 0;
}

/** Why it cannot be put back, as far as the pair tells; the run looks at the side itself. */
function objectionTo(entry: AuditEntry, pair: PairDoc, side: Side): string | undefined {
  const id = side === 'account' ? pair.accountId : pair.customerId;
  if (id !== entry.entityId || pair.state !== 'linked') return 'the two records are not linked any more';
  if (pair.additional) return 'the account is an additional site by now, whose name and address do not sync';
  const moved = fieldsOf(entry).find(
    (field) => !isStillThere(field, entry.new[field] ?? '', knownText(pair, side, field)),
  );
  if (!moved) return undefined;
  return `the ${moved === 'name' ? 'name' : 'address'} there is "${knownText(pair, side, moved)}" by now`;
}

/** What the side said when it was last read. */
function knownText(pair: PairDoc, side: Side, field: TwoWayField): string {
  const asked = pair.conflicts.find((conflict) => conflict.field === field);
  return asked?.[side] ?? (pair.base && baseText(pair.base[side], field)) ?? '';
}

/** Sides re-case and cut what they are sent (S3). */
function isStillThere(field: TwoWayField, sent: string, now: string): boolean {
  if (isCutOrRecased(sent, now)) return true;
  if (field !== 'name') return sameValue(field, sent, now);
  return sameName({ kind: 'business', name: sent }, { kind: 'business', name: now });
}

/** The flow that may write to that side, the hourly one before a push; none = the wish waits for one. */
function askForRun(engine: Engine, pair: PairDoc, side: Side, user: string): string | undefined {
  const { space, customerId } = pair;
  const writes = (one: Integration) => one.space === space && one.direction !== (side === 'account' ? 'in' : 'out');
  const [first] = engine
    .list()
    .filter(writes)
    .sort((a, b) => Number(a.needsCustomers) - Number(b.needsCustomers));
  if (!first || !customerId) return undefined;
  return engine.request(first.id, { cause: 'manual', who: user, customerIds: [customerId] }).runId;
}

function goneAsStale(error: unknown): never {
  if (error instanceof DealerSyncError && error.code === 'NOT_FOUND')
    throw stale('the two records are not linked any more');
  throw error;
}

function stale(why: string): DealerSyncError {
  return new DealerSyncError('STALE', `The old values cannot be put back: ${why}. Correct the record itself instead.`);
}
