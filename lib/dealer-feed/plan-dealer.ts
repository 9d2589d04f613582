import { checkGuards, holdHash } from './guards';
import type { DealerIntake, FeedIntake, Listing } from './intake';
import { OutcomeCounter } from './outcome-counter';
import { type Decision, decideVehicle, type VehicleContext } from './rules/r01-vehicle';
import { planCloses } from './rules/r03-auto-close';
import { asClient } from './rules/r07-client';
import type { ServiceRequest, ServiceRequestType } from './service-request';
import type {
  Baseline,
  DealerPlan,
  FeedAction,
  FeedFile,
  FeedSettings,
  FeedState,
  FeedVerdict,
  Hold,
  HoldReason,
  MappedVehicle,
  RowReason,
} from './types';

export interface DealerPlanInput {
  settings: FeedSettings;
  /** Of {@link settingsKey}. */
  settingsKey: string;
  types: ReadonlyMap<string, ServiceRequestType>;
  state: FeedState;
  file: FeedFile;
  now: number;
  /** Hashes of holds that a person let through. */
  approved: ReadonlySet<string>;
  intake: FeedIntake;
  dealer: DealerIntake;
  /** Of this dealer, still to be decided. */
  listings: Listing[];
}

/** So many vehicles are decided at once: less than a millisecond, and a few before the rules are compiled. */
const STEP = 50;

/**
 * The plan for one dealer's part of a file. Nothing in it depends on another dealer's rows but what a vehicle's move needs.
 * It rests every few vehicles, so that whoever drives it can let others have their turn.
 */
export function* planDealer(input: DealerPlanInput): Generator<void, DealerPlan> {
  const { dealer, state, file } = input;
  const baseline = state.baseline(dealer.dealerId);
  // F6
  if (baseline && file.time < baseline.fileTime) return untouched(input, 'stale', 'STALE_FILE');
  if (baseline && isSame(baseline, input)) return untouched(input, 'same', 'SAME_FILE');

  const context = vehicleContext(input);
  const decisions: Decision[] = [];
  for (const listing of input.listings.sort((a, b) => compare(a.row.vin, b.row.vin))) {
    if (decisions.length % STEP === 0) yield;
    decisions.push(decideListing(listing, context));
  }
  yield;
  const { closing, reasons } = closesAndGuards(input, baseline);
  const hold = holdOf(input, reasons, closing, decisions);
  const held = new Set<FeedAction>(hold?.actions);
  const counts = new OutcomeCounter();
  counts.addAll(dealer.counts.list());
  for (const { action, reason } of decisions) counts.add(action && held.has(action) ? 'HELD' : reason);
  const actions = [...decisions.flatMap(({ action }) => action ?? []), ...closing].filter(
    (action) => !held.has(action),
  );
  return {
    ...heading(input),
    verdict: hold ? 'held' : 'accepted',
    actions: actions.sort((a, b) => compare(a.vin, b.vin)),
    counts: counts.list(),
    ...(hold ? { hold } : { baseline: nextBaseline(input) }),
  };
}

/** What becomes of one vehicle's row. */
export function decideListing(listing: Listing, context: VehicleContext): Decision {
  return listing.row.status === 'gone' ? { reason: 'GONE' } : decideVehicle(mapped(listing), context);
}

export function vehicleContext(input: Omit<DealerPlanInput, 'dealer' | 'listings'>): VehicleContext {
  const { settings, types, state, now, intake } = input;
  return { settings, types, state, now, listedByItsDealer: (request) => isStillListed(request, intake, settings) };
}

/** Whether the list of the dealer whose service request it is has the vehicle, as far as this file or the last one tells. */
function isStillListed(request: ServiceRequest, intake: FeedIntake, settings: FeedSettings): boolean {
  const { dealerId = '', vin, missingSince } = request;
  const listing = intake.listings.get(vin);
  if (listing?.listedBy.includes(dealerId)) return true;
  if (listing?.goneBy.includes(dealerId)) return false;
  if (settings.kind === 'snapshot' && intake.dealers.has(dealerId)) return false;
  return missingSince === undefined;
}

function mapped({ row, dealer, type }: Listing): MappedVehicle {
  const { dealerId, clientRow } = dealer;
  const { vehicleType, srType } = type.outcome === 'mapped' ? type : { vehicleType: '', srType: '' };
  const { client, srType: chosen } = asClient(clientRow, srType);
  return { row, dealerId, client, type: chosen, clientRow, ...(vehicleType ? { vehicleType } : {}) };
}

/** F4: the very file of the last time, under the same settings. The same bytes of a later time are a statement of their own. */
function isSame(baseline: Baseline, { file, settingsKey }: DealerPlanInput): boolean {
  return baseline.hash === file.hash && baseline.fileTime === file.time && baseline.settings === settingsKey;
}

function untouched(input: DealerPlanInput, verdict: FeedVerdict, reason: RowReason): DealerPlan {
  const counts = new OutcomeCounter();
  counts.addAll(input.dealer.counts.list());
  if (input.listings.length) counts.add(reason, input.listings.length);
  return { ...heading(input), verdict, actions: [], counts: counts.list() };
}

function heading({ dealer }: DealerPlanInput): Pick<DealerPlan, 'dealerId' | 'client' | 'rows' | 'warnings'> {
  const { dealerId, clientRow, rows, warnings } = dealer;
  return { dealerId, client: clientRow.client, rows, warnings };
}

/** R3 and R4 for the dealer's open service requests, and what F2 says of that. */
function closesAndGuards(input: DealerPlanInput, baseline: Baseline | undefined) {
  const { settings, state, now, intake, dealer } = input;
  const { kind, guards, autoClose } = settings;
  const open = [...state.openRequests(dealer.dealerId)];
  const saysOf = (vin: string) => intake.saysOf(vin, dealer.dealerId);
  const { close, missing } = planCloses({ open, saysOf, kind, autoClose, now });
  const expected = open.filter((request) => request.missingSince === undefined);
  const reasons = checkGuards({
    kind,
    guards,
    rows: dealer.rows,
    ...(baseline ? { baseline } : {}),
    open: open.length,
    expected: expected.length,
    met: expected.filter((request) => saysOf(request.vin) !== 'absent').length,
    closes: close.length,
  });
  return { closing: [...close, ...missing], reasons };
}

/**
 * What waits for a person: the closes, and with them what would be noted as missing, since a snapshot that is not accepted
 * proves no absence. New and changed vehicles go on, unless the whole file may be another dealer's.
 */
function holdOf(
  input: DealerPlanInput,
  reasons: HoldReason[],
  closing: FeedAction[],
  decisions: Decision[],
): Hold | undefined {
  if (reasons.length === 0) return undefined;
  const all = reasons.some(({ code }) => code === 'OTHER_VEHICLES');
  const deciding = all ? decisions.flatMap(({ action }) => action ?? []) : [];
  const actions = [...deciding, ...closing].sort((a, b) => compare(a.vin, b.vin));
  const hash = holdHash(input.settings.feed, input.dealer.dealerId, reasons, actions);
  return input.approved.has(hash) ? undefined : { hash, reasons, actions };
}

function nextBaseline({ settings, settingsKey, dealer, file, now }: DealerPlanInput): Baseline {
  return {
    feed: settings.feed,
    dealerId: dealer.dealerId,
    fileTime: file.time,
    hash: file.hash,
    settings: settingsKey,
    rows: dealer.rows,
    acceptedAt: now,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
