import type { FeedVehicle } from '../parser/feed-row';
import {
  firstStatus,
  isOpen,
  requestKey,
  type ServiceRequest,
  type ServiceRequestType,
  type TrackedEntity,
} from '../service-request';
import type { FeedAction, FeedSettings, FeedState, FieldChange, MappedVehicle, RowReason } from '../types';
import { isTracked, trackChanges } from './r02-tracking';
import { judgeExisting } from './r08-existing';

export interface VehicleContext {
  settings: FeedSettings;
  types: ReadonlyMap<string, ServiceRequestType>;
  state: FeedState;
  now: number;
  /** Does the other dealer, whose service request this is, still list the vehicle? */
  listedByItsDealer(request: ServiceRequest): boolean;
}

/** What becomes of one row, and why. */
export interface Decision {
  reason: RowReason;
  action?: FeedAction;
  /** The service request that decided. */
  request?: ServiceRequest;
  /** Until when it stays so; instant. */
  until?: number;
}

/** R1: each row's vehicle updates its open service request, or creates one where R8 to R10 let it. */
export function decideVehicle(vehicle: MappedVehicle, context: VehicleContext): Decision {
  // Whatever order the state keeps them in, the same one is found (S20).
  const known = [...context.state.requestsFor(vehicle.row.vin)].sort(byId);
  const own = known.filter((request) => isOwn(request, vehicle, context)).sort(byNearness(vehicle, context));
  const open = own.find(isOpen);
  if (open) {
    const elsewhere = standsElsewhere(open, vehicle, context) && context.listedByItsDealer(open);
    // Two dealers list one vehicle: if each list had its way, the service request would change hands every hour.
    return elsewhere ? { reason: 'AT_OTHER_DEALER', request: open } : updateRequest(open, vehicle, context);
  }
  const { settings, now } = context;
  const existing = judgeExisting({ vehicle, known, own, feed: settings.feed, reopen: settings.reopen, now });
  if (existing.says === 'ignore') return existing;
  if (existing.says === 'reopen') return reopenRequest(existing.request, vehicle, context);
  return createRequest(vehicle, known, existing.reason, context);
}

/**
 * Whether a service request is the one of this row: it has the row's type and client (R9: updated, never doubled); or it
 * came from this dealer's list, whatever a person or another table has made of its client and type since; or the vehicle
 * has moved to this dealer and R2 lets the client follow, which it never does once a person closed the matter.
 */
function isOwn(request: ServiceRequest, vehicle: MappedVehicle, context: VehicleContext): boolean {
  if (hasKeyOf(request, vehicle)) return true;
  const { settings, now } = context;
  if (request.feed !== settings.feed) return false;
  if (request.dealerId === vehicle.dealerId) return true;
  const follows = isTracked(request, 'client', settings.track, now) && !request.touchedByPerson.includes('client');
  return follows && (isOpen(request) || request.closedBy === 'feed');
}

function hasKeyOf(request: ServiceRequest, vehicle: MappedVehicle): boolean {
  return request.type === vehicle.type && request.client === vehicle.client;
}

function standsElsewhere(request: ServiceRequest, vehicle: MappedVehicle, context: VehicleContext): boolean {
  return request.feed === context.settings.feed && request.dealerId !== vehicle.dealerId;
}

function byId(a: ServiceRequest, b: ServiceRequest): number {
  return a.id < b.id ? -1 : 1;
}

/** The nearest first: same type and client, then this dealer's, then the oldest. */
function byNearness(vehicle: MappedVehicle, context: VehicleContext) {
  const distance = (request: ServiceRequest) =>
    hasKeyOf(request, vehicle) ? 0 : standsElsewhere(request, vehicle, context) ? 2 : 1;
  return (a: ServiceRequest, b: ServiceRequest) => distance(a) - distance(b) || a.createdAt - b.createdAt;
}

