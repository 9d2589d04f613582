import { DealerSyncError } from '../../errors';
import { reasonText } from '../../matching';
import type { MatchReason } from '../../model/item';
import type { Engine } from '../engine';
import { type Conflict, type Decision, newPair, type PairDoc, type PartySummary } from '../pair';
import { summaryOf } from '../snapshot';
import { iso } from './overview';
import { badRequest, notFound, type PageOf, type PageRequest } from './pages';

/**
 * Puts a person's word into a pair. A run may be writing the same document: then it is read again, so that neither the
 * word nor the step is lost.
 */
async function change(engine: Engine, id: string, edit: (pair: PairDoc) => Partial<PairDoc>): Promise<PairDoc> {
  const pairs = engine.store.collection<PairDoc>('pairs');
  for (let attempt = 0; ; attempt++) {
    const pair = await pairs.get(id);
    if (!pair) throw notFound('such record');
    try {
      const saved = await pairs.put({ ...pair, ...edit(pair), updatedAt: engine.clock.now() }, { durable: true });
      engine.emit('changed');
      return saved;
    } catch (error) {
      if (!(error instanceof DealerSyncError && error.code === 'STALE') || attempt >= 5) throw error;
    }
  }
}

export interface PendingView {
  id: string;
  account: PartySummary;
  /** Each reason as a key with its values, and as an English sentence. */
  candidates: { customer: PartySummary; score: number; reasons: (MatchReason & { text: string })[] }[];
  /** Since when the declared rule's time counts; blank until the first run that is no preview. */
  since?: string;
  /** As it was posted; the next run takes it, until then it can be undone. */
  decision?: Decision['kind'];
  /** Whom the account is to be linked to. */
  decidedCustomerId?: string;
  decidedBy?: string;
  decidedAt?: string;
}

export async function listPending(engine: Engine, { q, offset, limit }: PageRequest): Promise<PageOf<PendingView>> {
  const { total, items } = await engine.store.collection<PairDoc>('pairs').find({
    where: { state: 'pending' },
    ...(q ? { text: { query: q, fields: PENDING_TEXT } } : {}),
    sort: [{ field: 'account.name' }],
    offset,
    limit,
  });
  return { total, items: items.map(pendingView) };
}

const PENDING_TEXT = [
  'account.name',
  'account.id',
  'account.accountNumber',
  'account.address.line1',
  'candidates.customer.name',
];

function pendingView(pair: PairDoc): PendingView {
  const { account, decision, queuedAt } = pair;
  return {
    id: pair._id,
    account: account ?? {
      id: pair.accountId ?? '',
      name: '',
      address: { line1: '', line2: '', city: '', state: '', postalCode: '' },
    },
    candidates: pair.candidates.flatMap(({ customer, customerId, score, reasons }) => [
      {
        customer: customer ? summaryOf(customer) : bare(customerId),
        score,
        reasons: reasons.map((reason) => ({ ...reason, text: reasonText(reason) })),
      },
    ]),
    ...(queuedAt === undefined ? {} : { since: iso(queuedAt) }),
    ...(decision ? { decision: decision.kind, decidedBy: decision.by, decidedAt: iso(decision.at) } : {}),
    ...(decision?.customerId ? { decidedCustomerId: decision.customerId } : {}),
  };
}

function bare(id: string): PartySummary {
  return { id, name: '', address: { line1: '', line2: '', city: '', state: '', postalCode: '' } };
}

export interface PendingDecision {
  decision: 'accept' | 'reject' | 'reassign' | 'undo';
  customerId?: string;
}

