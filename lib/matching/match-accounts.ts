import { assign, byKey as byCustomer, type Pairing, weighPairings } from './assign';
import { explain, reason } from './explain';
import { type Features, featuresOf } from './features';
import { Frequencies, SideCounts } from './frequencies';
import { guardOf } from './guards';
import { checkList } from './input';
import { MatchIndex } from './match-index';
import { compare, isNear } from './score';
import { Slices } from './slices';
import { DEFAULT_THRESHOLD, GUARDED_SCORE, MAX_SHOWN } from './thresholds';
import type { Candidate, MatchOptions, MatchRecord, MatchResult, Reason } from './types';

/** A rival with more than this share of the chances is worth a sentence. */
const WORTH_TELLING = 0.02;

/**
 * Matches accounts to customers, one to one. At or above the threshold, and with no guard against it, a pair is
 * `matched`; else the account is `pending` with its candidates; `unmatched` if no customer is near. The result is the
 * same for any order of the input, and sorted by account id. Records without an id, and second ones with the same id,
 * are left out. Works in slices of some 12 ms.
 *
 * @param customers a list, or an index that was kept (its evidence counts then, not the options')
 *
 * Throws `BAD_INPUT` if either is no list, and the signal's reason when it aborts.
 */
export async function matchAccounts(
  accounts: readonly MatchRecord[],
  customers: readonly MatchRecord[] | MatchIndex,
  options: MatchOptions = {},
): Promise<MatchResult> {
  checkList(accounts, 'accounts');
  if (customers instanceof MatchIndex) return new Matching(customers, options).run(accounts);
  checkList(customers, 'customers');
  const index = new MatchIndex(options.evidence);
  const matching = new Matching(index, options);
  await matching.addAll(customers);
  return matching.run(accounts);
}

/** One run over two lists. */
class Matching {
  private readonly slices: Slices;
  private readonly threshold: number;
  private readonly linked: Set<string>;
  private readonly accountCounts = new SideCounts();
  private readonly frequencies: Frequencies;

  constructor(
    private readonly index: MatchIndex,
    private readonly options: MatchOptions,
  ) {
    this.slices = new Slices(options.signal);
    this.frequencies = new Frequencies(this.accountCounts, index.counts);
    const threshold = Number(options.threshold ?? DEFAULT_THRESHOLD);
    this.threshold = Number.isNaN(threshold) ? DEFAULT_THRESHOLD : threshold;
    this.linked = new Set(Array.from(options.linkedCustomers ?? [], String));
  }

  /** In the order of the ids: that is what keeps the index fast. */
  async addAll(customers: readonly MatchRecord[]): Promise<void> {
    for (const features of await this.prepare(customers)) {
      this.index.put(features);
      await this.slices.pause();
    }
  }

  async run(records: readonly MatchRecord[]): Promise<MatchResult> {
    const accounts = await this.prepare(records);
    for (const account of accounts) {
      this.accountCounts.count(account, 1);
      await this.slices.pause();
    }
    const pairings: Pairing[][] = [];
    for (const account of accounts) {
      pairings.push(this.pairingsOf(account));
      if (pairings.length % 100 === 0) this.options.onProgress?.(pairings.length, accounts.length);
      await this.slices.pause();
    }
    this.options.onProgress?.(accounts.length, accounts.length);
    await weighPairings(pairings, this.index.size, this.index.blocking.capacity, this.slices);
    const taken = await assign(pairings, this.threshold, this.slices);
    return this.result(accounts, pairings, taken);
  }

  /** Features in the order of the ids, each id once: whatever the order of the input, the same comes of it. */
  private async prepare(records: readonly MatchRecord[]): Promise<Features[]> {
    const all: Features[] = [];
    for (const record of records) {
      const features = featuresOf(record, this.index.evidence);
      if (features) all.push(features);
      await this.slices.pause();
    }
    const sorted = await this.slices.sorted(all, byKey);
    const distinct: Features[] = [];
    for (const features of sorted) if (distinct.at(-1)?.key !== features.key) distinct.push(features);
    return distinct;
  }

  private pairingsOf(account: Features): Pairing[] {
    const pairings: Pairing[] = [];
    for (const slot of this.index.blocking.candidates(account)) {
      const customer = this.index.blocking.at(slot);
      if (this.options.excluded?.(account.id, customer.id)) continue;
      const comparison = compare(account, customer, this.frequencies);
      const near = isNear(comparison);
      if (!near) continue;
      const barred =
        customer.closed ||
        this.options.suggestOnly === true ||
        this.linked.has(customer.key) ||
        guardOf(comparison) !== undefined;
      pairings.push({
        slot,
        key: customer.key,
        score: comparison.score,
        near,
        barred,
        probability: 0,
        amongCandidates: 0,
      });
    }
    return pairings.sort((a, b) => b.score - a.score || byCustomer(a, b));
  }

  private async result(accounts: Features[], pairings: Pairing[][], taken: Map<number, number>): Promise<MatchResult> {
    const result: MatchResult = { matched: [], pending: [], unmatched: [] };
    for (const [number, account] of accounts.entries()) {
      const candidates = pairings[number] ?? [];
      const mine = candidates.find(({ slot }) => taken.get(slot) === number);
      const near = candidates.filter(({ near }) => near).slice(0, MAX_SHOWN);
      if (mine) result.matched.push({ accountId: account.id, ...this.candidate(account, mine) });
      else if (near.length === 0) result.unmatched.push(account.id);
      else {
        const shown = near.map((pairing) => {
          const owner = taken.get(pairing.slot);
          return this.candidate(account, pairing, owner === undefined ? undefined : accounts[owner]);
        });
        result.pending.push({ accountId: account.id, candidates: shown });
      }
      await this.slices.pause();
    }
    return result;
  }

  private candidate(account: Features, pairing: Pairing, owner?: Features): Candidate {
    const customer = this.index.blocking.at(pairing.slot);
    const comparison = compare(account, customer, this.frequencies);
    const guard = guardOf(comparison);
    const score = guard ? Math.min(GUARDED_SCORE, pairing.probability) : pairing.probability;
    const reasons = [...this.rivalReasons(pairing, customer, owner), ...explain(comparison, guard)];
    if (this.options.suggestOnly) reasons.push(reason('suggestOnly'));
    return { customerId: customer.id, score, reasons };
  }

  /** Why a pair that agrees is not for sure this one's. */
  private rivalReasons(pairing: Pairing, customer: Features, owner?: Features): Reason[] {
    if (owner) return [reason('alreadyLinkedTo', { accountId: owner.id })];
    if (this.linked.has(customer.key)) return [reason('alreadyLinked')];
    if (pairing.probability > 1 - WORTH_TELLING) return [];
    if (pairing.amongCandidates - pairing.probability > WORTH_TELLING) return [reason('customerWanted')];
    return pairing.amongCandidates > WORTH_TELLING ? [reason('ambiguous')] : [];
  }
}

/** By id; of two with one id, by what is in them, so that the same one is kept for any order. */
function byKey(a: Features, b: Features): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  const left = JSON.stringify(a);
  const right = JSON.stringify(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
