import type { Clock } from '../clock';
import { asDealerSyncError, DealerSyncError } from '../errors';
import type { Item, Outcome, RunInfo } from '../model/item';
import type { Customer } from '../model/records';
import type { Lease } from '../store/store';
import type { Action } from './actions';
import type { AccountOwners } from './monitoring-billing/account-owners';
import { PairBook } from './pair-book';
import type { KeyLink } from './ports';
import { type RunCounts, type RunRecord, RunRecords, type Tally } from './run-records';
import type { CallTally, Notice, RunEnd, RunSetup, RunWrites } from './run-setup';

/** Where items wait until all have come: released in this order. */
export type Stage = 'pair' | 'match' | 'gate';
const STAGES: readonly Stage[] = ['pair', 'match', 'gate'];

interface Gatherer {
  stage: Stage;
  items: Item[];
  released: boolean;
  release(items: Item[]): void;
}

/**
 * One run, from the trigger to the last outcome. It lives in one process; what must survive is in the pairs' documents.
 * Listings and pairs are kept here, not on messages, since Node-RED clones a message for each further wire.
 */
export class Run {
  readonly customers = new Map<string, Customer>();
  /** Customers that belong to an account of the space: customer id -> account id. Known once paired. */
  claimed: ReadonlyMap<string, string> = new Map();
  keyLinks?: KeyLink[];
  /** For the monitoring-billing audit; a full run that pairs has it. */
  owners?: AccountOwners;
  /** Why a customer is left to another monitoring system; only a full run that goes out asks. */
  elsewhere?: (customerId: string) => string | undefined;
  readonly pairs = new PairBook();
  readonly listingSizes = new Map<string, number>();
  readonly writes: RunWrites = { revio: 0, monitoring: 0, keyLinks: 0 };
  readonly startedAt: number;
  /** Some of what was tallied, one by one. */
  readonly samples: RunRecord[] = [];
  readonly notices: Notice[] = [];
  /** How many records the gate let through. */
  planned = 0;
  /** When the gate let the plan through, and how many records had ended by then: how fast it goes since. */
  writing?: { since: number; ended: number };
  /** How many actions of each kind the plan that passed the gate holds, for what is prepared before the first write. */
  readonly plannedKinds = new Map<Action['kind'], number>();
  /** Matches that go into the review queue at the gate. */
  readonly toQueue: Item[] = [];
  phase = 'reading';
  end?: RunEnd;
  lease?: Lease;

  private readonly seen = new RunRecords();
  private readonly gatherers = new Map<string, Gatherer>();
  private readonly openListings: Set<string>;
  private readonly controller = new AbortController();
  private readonly onEnd: (run: Run) => void;
  private readonly endListeners: (() => void)[] = [];
  private readonly idleListeners: (() => void)[] = [];
  private readonly lastSteps: (() => Promise<void>)[] = [];
  private working = 0;
  private gatePassed = false;
  private lastProgress: number;

  constructor(
    readonly setup: RunSetup,
    readonly calls: CallTally,
    private readonly clock: Clock,
    onEnd: (run: Run) => void,
  ) {
    this.startedAt = clock.now();
    this.lastProgress = this.startedAt;
    this.openListings = new Set(setup.listingNodes);
    this.onEnd = onEnd;
  }

  get info(): RunInfo {
    const { id, integration, direction, preview, cause } = this.setup;
    return { id, integration, direction, preview, cause };
  }

  get records(): ReadonlyMap<string, RunRecord> {
    return this.seen.byKey;
  }

  get tallies(): readonly Tally[] {
    return this.seen.tallies;
  }

  get partial(): boolean {
    return this.setup.customerIds !== undefined;
  }

  /** Gives up reads when the run ends early; writes are let finish. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Items came to a node: where they are now, and that something moves. Unknown ones are seen for the first time. */
  arrive(items: readonly Item[], at: string): void {
    this.progress();
    this.seen.arrive(items, at);
  }

  /** Takes a record out again: in a partial run the rest of a listing is context, not seen. */
  forget(key: string): void {
    this.seen.forget(key);
    this.check();
  }

  /** The one outcome of a record. The first word counts; what is open stays open for the next. */
  conclude(items: readonly Item[], outcomeOf: (item: Item) => Outcome | undefined = (item) => item.outcome): void {
    this.progress();
    this.seen.conclude(items, outcomeOf);
    this.check();
  }

  /**
   * Items rest at a gatherer until every open record rests somewhere. `release` gets them all, once.
   *
   * @returns whether `release` is the one that will get them. It is not when an earlier message has registered, nor when
   * the gatherer has let go already and this is only one more end of the listing, by another wire.
   */
  rest(stage: Stage, gatherer: string, items: readonly Item[], release: (items: Item[]) => void): boolean {
    const waiting = this.gatherers.get(gatherer);
    if (waiting?.released && items.length === 0) return false;
    if (items.length && stage === 'gate' && this.gatePassed) throw cameAfterTheGate(items);
    const known = waiting && !waiting.released ? waiting : { stage, items: [], released: false, release };
    this.gatherers.set(gatherer, known);
    for (const item of items) known.items.push(item);
    this.seen.rest(items);
    this.check();
    return known !== waiting;
  }

  /** Tells once that the run is over, however it ended. */
  onceEnded(tell: () => void): void {
    if (this.end) tell();
    else this.endListeners.push(tell);
  }