/** Accept = the first candidate, or the one named; reject = none of these; undo until a run has taken it. */
export async function decidePending(
  engine: Engine,
  id: string,
  { decision, customerId }: PendingDecision,
  user: string,
): Promise<PendingView> {
  const pair = await change(engine, id, (pair) => {
    if (pair.state !== 'pending') throw notFound('such pending match');
    const offered = pair.candidates.map((candidate) => candidate.customerId);
    const word = { by: user, at: engine.clock.now() };
    switch (decision) {
      case 'undo': {
        if (pair.decision?.kind !== 'reject') return { decision: undefined };
        return { decision: undefined, rejected: pair.rejected.filter((one) => !offered.includes(one)) };
      }
      case 'reject':
        return { decision: { kind: 'reject', ...word }, rejected: [...new Set([...pair.rejected, ...offered])] };
      case 'accept': {
        const chosen = customerId ?? offered[0];
        if (!chosen) throw badRequest('There is no candidate to accept: reassign it to a customer, or reject it.');
        if (!offered.includes(chosen))
          throw badRequest(`Customer ${chosen} is no candidate of this account: reassign it instead.`);
        return { decision: { kind: 'accept', customerId: chosen, ...word }, rejected: without(pair.rejected, chosen) };
      }
      case 'reassign': {
        if (!customerId) throw badRequest('Name the customer to reassign to, as customerId.');
        return { decision: { kind: 'reassign', customerId, ...word }, rejected: without(pair.rejected, customerId) };
      }
    }
  });
  return pendingView(pair);
}

/** A person who chooses what was once rejected has changed their mind. */
function without(rejected: string[], customerId: string): string[] {
  return rejected.filter((id) => id !== customerId);
}

/**
 * Customers by a part of what a person types, best first, among those that the last run of any integration listed.
 */
export function searchCustomers(engine: Engine, { q, limit }: PageRequest): PageOf<PartySummary> {
  const spaces = new Set(engine.list().map((integration) => integration.space));
  const found = new Map<string, PartySummary>();
  for (const space of spaces) {
    for (const customer of engine.customersOf(space)?.search(q ?? '', limit) ?? []) found.set(customer.id, customer);
  }
  const items = [...found.values()].slice(0, limit);
  return { total: items.length, items };
}

export interface ConflictView extends Omit<Conflict, 'since' | 'decision'> {
  id: string;
  pairId: string;
  accountRecord?: PartySummary;
  customerRecord?: PartySummary;
  since: string;
  decision?: { side: 'revio' | 'monitoring'; by: string; at: string };
}

export async function listConflicts(engine: Engine, { q, offset, limit }: PageRequest): Promise<PageOf<ConflictView>> {
  const views: ConflictView[] = [];
  const { items } = await engine.store.collection<PairDoc>('pairs').find({
    where: { conflictCount: { gt: 0 } },
    ...(q ? { text: { query: q, fields: ['account.name', 'customer.name', 'accountId', 'customerId'] } } : {}),
    sort: [{ field: 'account.name' }],
  });
  for (const pair of items) {
    for (const { since, decision, ...conflict } of pair.conflicts) {
      views.push({
        id: `${pair._id}.${conflict.field}`,
        pairId: pair._id,
        ...(pair.account ? { accountRecord: pair.account } : {}),
        ...(pair.customer ? { customerRecord: pair.customer } : {}),
        ...conflict,
        since: iso(since),
        ...(decision ? { decision: { ...decision, at: iso(decision.at) } } : {}),
      });
    }
  }
  return { total: views.length, items: views.slice(offset, offset + limit) };
}

/** One side is chosen; the next run writes it to the other, if both still say what the person saw. */
export async function decideConflict(
  engine: Engine,
  id: string,
  side: 'revio' | 'monitoring',
  user: string,
): Promise<void> {
  const dot = id.lastIndexOf('.');
  const field = id.slice(dot + 1);
  await change(engine, id.slice(0, dot), (pair) => {
    if (!pair.conflicts.some((conflict) => conflict.field === field)) throw notFound('such conflict');
    const decision = { side, by: user, at: engine.clock.now() };
    return {
      conflicts: pair.conflicts.map((conflict) => (conflict.field === field ? { ...conflict, decision } : conflict)),
    };
  });
}

export interface ParkedView {
  id: string;
  account?: PartySummary;
  customer?: PartySummary;
  code: string;
  reason: string;
  attempts: number;
  since: string;
}

export async function listParked(engine: Engine, { q, offset, limit }: PageRequest): Promise<PageOf<ParkedView>> {
  const { total, items } = await engine.store.collection<PairDoc>('pairs').find({
    where: { state: 'parked' },
    ...(q
      ? { text: { query: q, fields: ['account.name', 'customer.name', 'accountId', 'customerId', 'error.message'] } }
      : {}),
    sort: [{ field: 'updatedAt', descending: true }],
    offset,
    limit,
  });
  const view = ({ _id, account, customer, error, attempts, updatedAt }: PairDoc): ParkedView => ({
    id: _id,
    ...(account ? { account } : {}),
    ...(customer ? { customer } : {}),
    code: error?.code ?? '',
    reason: error?.message ?? '',
    attempts,
    since: iso(updatedAt),
  });
  return { total, items: items.map(view) };
}

