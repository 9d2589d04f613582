import { OUTCOME_OF, type OutcomeCount, type RowReason } from './types';

/** Counts rows by reason (F11): a row costs one look-up and no memory. */
export class OutcomeCounter {
  readonly #counts = new Map<RowReason, number>();

  add(reason: RowReason, count = 1): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + count);
  }

  addAll(counts: readonly OutcomeCount[]): void {
    for (const { reason, count } of counts) this.add(reason, count);
  }

  /** By outcome and reason, in the order of the alphabet. */
  list(): OutcomeCount[] {
    return [...this.#counts]
      .map(([reason, count]) => ({ outcome: OUTCOME_OF[reason], reason, count }))
      .sort((a, b) => compare(a.outcome, b.outcome) || compare(a.reason, b.reason));
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
