import { type Item, OUTCOMES, type Outcome, type OutcomeName } from '../model/item';
import type { Action } from './actions';

/** A record of the run, and where it was seen last. */
export interface RunRecord {
  key: string;
  label: string;
  /** The customer that it is about, once one is known. */
  customerId?: string;
  /** The node it was last at, for the person who has to find where it got lost. */
  at: string;
  resting: boolean;
  outcome?: Outcome;
  actions?: Action[];
}

/** Records that ended at once and alike: a feed's million rows are a few of these, not a million records. */
export interface Tally {
  outcome: OutcomeName;
  code: string;
  /** A sentence. */
  reason: string;
  count: number;
}

export type RunCounts = Record<'seen' | OutcomeName, number>;

/** Every record that a run has seen, each with its one outcome in the end (S11); knows how many are still on their way. */
export class RunRecords {
  readonly #byKey = new Map<string, RunRecord>();
  readonly #tallies: Tally[] = [];
  /** Kept with each step, since whoever watches a run asks for them many times. */
  readonly #counts = Object.fromEntries(['seen', ...OUTCOMES].map((name) => [name, 0])) as RunCounts;
  #open = 0;
  #resting = 0;

  get byKey(): ReadonlyMap<string, RunRecord> {
    return this.#byKey;
  }

  get tallies(): readonly Tally[] {
    return this.#tallies;
  }

  /** Without an outcome. */
  get open(): number {
    return this.#open;
  }

  /** Without an outcome, and not at rest: some node has it. */
  get moving(): number {
    return this.#open - this.#resting;
  }

  /** Where these are now; who was at rest is on the way again. Unknown ones are seen for the first time. */
  arrive(items: readonly Item[], at: string): void {
    for (const item of items) {
      const record = this.#byKey.get(item.key);
      if (!record) {
        this.#first(item, at);
        continue;
      }
      record.at = at;
      if (item.customer) record.customerId = item.customer.id;
      this.#wake(record);
    }
  }

  #first(item: Item, at: string): RunRecord {
    const record = newRecord(item, at);
    this.#byKey.set(item.key, record);
    this.#counts.seen += 1;
    this.#open += 1;
    return record;
  }

  rest(items: readonly Item[]): void {
    for (const { key } of items) {
      const record = this.#byKey.get(key);
      if (!record || record.outcome || record.resting) continue;
      record.resting = true;
      this.#resting += 1;
    }
  }

  /** @returns those of them that have no outcome yet; they are on their way from this moment */
  wake(items: readonly Item[]): Item[] {
    return items.filter((item) => {
      const record = this.#byKey.get(item.key);
      if (record) this.#wake(record);
      return !record?.outcome;
    });
  }

  #wake(record: RunRecord): void {
    if (!record.resting) return;
    record.resting = false;
    if (!record.outcome) this.#resting -= 1;
  }

  forget(key: string): void {
    const record = this.#byKey.get(key);
    if (!record) return;
    this.#byKey.delete(key);
    this.#counts.seen -= 1;
    if (record.outcome) this.#counts[record.outcome.name] -= 1;
    else this.#close(record);
  }

  /** The first word counts; what is given no outcome stays open. */
  conclude(items: readonly Item[], outcomeOf: (item: Item) => Outcome | undefined): void {
    for (const item of items) {
      const outcome = outcomeOf(item);
      if (!outcome) continue;
      const record = this.#byKey.get(item.key) ?? this.#first(item, '');
      if (record.outcome) continue;
      record.outcome = outcome;
      // Or its customer would count as one that no account of the run belongs to.
      if (item.customer) record.customerId = item.customer.id;
      this.#counts[outcome.name] += 1;
      if (item.actions?.length) record.actions = item.actions;
      this.#close(record);
    }
  }

  #close(record: RunRecord): void {
    this.#open -= 1;
    if (record.resting) this.#resting -= 1;
  }

  /** Gives what is open this outcome. */
  concludeAll(outcome: Outcome): void {
    for (const record of this.#byKey.values()) record.outcome ??= outcome;
    this.#counts[outcome.name] += this.#open;
    this.#open = 0;
    this.#resting = 0;
  }

  tally(tally: Tally): void {
    this.#tallies.push(tally);
    this.#counts.seen += tally.count;
    this.#counts[tally.outcome] += tally.count;
  }

  /** Open, and not at rest anywhere. */
  lost(): RunRecord[] {
    return [...this.#byKey.values()].filter((record) => !record.outcome && !record.resting);
  }

  counts(): RunCounts {
    return { ...this.#counts };
  }
}

/** All its fields from the start: a hundred thousand of one shape are smaller, and quicker to read, than of five. */
function newRecord(item: Item, at: string): RunRecord {
  return {
    key: item.key,
    label: item.label || item.account?.name || item.customer?.name || item.key,
    customerId: item.customer?.id,
    at,
    resting: false,
    outcome: undefined,
    actions: undefined,
  };
}
