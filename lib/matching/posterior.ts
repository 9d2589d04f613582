/** Fewer records than this are taken for a part of a larger world, in which namesakes may be. */
const SMALLEST_WORLD = 4000;

/** Of all accounts, the share that is expected to have no counterpart; for one account, its odds against each. */
const WITHOUT_COUNTERPART = 0.25;

/**
 * Log-odds, on the scale of the scores, that nobody of `records` is the counterpart: a chance agreement is the likelier,
 * the more there are to agree by chance.
 */
export function nobody(records: number): number {
  return Math.log(WITHOUT_COUNTERPART * Math.max(SMALLEST_WORLD, records));
}

/**
 * The share of one score among all rivals and "nobody": two equal ones get half each, so ambiguity and mutual best need
 * no rule of their own. `total` is the sum of `exp(score)` over the rivals, this one included.
 */
export function posterior(score: number, total: number, records: number): number {
  const own = Math.exp(score);
  return own / (total + Math.exp(nobody(records)));
}
