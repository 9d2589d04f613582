import { reasonText } from '../../matching';
import type { MatchReason } from '../../model/item';
import type { Engine } from '../engine';
import type { Decision, PairDoc, PartySummary } from '../pair';
import { summaryOf } from '../snapshot';
import { editPair } from './edit-pair';
import { iso } from './overview';
import { badRequest, notFound, type PageOf, type PageRequest } from './pages';

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
  const pair = await editPair(engine, id, (pair) => {
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
