import assert from 'node:assert/strict';
import { TWO_WAY_FIELDS, type TwoWayField } from '../../lib/model/compare';
import type { Store } from '../../lib/store/store';
import type { PairDoc, Side } from '../../lib/sync/pair';
import { same } from '../sync/headless/edit-model';
import type { Dealer, Fields } from './dealers';
import { type Edit, type Effect, FieldOracle } from './field-oracle';
import type { History } from './history';
import { customerLinks, type Link } from './links';

interface Watched {
  link: Link;
  account: Fields;
  customer: Fields;
  pair: PairDoc | undefined;
}

/** A run that went on during a watch. */
export interface WatchedRun {
  written: readonly Side[];
  /** What it came to; `lost` when its process died. */
  end: 'done' | 'failed' | 'held' | 'preview' | 'lost';
  /** Nothing went wrong in its process, and it was for all records. */
  certain: boolean;
}

/** From the moment at which runs begin to the one at which none is under way. */
interface Watch {
  linked: Watched[];
  edits: { id: string; field: TwoWayField; edit: Edit }[];
}

/**
 * Looks at the two systems from outside whenever nothing is under way, and holds the {@link FieldOracle}s of all linked
 * pairs against what has become of them.
 */
export class Oracle {
  checked = 0;
  /** Of these, with nothing that could excuse another value. */
  strict = 0;
  readonly #fields = new Map<string, FieldOracle>();
  #watch: Watch | undefined;

  constructor(
    private readonly dealer: Dealer,
    private readonly store: Store,
    private readonly policy: History['policy'],
    private readonly now: () => number,
  ) {}

  get watching(): boolean {
    return this.#watch !== undefined;
  }

  async begin(): Promise<void> {
    this.#watch = { linked: await this.#linked(), edits: [] };
  }

  /** Nobody knows any more what the sides agreed on. */
  storeLost(): void {
    this.#fields.clear();
  }

  /** A value has changed on a side, by a person, or by a write that came late. */
  changed(side: Side, id: string, field: TwoWayField, before: string, value: string, late: boolean): void {
    if (this.#watch) {
      this.#watch.edits.push({ id: `${side} ${id}`, field, edit: { side, value, late } });
      return;
    }
    for (const link of customerLinks(this.dealer.world)) {
      if (link[`${side}Id`] !== id) continue;
      this.#fields.get(`${keyOf(link)} ${field}`)?.changed(side, before, late);
    }
  }

  async end(runs: readonly WatchedRun[]): Promise<void> {
    const watch = this.#watch;
    assert.ok(watch);
    this.#watch = undefined;
    const after = new Map((await this.#linked()).map((one) => [keyOf(one.link), one]));
    for (const before of watch.linked) {
      const now = after.get(keyOf(before.link));
      if (now) this.#check(before, now, watch, runs);
    }
    for (const key of [...this.#fields.keys()]) if (!after.has(key.replace(/ \w+$/, ''))) this.#fields.delete(key);
    for (const one of after.values()) this.#meet(one, watch, runs);
  }

  #check(before: Watched, now: Watched, watch: Watch, runs: readonly WatchedRun[]): void {
    const pairs = [before.pair, now.pair];
    // Somebody else's word is in it, or an additional site's, whose fields are its own.
    if (pairs.some((pair) => !pair || pair.additional || pair.customerId !== before.link.customerId)) {
      this.#forget(before.link);
      return;
    }
    const busy = pairs.some((pair) => pair?.intent || pair?.attempts || pair?.state !== 'linked' || pair.decision);
    for (const field of TWO_WAY_FIELDS) {
      const oracle = this.#fields.get(`${keyOf(before.link)} ${field}`);
      if (!oracle) continue;
      const loose = this.#isLoose(field, pairs, runs);
      const effects = runs.flatMap(({ written, end, certain }): Effect[] => {
        if (end === 'preview' || end === 'held') return [];
        return [{ written, certain: certain && end === 'done' && !busy && !this.#waits(pairs) }];
      });
      const edits = watch.edits
        .filter(
          ({ id, field: edited }) =>
            edited === field &&
            (id === `account ${before.link.accountId}` || id === `customer ${before.link.customerId}`),
        )
        .map(({ edit }) => edit);
      const [was, is] = [standing(before, field), standing(now, field)];
      const known = [...oracle.possible];
      this.checked += 1;
      if (!loose && effects.every(({ certain }) => certain)) this.strict += 1;
      assert.ok(
        oracle.explain(was, edits, effects, is, loose),
        `S3, S4: ${field} of ${keyOf(before.link)} was ${JSON.stringify(was)}, agreed ${JSON.stringify(known)}, edits ${JSON.stringify(edits)}, runs ${JSON.stringify(runs)}: and is ${JSON.stringify(is)}`,
      );
    }
  }

  /** A question is open on the pair: what it holds up, and what a person's choice sets free, is not ours to foretell. */
  #waits(pairs: (PairDoc | undefined)[]): boolean {
    return pairs.some((pair) => pair?.conflicts.length);
  }

  #isLoose(field: TwoWayField, pairs: (PairDoc | undefined)[], runs: readonly WatchedRun[]): boolean {
    const [before] = pairs;
    const lost =
      before?.intent?.kind === 'update' ||
      before?.settling.some((one) => one.field === field && !one.replied && one.until > this.now());
    const chosen = pairs.some((pair) =>
      pair?.conflicts.some((conflict) => conflict.field === field && conflict.decision),
    );
    return Boolean(lost || chosen || (runs.length > 1 && runs.some(({ certain }) => !certain)));
  }

  /** From here on a field can be told about: it was in step after a run that had nothing in its way. */
  #meet(one: Watched, watch: Watch, runs: readonly WatchedRun[]): void {
    const { link, pair, account, customer } = one;
    const clean = runs.some(({ certain, end }) => certain && end === 'done');
    if (!clean || !pair || pair.state !== 'linked' || pair.intent || pair.additional || pair.conflicts.length) return;
    if (pair.customerId !== link.customerId || watch.edits.length > 0 || runs.length > 1) return;
    if (!watch.linked.some((known) => keyOf(known.link) === keyOf(link))) return;
    for (const field of TWO_WAY_FIELDS) {
      const key = `${keyOf(link)} ${field}`;
      if (this.#fields.has(key) || !same(field, account[field], customer[field])) continue;
      this.#fields.set(key, new FieldOracle(field, this.policy, account[field]));
    }
  }

  #forget(link: Link): void {
    for (const field of TWO_WAY_FIELDS) this.#fields.delete(`${keyOf(link)} ${field}`);
  }

  async #linked(): Promise<Watched[]> {
    const { items } = await this.store.collection<PairDoc>('pairs').find();
    return customerLinks(this.dealer.world).flatMap((link) => {
      const [account, customer] = [this.dealer.site(link.accountId), this.dealer.customer(link.customerId)];
      const pair = items.find(({ accountId }) => accountId === link.accountId);
      return account && customer ? [{ link, account, customer, pair }] : [];
    });
  }
}

function keyOf({ accountId, customerId }: Link): string {
  return `site ${accountId} = customer ${customerId}`;
}

function standing({ account, customer }: Watched, field: TwoWayField) {
  return { account: account[field], customer: customer[field] };
}
