import { createHash } from 'node:crypto';
import { type DealerIntake, type Disposition, FeedIntake, type Listing } from './intake';
import { OutcomeCounter } from './outcome-counter';
import type { FeedRow, QuarantinedRow } from './parser/feed-row';
import { planDealer } from './plan-dealer';
import type { DealerPlan, FeedFile, FeedPlan, FeedSettings, FeedState } from './types';

export interface PlanInput {
  settings: FeedSettings;
  state: FeedState;
  file: FeedFile;
  /** Instant, milliseconds. */
  now: number;
  /** Hashes of holds that a person let through. */
  approved?: ReadonlySet<string>;
}

/**
 * Makes the plan of one file: `(state, rows, settings, now) -> plan`. Rows are taken one by one as they are read, and only
 * vehicles of mapped dealers are kept (F12). Nothing is done before {@link finish}, so a file that is refused at its last
 * line has changed nothing (F1).
 *
 *     const planner = new FeedPlanner({ settings, state, file, now });
 *     for await (const { rows, quarantined } of readFeed(bytes, options)) {
 *       for (const row of rows) planner.take(row);
 *       for (const row of quarantined) planner.quarantine(row);
 *     }
 *     const plan = planner.finish();
 */
export class FeedPlanner {
  readonly #input: PlanInput;
  readonly #intake: FeedIntake;

  constructor(input: PlanInput) {
    this.#input = input;
    this.#intake = new FeedIntake(input.settings, input.state);
  }

  take(row: FeedRow): Disposition {
    return this.#intake.take(row);
  }

  quarantine(row: QuarantinedRow): void {
    this.#intake.quarantine(row);
  }

  /** The plan, at once. */
  finish(): FeedPlan {
    const steps = this.#plan();
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
  }

  /**
   * The plan, made in slices: many thousand vehicles do not hold up the event loop.
   *
   * @param slices whose `pause` returns nothing while the slice lasts, else a promise for the next one
   */
  async finishInSlices(slices: { pause(): Promise<void> | undefined }): Promise<FeedPlan> {
    const steps = this.#plan();
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) return step.value;
      await slices.pause();
    }
  }

  *#plan(): Generator<void, FeedPlan> {
    const { settings, state, file, now, approved = new Set<string>() } = this.#input;
    const intake = this.#intake;
    const shared = {
      settings,
      settingsKey: settingsKey(settings),
      types: new Map(settings.serviceRequestTypes.map((type) => [type.id, type])),
      state,
      file,
      now,
      approved,
      intake,
    };
    const undecided = undecidedByDealer(intake);
    const dealers: DealerPlan[] = [];
    for (const dealer of [...intake.dealers.values()].sort((a, b) => (a.dealerId < b.dealerId ? -1 : 1))) {
      dealers.push(yield* planDealer({ ...shared, dealer, listings: undecided.get(dealer) ?? [] }));
    }
    const counts = new OutcomeCounter();
    counts.addAll(intake.counts.list());
    for (const dealer of dealers) counts.addAll(dealer.counts);
    const unknownDealers = [...intake.unknownDealers].map(([dealerId, seen]) => ({ dealerId, ...seen }));
    return { feed: settings.feed, file, dealers, counts: counts.list(), unknownDealers };
  }
}

/** The plan of a whole file that is at hand, for tests and small feeds. */
export function planFeed(
  input: PlanInput & { rows: Iterable<FeedRow>; quarantined?: Iterable<QuarantinedRow> },
): FeedPlan {
  const planner = new FeedPlanner(input);
  for (const row of input.rows) planner.take(row);
  for (const row of input.quarantined ?? []) planner.quarantine(row);
  return planner.finish();
}

/** Of what decides. Another one makes another plan of the same bytes, so they are looked at again. */
export function settingsKey(settings: FeedSettings): string {
  const { kind, track, autoClose, vehicleTypes, clients, serviceRequestTypes, reopen, guards } = settings;
  const text = JSON.stringify([kind, track, autoClose, vehicleTypes, clients, serviceRequestTypes, reopen, guards]);
  return createHash('sha256').update(text).digest('hex');
}

function undecidedByDealer(intake: FeedIntake): Map<DealerIntake, Listing[]> {
  const byDealer = new Map<DealerIntake, Listing[]>();
  for (const listing of intake.listings.values()) {
    if (!listing.open) continue;
    const listings = byDealer.get(listing.dealer);
    if (listings) listings.push(listing);
    else byDealer.set(listing.dealer, [listing]);
  }
  return byDealer;
}
