import { posterior } from './posterior';
import type { Slices } from './slices';

/** A customer that may be an account's. */
export interface Pairing {
  /** Number of the customer. */
  slot: number;
  /** The customer's id: ties go by it, since an index that is kept numbers customers in the order that they came. */
  key: string;
  /** Log-likelihood ratio of the pair. */
  score: number;
  /** Near enough to be shown to a person. */
  near: boolean;
  /** Never to be linked automatically: a guard stands against it, or the customer is closed or linked. */
  barred: boolean;
  /** 0..1, the lesser of `amongCandidates` and the share among the customer's accounts; set by `weighPairings`. */
  probability: number;
  /** 0..1, the share among the account's candidates. */
  amongCandidates: number;
}

/** Gives each pairing its probability. Index = account; needs all candidates of all accounts. `slots`: most there are. */
export async function weighPairings(
  pairings: Pairing[][],
  customers: number,
  slots: number,
  slices: Slices,
): Promise<void> {
  const totals = new Float64Array(slots);
  for (const candidates of pairings) {
    for (const { slot, score } of candidates) totals[slot] = (totals[slot] as number) + Math.exp(score);
    await slices.pause();
  }
  for (const candidates of pairings) {
    let total = 0;
    for (const { score } of candidates) total += Math.exp(score);
    for (const pairing of candidates) {
      const { score, slot } = pairing;
      pairing.amongCandidates = posterior(score, total, customers);
      pairing.probability = Math.min(
        pairing.amongCandidates,
        posterior(score, totals[slot] as number, pairings.length),
      );
    }
    await slices.pause();
  }
}

interface Claim {
  account: number;
  pairing: Pairing;
}

/**
 * Which account gets which customer: one to one, the most probable first, ties by the order of accounts and customers.
 * Returns the account's number by slot.
 */
export async function assign(pairings: Pairing[][], threshold: number, slices: Slices): Promise<Map<number, number>> {
  const claims: Claim[] = [];
  for (const [account, candidates] of pairings.entries()) {
    for (const pairing of candidates) {
      if (!pairing.barred && pairing.probability >= threshold) claims.push({ account, pairing });
    }
    await slices.pause();
  }
  const taken = new Map<number, number>();
  const served = new Set<number>();
  for (const { account, pairing } of await slices.sorted(claims, byProbability)) {
    if (served.has(account) || taken.has(pairing.slot)) continue;
    served.add(account);
    taken.set(pairing.slot, account);
  }
  return taken;
}

function byProbability(a: Claim, b: Claim): number {
  return (
    b.pairing.probability - a.pairing.probability ||
    b.pairing.score - a.pairing.score ||
    a.account - b.account ||
    byKey(a.pairing, b.pairing)
  );
}

export function byKey(a: { key: string }, b: { key: string }): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}
