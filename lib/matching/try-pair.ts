import { explain } from './explain';
import { featuresOf } from './features';
import { Frequencies, SideCounts } from './frequencies';
import { guardOf } from './guards';
import { posterior } from './posterior';
import { compare } from './score';
import { DEFAULT_THRESHOLD, GUARDED_SCORE } from './thresholds';
import type { MatchOptions, MatchRecord, Reason } from './types';

/** What the matcher says of two records alone. */
export interface PairVerdict {
  /** 0..1, as if nobody else were there. */
  score: number;
  /** They would be linked if nobody else fits. */
  linked: boolean;
  reasons: Reason[];
}

/** Compares two records alone, for trying the settings out. Undefined if either is no record with an id. */
export function tryPair(
  account: MatchRecord,
  customer: MatchRecord,
  options: Pick<MatchOptions, 'threshold' | 'evidence' | 'suggestOnly'> = {},
): PairVerdict | undefined {
  const left = featuresOf(account, options.evidence);
  const right = featuresOf(customer, options.evidence);
  if (!left || !right) return undefined;
  const sides = [new SideCounts(), new SideCounts()] as const;
  sides[0].count(left, 1);
  sides[1].count(right, 1);
  const comparison = compare(left, right, new Frequencies(...sides));
  const guard = guardOf(comparison);
  const probability = posterior(comparison.score, Math.exp(comparison.score), 1);
  const score = guard ? Math.min(GUARDED_SCORE, probability) : probability;
  const linked =
    !guard && !right.closed && options.suggestOnly !== true && probability >= (options.threshold ?? DEFAULT_THRESHOLD);
  return { score, linked, reasons: explain(comparison, guard) };
}