/** The next run tries it again from where it was. */
export async function retryParked(engine: Engine, id: string): Promise<void> {
  await change(engine, id, (pair) => {
    if (pair.state !== 'parked') throw notFound('such parked record');
    return {
      state: pair.parkedFrom ?? 'unmatched',
      parkedFrom: undefined,
      attempts: 0,
      error: undefined,
      nextAttemptAt: undefined,
    };
  });
}

export interface LinkView {
  id: string;
  accountId?: string;
  customerId?: string;
  additional: boolean;
  account?: PartySummary;
  customer?: PartySummary;
  state: string;
  score?: number;
  reasons?: MatchReason[];
  decidedBy?: string;
  decision?: { kind: string; by: string; at: string };
  updatedAt: string;
}

export async function listLinks(engine: Engine, { q, offset, limit }: PageRequest): Promise<PageOf<LinkView>> {
  const { total, items } = await engine.store.collection<PairDoc>('pairs').find({
    where: { state: { in: ['linked', 'created'] } },
    ...(q ? { text: { query: q, fields: LINK_TEXT } } : {}),
    sort: [{ field: 'account.name' }],
    offset,
    limit,
  });
  return { total, items: items.map(linkView) };
}

const LINK_TEXT = [
  'account.name',
  'customer.name',
  'accountId',
  'customerId',
  'account.accountNumber',
  'account.address.line1',
];

function linkView(pair: PairDoc): LinkView {
  const {
    _id,
    accountId,
    customerId,
    additional,
    account,
    customer,
    state,
    score,
    reasons,
    decidedBy,
    decision,
    updatedAt,
  } = pair;
  return {
    id: _id,
    ...(accountId ? { accountId } : {}),
    ...(customerId ? { customerId } : {}),
    additional: additional === true,
    ...(account ? { account } : {}),
    ...(customer ? { customer } : {}),
    state,
    ...(score === undefined ? {} : { score }),
    ...(reasons ? { reasons } : {}),
    ...(decidedBy ? { decidedBy } : {}),
    ...(decision ? { decision: { kind: decision.kind, by: decision.by, at: iso(decision.at) } } : {}),
    updatedAt: iso(updatedAt),
  };
}

export interface LinkDecision {
  action: 'unlink' | 'relink' | 'additional';
  customerId?: string;
}

/**
 * Breaks or moves a link, or marks it as an additional site; carried out by the next run, nothing is deleted.
 * @param id the pair's id, or its item key (`cms:100000002`) for an account that has no pair yet
 */
export async function decideLink(
  engine: Engine,
  id: string,
  { action, customerId }: LinkDecision,
  user: string,
): Promise<LinkView> {
  if (action === 'relink' && !customerId) throw badRequest('Name the customer to link to, as customerId.');
  const pairId = await pairIdOf(engine, id, customerId);
  const pair = await change(engine, pairId, (pair) => {
    if (action !== 'additional' && !pair.customerId) throw badRequest('This account is linked to no customer.');
    const decision = { kind: action, ...(customerId ? { customerId } : {}), by: user, at: engine.clock.now() };
    return { decision };
  });
  return linkView(pair);
}

async function pairIdOf(engine: Engine, id: string, customerId: string | undefined): Promise<string> {
  const pairs = engine.store.collection<PairDoc>('pairs');
  if (await pairs.get(id)) return id;
  const colon = id.indexOf(':');
  const [space, accountId] = [id.slice(0, colon), id.slice(colon + 1)];
  if (colon < 1 || !engine.list().some((integration) => integration.space === space)) throw notFound('such link');
  const { items } = await pairs.find({ where: { space, accountId }, limit: 1 });
  if (items[0]) return items[0]._id;
  if (!customerId) throw notFound('such link');
  const made = await pairs.insert(newPair(`${space}.${accountId}`, space, { accountId }, engine.clock.now()));
  return made._id;
}
