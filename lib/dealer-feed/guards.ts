import { createHash } from 'node:crypto';
import type { Baseline, FeedAction, FeedGuards, HoldReason } from './types';

export interface GuardInput {
  kind: 'snapshot' | 'delta';
  guards: FeedGuards;
  /** Rows with a VIN; a vehicle that is kept counts once. */
  rows: number;
  baseline?: Baseline;
  /** Open service requests of the dealer, before the plan. */
  open: number;
  /** Those of them whose vehicles the last accepted feed listed … */
  expected: number;
  /** … and how many of these the file speaks of. */
  met: number;
  closes: number;
}

/**
 * F2: what no parser can see is caught by comparing. A file that was cut, or that is another dealer's, is a question to a
 * person and no order. Empty = it may go. Everything is of one feed and one dealer (F3).
 */
export function checkGuards(input: GuardInput): HoldReason[] {
  const { guards, rows, baseline, open, expected, met, closes } = input;
  const reasons: HoldReason[] = [];
  if (input.kind === 'snapshot') {
    const last = baseline?.rows ?? 0;
    if (rows === 0 || rows < (last * guards.rowShare) / 100) {
      const message = `The file has ${rows} usable rows of this dealer, and the last accepted one had ${last}.`;
      reasons.push({ code: 'FEW_ROWS', message });
    }
    if (rows > 0 && met === 0 && expected > guards.closeCount) {
      const message = `Not one of the ${expected} vehicles with an open service request is in the file: it may be another dealer's.`;
      reasons.push({ code: 'OTHER_VEHICLES', message });
    }
  }
  if (closes > guards.closeCount && closes > (open * guards.closeShare) / 100) {
    const message = `${closes} of ${open} open service requests would be closed.`;
    reasons.push({ code: 'MANY_CLOSES', message });
  }
  return reasons;
}

/** Over what an approval covers: these reasons, and exactly these closes and creates. What is only noted does not count. */
export function holdHash(
  feed: string,
  dealerId: string,
  reasons: readonly HoldReason[],
  held: readonly FeedAction[],
): string {
  const codes = reasons.map(({ code }) => code);
  const actions = held.filter(({ kind }) => kind !== 'missing').map(({ kind, id }) => `${kind} ${id}`);
  const text = JSON.stringify([feed, dealerId, codes.sort(), actions.sort()]);
  return createHash('sha256').update(text).digest('hex');
}
