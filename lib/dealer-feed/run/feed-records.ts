import type { FeedStep, Item, OutcomeName } from '../../model/item';
import type { RunRecord, Tally } from '../../sync/run-records';
import { REASON_SENTENCES } from '../reasons.en';
import type { RowNote } from '../store/documents';
import type { DealerPlan, FeedAction, FeedPlan, RowOutcome, RowReason } from '../types';

/**
 * F11 in the words of a run (S11): what the feed calls ignored is skipped, and what it quarantines has failed, with its
 * code, since it waits for somebody to mend the file or the tables.
 */
const RUN_OUTCOME: Record<RowOutcome, OutcomeName> = {
  created: 'created',
  updated: 'updated',
  unchanged: 'unchanged',
  ignored: 'skipped',
  quarantined: 'failed',
};

/** Rows that end in an action or wait for approval are records of their own, one by one. */
const ONE_BY_ONE: ReadonlySet<RowReason> = new Set([
  'NEW_VEHICLE',
  'BACK_LATER',
  'CHANGED',
  'REAPPEARED',
  'REOPENED',
  'HELD',
]);

/** The rows of a file that ended as they were read, by reason. */
export function talliesOf(plan: FeedPlan): Tally[] {
  return plan.counts
    .filter(({ reason }) => !ONE_BY_ONE.has(reason))
    .map(({ outcome, reason, count }) => ({
      outcome: RUN_OUTCOME[outcome],
      code: reason,
      reason: REASON_SENTENCES[reason],
      count,
    }));
}

/** A quarantined row as a record of the run. */
export function sampleOf(feed: string, file: string, { line, code, message, vin }: RowNote): RunRecord {
  return {
    key: `row:${feed}:${file}:${line}`,
    label: vin ? `${vin}, line ${line} of ${file}` : `line ${line} of ${file}`,
    at: '',
    resting: false,
    outcome: { name: 'failed', code, reason: message },
  };
}

/** How the keys of a dealer's vehicles begin. */
export function vehicleKeys(dealerId: string): string {
  return `vehicle:${dealerId}:`;
}

/** One vehicle's item on its way to the gate. */
export function itemOf(feed: string, dealerId: string, action: FeedAction, at: number): Item {
  const step: FeedStep = { feed, dealerId, action, at };
  const { kind, id, reason } = action;
  const changes = 'changes' in action && action.changes.length ? action.changes : undefined;
  return {
    key: `${vehicleKeys(dealerId)}${id}`,
    label: labelOf(action),
    actions: [
      {
        kind: 'service-request',
        does: kind,
        id,
        ...(changes ? { changes: changes.map(({ field, from, to }) => ({ field, from, to })) } : {}),
        reason: sentenceOf(reason),
      },
    ],
    feed: step,
  };
}

/** What waits for a person: the dealer's part of the file, and each vehicle that would change. */
export function heldItems(feed: string, { dealerId, hold }: DealerPlan, at: number): Item[] {
  if (!hold) return [];
  const reason = hold.reasons.map(({ message }) => message).join(' ');
  const outcome = { name: 'held', reason } as const;
  return [
    { key: `dealer:${feed}:${dealerId}`, label: `Dealer ${dealerId}`, outcome },
    ...hold.actions.map((action) => ({ ...itemOf(feed, dealerId, action, at), outcome })),
  ];
}

function labelOf(action: FeedAction): string {
  if (action.kind !== 'create') return action.vin;
  const { year, make, model } = action.request.vehicle;
  return [action.vin, [year, make, model].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}

function sentenceOf(reason: FeedAction['reason']): string {
  return reason === 'ABSENT' ? 'The newest feed of the dealer lacks the vehicle.' : REASON_SENTENCES[reason];
}
