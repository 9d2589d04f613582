import type { Baseline, FeedSettings } from './types';

export interface Lateness {
  dealerId: string;
  /** When the last file was accepted; instant. */
  since: number;
  /** The same until a file is accepted again: one alert for each. */
  key: string;
}

/**
 * F14: no accepted file for twice the usual interval is told once, and nothing is closed by it: a feed that is silent says
 * nothing of its vehicles. A dealer of whom no file was ever accepted is not late.
 */
export function lateness(
  baseline: Baseline | undefined,
  settings: Pick<FeedSettings, 'usualInterval'>,
  now: number,
): Lateness | undefined {
  if (!baseline || now - baseline.acceptedAt <= 2 * settings.usualInterval * 60_000) return undefined;
  const { feed, dealerId, acceptedAt } = baseline;
  return { dealerId, since: acceptedAt, key: JSON.stringify(['late', feed, dealerId, acceptedAt]) };
}
