import { createHash } from 'node:crypto';
import { type Disposition, FeedIntake, type Listing } from './intake';
import { OutcomeCounter } from './outcome-counter';
import type { FeedRow, QuarantinedRow } from './parser/feed-row';
import { planDealer } from './plan-dealer';
import type { FeedFile, FeedPlan, FeedSettings, FeedState } from './types';

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

  finish(): FeedPlan {
    const { settings, state, file, now, approved = new Set<string>() } = this.#input;
    const intake = this.#intake;
    const byDealer = new Map<string, Listing[]>([...intake.dealers.keys()].sort().map((dealerId) => [dealerId, []]));
    for (const listing of intake.listings.values()) {
      if (listing.open) byDealer.get(listing.dealer.dealerId)?.push(listing);
    }
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
    const dealers = [...intake.dealers.values()]
      .sort((a, b) => (a.dealerId < b.dealerId ? -1 : 1))
      .map((dealer) => planDealer({ ...shared, dealer, listings: byDealer.get(dealer.dealerId) ?? [] }));
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