  /**
   * A step that may bring forth items, as a push does from customers: until it is done nothing that rests is released, or
   * the gate would decide on a plan that is still being made. The step makes its new items known before it ends.
   */
  async during<T>(step: () => Promise<T>): Promise<T> {
    this.working += 1;
    try {
      return await step();
    } finally {
      this.working -= 1;
      this.check();
      if (this.working === 0) for (const tell of this.idleListeners.splice(0)) tell();
    }
  }

  /** Resolves when no step works on the run any more: what it had under way outside has been kept. */
  idle(): Promise<void> {
    if (this.working === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleListeners.push(resolve));
  }

  /**
   * A step between the last record's outcome and the end of the run, under its lease: it stores what says that all of it
   * is done. A run that fails, is held or only previews has none; a step that fails, fails the run.
   */
  beforeDone(step: () => Promise<void>): void {
    this.lastSteps.push(step);
  }

  /** Counts records that ended as they were read (S11); `samples` are those of them that are shown one by one. */
  tally(tally: Tally, samples: readonly RunRecord[] = []): void {
    this.progress();
    this.seen.tally(tally);
    for (const sample of samples) this.samples.push(sample);
  }

  /** A listing is whole. A listing that failed fails the run instead. */
  closeListing(nodeId: string, name: string, size: number): void {
    this.listingSizes.set(name, size);
    this.openListings.delete(nodeId);
    this.progress();
  }

  /** Nothing to list here after all. */
  skipListing(nodeId: string): void {
    this.openListings.delete(nodeId);
    this.progress();
  }

  /** The gate let the plan through: from here on the run is over when every record has its outcome. */
  passGate(items: readonly Item[]): void {
    for (const { kind } of items.flatMap((item) => item.actions ?? [])) {
      this.plannedKinds.set(kind, (this.plannedKinds.get(kind) ?? 0) + 1);
    }
    this.planned = items.length;
    this.writing = { since: this.clock.now(), ended: endedOf(this.counts()) };
    this.gatePassed = true;
    this.phase = 'writing';
    this.check();
  }

  progress(): void {
    this.lastProgress = this.clock.now();
  }

  countWrite(target: keyof RunWrites): void {
    this.writes[target] = (this.writes[target] ?? 0) + 1;
    this.progress();
  }

  counts(): RunCounts {
    return this.seen.counts();
  }

  hold(reasons: string[]): void {
    this.finish({ state: 'held', reasons });
  }

  complete(): void {
    this.finish({ state: 'done' });
  }

  /** Ends the run early. Open records end as failed with the same reason: nothing is dropped silently (S11). */
  fail(error: DealerSyncError): void {
    if (this.end) return;
    this.seen.concludeAll({ name: 'failed', code: error.code, reason: error.message });
    this.finish({ state: 'failed', error });
  }

  /** Nothing more may go out once the run has ended. */
  assertMayWrite(): void {
    const end = this.end;
    if (end?.state === 'failed') throw end.error;
    if (end) throw new DealerSyncError('RUN_INTERRUPTED', 'The run is over.');
  }

  /** Fails a run whose records vanished: a function node that dropped them, say. To be called now and then. */
  checkStall(): void {
    if (this.end || this.calls.underWay > 0) return;
    if (this.clock.now() - this.lastProgress < this.setup.stallMs) return;
    const lost = this.seen.lost();
    const places = [...new Set(lost.map((record) => record.at).filter(Boolean))].join(', ');
    const wrote = this.gatePassed ? '' : ' Nothing was written.';
    const where = lost.length
      ? `${lost.length} records did not come back. They were last at: ${places}. Look at what comes after that node: every record must go on or end.`
      : 'No message came on. Look for a node that does not pass messages on.';
    this.fail(new DealerSyncError('RUN_STALLED', `The run stood still. ${where}${wrote}`));
  }

  private check(): void {
    if (this.end || this.working > 0 || this.openListings.size > 0 || this.seen.moving > 0) return;
    const waiting = [...this.gatherers.values()]
      .filter((gatherer) => !gatherer.released)
      .sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
    const [next] = waiting;
    if (next) {
      next.released = true;
      // On their way again from this moment, not only when the next node gets them.
      const items = this.seen.wake(next.items.splice(0));
      this.phase = next.stage === 'pair' ? 'pairing' : next.stage === 'match' ? 'matching' : 'deciding';
      next.release(items);
      return;
    }
    if (this.seen.open > 0 || (!this.gatePassed && this.setup.hasGate)) return;
    const step = this.lastSteps.shift();
    if (!step) {
      this.complete();
      return;
    }
    void this.during(() => step().catch((error) => this.fail(asDealerSyncError(error))));
  }

  private finish(end: RunEnd): void {
    if (this.end) return;
    this.end = end;
    this.phase = end.state;
    if (end.state === 'failed') this.controller.abort(end.error);
    this.onEnd(this);
    for (const tell of this.endListeners.splice(0)) tell();
  }
}

/** Records with an outcome. */
export function endedOf({ seen: _, ...outcomes }: RunCounts): number {
  return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

function cameAfterTheGate(items: readonly Item[]): DealerSyncError {
  return new DealerSyncError(
    'AFTER_THE_GATE',
    `${items.length} records came to the gate after it had let the plan through, ${items[0]?.key} first: a node before it held them back or sent them twice.`,
  );
}