function updateRequest(request: ServiceRequest, vehicle: MappedVehicle, context: VehicleContext): Decision {
  const { changes, left } = changesOf(request, vehicle, context);
  const moved = standsElsewhere(request, vehicle, context) ? { dealerId: vehicle.dealerId } : {};
  const reappeared = request.missingSince !== undefined && request.feed === context.settings.feed;
  if (!changes.length && !reappeared && !('dealerId' in moved)) {
    return { reason: left ? 'NOT_TRACKED' : 'EQUAL', request };
  }
  const reason = reappeared ? 'REAPPEARED' : 'CHANGED';
  const { id, vin } = request;
  return { reason, request, action: { kind: 'update', id, vin, reason, changes, ...moved } };
}

function reopenRequest(request: ServiceRequest, vehicle: MappedVehicle, context: VehicleContext): Decision {
  const { id, vin } = request;
  const { changes } = changesOf(request, vehicle, context);
  const first = firstStatus(context.types.get(request.type));
  const status = request.closedFrom ?? (first === 'closed' ? 'proposed' : first);
  const moved = standsElsewhere(request, vehicle, context) ? { dealerId: vehicle.dealerId } : {};
  const action: FeedAction = { kind: 'reopen', id, vin, reason: 'REOPENED', status, changes, ...moved };
  return { reason: 'REOPENED', request, action };
}

function createRequest(
  vehicle: MappedVehicle,
  known: readonly ServiceRequest[],
  reason: 'NEW_VEHICLE' | 'BACK_LATER',
  context: VehicleContext,
): Decision {
  const { settings, now } = context;
  const { row, dealerId, client, type, vehicleType } = vehicle;
  const epoch = 1 + known.reduce((last, request) => Math.max(last, request.epoch), 0);
  const id = requestKey(settings.feed, dealerId, row.vin, epoch);
  const status = firstStatus(context.types.get(type));
  const request: ServiceRequest = {
    id,
    feed: settings.feed,
    dealerId,
    vin: row.vin,
    epoch,
    type,
    client,
    stock: row.stock,
    ...(vehicleType ? { vehicleType } : {}),
    vehicle: row.vehicle,
    status,
    createdAt: now,
    ...(status === 'closed' ? { closedAt: now, closedBy: 'type' as const } : {}),
    touchedByPerson: [],
    history: [{ at: now, by: 'feed', what: 'created', reason }],
  };
  return { reason, request, action: { kind: 'create', id, vin: row.vin, reason, request } };
}

/** What the row says otherwise than the service request and what was made from it; `left`: something stays as it is (R2). */
function changesOf(
  request: ServiceRequest,
  vehicle: MappedVehicle,
  context: VehicleContext,
): { changes: FieldChange[]; left: boolean } {
  const { settings, state, now } = context;
  const told = { stock: vehicle.row.stock, client: vehicle.client };
  const changes = describedChanges(request, vehicle);
  let left = false;
  const track = (kind: FieldChange['entity'], entity: TrackedEntity) => {
    const tracking = trackChanges(entity, told, settings.track, now);
    for (const change of tracking.changes) changes.push({ entity: kind, id: entity.id, ...change });
    left ||= tracking.left.length > 0;
  };
  track('service-request', request);
  for (const entity of state.madeFrom(request.id)) track(entity.kind, entity);
  return { changes, left };
}

/**
 * The feed describes the vehicle, so its words are kept up to date while the service request is open. What it leaves out
 * stays, and so does what a person changed (F13).
 */
function describedChanges(request: ServiceRequest, vehicle: MappedVehicle): FieldChange[] {
  const changes: FieldChange[] = [];
  const compare = (field: 'vehicleType' | keyof FeedVehicle, from = '', to = '') => {
    if (to === '' || to === from || request.touchedByPerson.includes(field)) return;
    changes.push({ entity: 'service-request', id: request.id, field, from, to });
  };
  compare('vehicleType', request.vehicleType, vehicle.vehicleType);
  for (const field of VEHICLE_FIELDS) compare(field, request.vehicle[field], vehicle.row.vehicle[field]);
  return changes;
}

const VEHICLE_FIELDS = ['year', 'make', 'model', 'trim', 'body', 'color', 'mileage', 'price'] as const;
