import type { Clock } from '../../clock';
import { DealerSyncError } from '../../errors';
import type { Outcome } from '../../model/item';
import type { Store } from '../../store/store';
import { applyAction, applyToMadeFrom } from '../apply-action';
import type { FeedVehicle } from '../parser/feed-row';
import { normaliseVin } from '../parser/vin';
import { REASON_SENTENCES } from '../reasons.en';
import { type Decision, decideVehicle } from '../rules/r01-vehicle';
import type { ServiceRequest, ServiceRequestType } from '../service-request';
import { type RequestDoc, requestDoc, requestOf } from '../store/documents';
import { loadFeedState, type RunFeedState } from '../store/feed-state';
import { saveRequest } from '../store/save-request';
import {
  type ClientRow,
  DEFAULT_FEED_GUARDS,
  dealerKey,
  type FeedAction,
  type FeedSettings,
  type MappedVehicle,
  OUTCOME_OF,
} from '../types';
import { commandOf } from './apply-feed-items';
import type { FeedCommand } from './feed-run';

/** One vehicle that somebody gives by hand, after R5 to R7. */
export interface GivenVehicle {
  vin: string;
  dealerId: string;
  client: string;
  srType: string;
  stock: string;
  vehicleType?: string;
  vehicle?: FeedVehicle;
  /** R8 of the client's row; absent = it does not apply. */
  clientRow?: Pick<ClientRow, 'ignoreIfExists' | 'ignoreDays'>;
}

export interface StoreVehiclesDeps {
  store: Store;
  clock: Clock;
  newId(): string;
  types: readonly ServiceRequestType[];
  /** Part of each key. */
  feed: string;
  /** For the audit. */
  who: string;
  send?(command: FeedCommand): void | Promise<void>;
}

export interface StoredVehicle {
  outcome: Outcome;
  /** The service request as it is now; absent where the vehicle has none. */
  request?: ServiceRequest;
}

/**
 * Vehicles without a feed's run: each creates or updates its service request by R1 and R8 to R10, one after the other.
 * What is not given is not gone, so nothing is closed; stock number and client of older ones stay (R2 is the feed's).
 *
 * @throws DealerSyncError of the store
 */
export async function storeVehicles(
  vehicles: readonly GivenVehicle[],
  deps: StoreVehiclesDeps,
): Promise<StoredVehicle[]> {
  const state = await loadFeedState(deps.store, deps.feed);
  const stored: StoredVehicle[] = [];
  for (const vehicle of vehicles) stored.push(await storeOne(mapped(vehicle), state, deps));
  return stored;
}

async function storeOne(vehicle: MappedVehicle, state: RunFeedState, deps: StoreVehiclesDeps): Promise<StoredVehicle> {
  const now = deps.clock.now();
  const settings = settingsOf(deps);
  const types = new Map(deps.types.map((type) => [type.id, type]));
  // A list that is not at hand is no proof that the vehicle has left it.
  const listedByItsDealer = () => true;
  const decision = decideVehicle(vehicle, { settings, types, state, now, listedByItsDealer });
  if (!decision.action)
    return { outcome: outcomeOf(decision), ...(decision.request ? { request: decision.request } : {}) };
  const { action } = decision;
  await save(action, now, deps);
  state.note(action, now);
  const request = state.requestsFor(action.vin).find(({ id }) => id === action.id);
  return { outcome: outcomeOf(decision), ...(request ? { request } : {}) };
}

async function save(action: FeedAction, at: number, deps: StoreVehiclesDeps): Promise<void> {
  const before = await deps.store.collection<RequestDoc>('serviceRequests').get(action.id);
  if (action.kind !== 'create' && !before) {
    throw new DealerSyncError('STALE', 'The service request was removed meanwhile. Send the vehicle again.');
  }
  const after = applyAction(before && requestOf(before), action, at);
  const changes = 'changes' in action ? action.changes : [];
  const phases = deps.types.find(({ id }) => id === after.type)?.phases ?? before?.phases;
  const doc = requestDoc(after, {
    rev: before?.rev ?? 0,
    ...(phases ? { phases } : {}),
    madeFrom: (before?.madeFrom ?? []).map((entity) => applyToMadeFrom(entity, changes)),
    updatedAt: at,
  });
  if (deps.send && action.kind !== 'missing') await deps.send(commandOf(action, doc, changes));
  const entry = { at, who: deps.who, reason: action.reason, runId: '', integration: '', space: '', key: action.id };
  await saveRequest(deps.store, before, doc, { entry, teller: deps.newId(), durable: true });
}

function mapped(given: GivenVehicle): MappedVehicle {
  const { client, srType, vehicleType, clientRow } = given;
  const vin = normaliseVin(given.vin);
  const dealerId = dealerKey(given.dealerId);
  return {
    row: { line: 1, dealerId, vin, stock: given.stock, systemCode: '', vehicle: given.vehicle ?? {}, warnings: [] },
    dealerId,
    client,
    type: srType,
    clientRow: { dealerId, client, srType, ...clientRow },
    ...(vehicleType ? { vehicleType } : {}),
  };
}

function settingsOf({ feed, types }: StoreVehiclesDeps): FeedSettings {
  return {
    feed,
    kind: 'delta',
    track: { days: 'never', stock: false, client: false },
    autoClose: { mode: 'never' },
    vehicleTypes: [],
    clients: [],
    serviceRequestTypes: types,
    reopen: true,
    guards: DEFAULT_FEED_GUARDS,
    timeZone: 'UTC',
    usualInterval: 0,
  };
}

function outcomeOf({ reason }: Decision): Outcome {
  const outcome = OUTCOME_OF[reason];
  const name = outcome === 'ignored' ? 'skipped' : outcome === 'quarantined' ? 'failed' : outcome;
  return { name, code: reason, reason: REASON_SENTENCES[reason] };
}
