import { Blocking } from './blocking';
import { explain } from './explain';
import { type Features, featuresOf } from './features';
import { Frequencies, SideCounts } from './frequencies';
import { guardOf } from './guards';
import { checkList } from './input';
import { posterior } from './posterior';
import { compare, isNear } from './score';
import { Slices } from './slices';
import { GUARDED_SCORE, MAX_SHOWN } from './thresholds';
import type { Candidate, Evidence, MatchOptions, MatchRecord } from './types';

/** Customers kept ready, so that one new account is compared in milliseconds. */
export class MatchIndex {
  readonly counts = new SideCounts();
  readonly blocking = new Blocking();
  private readonly slots = new Map<string, number>();
  private readonly alone = new Frequencies(new SideCounts(), this.counts);

  constructor(readonly evidence: Evidence = {}) {}

  get size(): number {
    return this.slots.size;
  }

  /** Slots that customers have left. An index with more of these than customers is worth building anew. */
  get leftBehind(): number {
    return this.blocking.capacity - this.slots.size;
  }

  /** Adds a customer, or replaces the one with its id. What is no record, or has no id, is left out. */
  add(customer: MatchRecord): void {
    const features = featuresOf(customer, this.evidence);
    if (features) this.put(features);
  }

  /** True if it was there. */
  remove(id: string): boolean {
    const slot = this.slots.get(String(id));
    if (slot === undefined) return false;
    this.counts.count(this.blocking.at(slot), -1);
    this.blocking.remove(slot);
    this.slots.delete(String(id));
    return true;
  }

  /** The customers that may be this account's, best first, at most five; none if nothing is near. */
  query(account: MatchRecord, options: Pick<MatchOptions, 'excluded'> = {}): Candidate[] {
    const features = featuresOf(account, this.evidence);
    if (!features) return [];
    const found = this.blocking
      .candidates(features)
      .filter((slot) => !options.excluded?.(features.id, this.blocking.at(slot).id))
      .map((slot) => compare(features, this.blocking.at(slot), this.alone));
    const total = found.reduce((sum, { score }) => sum + Math.exp(score), 0);
    return found
      .filter(isNear)
      .sort((a, b) => b.score - a.score || (a.customer.key < b.customer.key ? -1 : 1))
      .slice(0, MAX_SHOWN)
      .map((comparison) => {
        const guard = guardOf(comparison);
        const score = posterior(comparison.score, total, this.size);
        return {
          customerId: comparison.customer.id,
          score: guard ? Math.min(GUARDED_SCORE, score) : score,
          reasons: explain(comparison, guard),
        };
      });
  }

  /** For who has the features already. */
  put(features: Features): void {
    this.remove(features.key);
    this.slots.set(features.key, this.blocking.add(features));
    this.counts.count(features, 1);
  }
}

/**
 * An index of these customers, built in slices. Throws `BAD_INPUT` for what is no list.
 */
export async function createMatchIndex(
  customers: readonly MatchRecord[],
  options: Pick<MatchOptions, 'evidence' | 'signal'> = {},
): Promise<MatchIndex> {
  checkList(customers, 'customers');
  const slices = new Slices(options.signal);
  const index = new MatchIndex(options.evidence);
  for (const customer of customers) {
    index.add(customer);
    await slices.pause();
  }
  return index;
}
