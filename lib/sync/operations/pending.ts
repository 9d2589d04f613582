import { reasonText } from '../../matching';
import type { MatchReason } from '../../model/item';
import type { Query } from '../../store/store';
import type { Engine } from '../engine';
import type { Decision, PairDoc, PartySummary } from '../pair';
import { summaryOf } from '../snapshot';
import { editPair } from './edit-pair';
import { iso } from './overview';
import { badRequest, notFound, type PageOf, type PageRequest } from './pages';
import { type Due, dueOf } from './pending-due';
import { placeOf } from './spaces';

export interface PendingView extends Due {
  id: string;
  space: string;
  /** Of the account: `CMS`. */
  system?: string;
  account: PartySummary;
  /** Each reason as a key with its values, and as an English sentence. */
  candidates: { customer: PartySummary; score: number; reasons: (MatchReason & { text: string })[] }[];
  /** From this score on the matcher links without a person, unless something stands against it. 0 to 1. */
  threshold?: number;
  /** Since when the declared rule's time counts; blank until the first run that is no preview. */
  since?: string;
  /** As it was posted; the next run takes it, until then it can be undone. */
  decision?: Decision['kind'];
  /** Whom the account is to be linked to. */
  decidedCustomerId?: string;
  decidedBy?: string;
  decidedAt?: string;
}

export interface PendingFilter extends PageRequest {
  space?: string;
  decided?: boolean;
  /** Of the first candidate, 0 to 1. */
  minScore?: number;
  /** `score`: the surest first; `since`: what has waited longest first. */
  sort?: PendingSort;
}

export const PENDING_SORTS = ['name', 'score', 'since'] as const;
export type PendingSort = (typeof PENDING_SORTS)[number];

export interface PendingPage extends PageOf<PendingView> {
  /** In all, or in the space that is asked for; the other filters do not count here. */
  counts: { undecided: number; decided: number };
}

export async function listPending(engine: Engine, filter: PendingFilter): Promise<PendingPage> {
  const { offset, limit, sort = 'name' } = filter;
  const pairs = engine.store.collection<PairDoc>('pairs');
  const all = { state: 'pending', ...(filter.space ? { space: filter.space } : {}) };
  // A page of all the decided or undecided ones has counted them; fifty thousand are not looked through twice.
  const counted = filter.decided !== undefined && !filter.q && filter.minScore === undefined;
  const [{ total, items }, waiting, others] = await Promise.all([
    pairs.find({ ...pendingQuery(filter), sort: SORTS[sort], offset, limit }),
    pairs.count(all),
    counted ? undefined : pairs.count({ ...all, 'decision.kind': { exists: true } }),
  ]);
  const decided = others ?? (filter.decided ? total : waiting - total);
  const view = viewer(engine);
  return { total, items: items.map(view), counts: { undecided: waiting - decided, decided } };
}

function pendingQuery({
  q,
  space,
  decided,
  minScore,
}: Omit<PendingFilter, 'offset' | 'limit'>): Pick<Query, 'where' | 'text'> {
  return {
    where: {
      state: 'pending',
      ...(space ? { space } : {}),
      ...(decided === undefined ? {} : { 'decision.kind': { exists: decided } }),
      ...(minScore === undefined ? {} : { score: { gte: minScore } }),
    },
    ...(q ? { text: { query: q, fields: PENDING_TEXT } } : {}),
  };
}

const SORTS: Record<PendingSort, NonNullable<Query['sort']>> = {
  name: [{ field: 'account.name' }],
  score: [{ field: 'score', descending: true }, { field: 'account.name' }],
  since: [{ field: 'queuedAt' }, { field: 'account.name' }],
};

const PENDING_TEXT = [
  'account.name',
  'account.id',
  'account.accountNumber',
  'account.address.line1',
  'candidates.customer.name',
];

/** The same texts, of a pair that is at hand. */
export function pendingTexts({ account, candidates }: PairDoc): (string | undefined)[] {
  const names = candidates.map(({ customer }) => customer?.name);
  return [account?.name, account?.id, account?.accountNumber, account?.address.line1, ...names];
}

/** Pairs as a page shows them, all by the same clock. */
export function viewer(engine: Engine): (pair: PairDoc) => PendingView {
  const place = placeOf(engine);
  const due = dueOf(engine, engine.clock.now());
  return (pair) => ({ ...pendingView(pair), ...place(pair.space), ...due(pair) });
}

function pendingView(pair: PairDoc): Omit<PendingView, 'space'> {
  const { account, decision, queuedAt, threshold } = pair;
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
    ...(threshold === undefined ? {} : { threshold }),
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
  decision: PendingDecision,
  user: string,
): Promise<PendingView> {
  const pair = await editPair(engine, id, { user, topics: ['pending'] }, (pair) => ({
    change: decided(pair, decision, { by: user, at: engine.clock.now() }),
    traces: [{ entity: 'match', ...traceOf(pair, decision) }],
  }));
  return viewer(engine)(pair);
}

function traceOf(
  pair: PairDoc,
  { decision, customerId }: PendingDecision,
): { decision: string; chosen: Record<string, string>; before: Record<string, string> } {
  const chosen = decision === 'accept' ? (customerId ?? pair.candidates[0]?.customerId) : customerId;
  return {
    decision,
    chosen: chosen ? { customerId: chosen } : {},
    before: pair.decision ? { decision: pair.decision.kind } : {},
  };
}

/** What a pending pair becomes by a person's word. */
export function decided(
  pair: PairDoc,
  { decision, customerId }: PendingDecision,
  word: { by: string; at: number },
): Partial<PairDoc> {
  if (pair.state !== 'pending') throw notFound('such pending match');
  const offered = pair.candidates.map((candidate) => candidate.customerId);
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
}

/** A person who chooses what was once rejected has changed their mind. */
function without(rejected: string[], customerId: string): string[] {
  return rejected.filter((id) => id !== customerId);
}
