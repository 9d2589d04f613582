import { isOpen, type ServiceRequest } from '../service-request';
import type { ClientRow, MappedVehicle } from '../types';
import { daysAfter, isWithin } from './days';

/** A closed service request rests at least so long, also where *Ignore if SR with VIN exists* is off or shorter. */
const LEAST_REST_DAYS = 3;

/** What the service requests that a vehicle already has mean for a new one. */
export type Existing =
  | { says: 'create'; reason: 'NEW_VEHICLE' | 'BACK_LATER' }
  | { says: 'reopen'; request: ServiceRequest }
  /** `until`: from then on a feed makes a new one; Infinity = never. */
  | {
      says: 'ignore';
      reason: 'REQUEST_EXISTS' | 'CLOSED_BY_PERSON' | 'CLOSED_BY_TYPE';
      request: ServiceRequest;
      until: number;
    };

export interface ExistingInput {
  vehicle: MappedVehicle;
  /** Of the VIN: any state, any client, any dealer. */
  known: readonly ServiceRequest[];
  /** Those of them that are this vehicle's own, not another client's; of those closed at one time the first counts. */
  own: readonly ServiceRequest[];
  feed: string;
  /** R10's switch. */
  reopen: boolean;
  now: number;
}

/**
 * R8, R9 and R10, for a vehicle without an open service request of its own. In this order: a person's close is final (R9);
 * what the feed itself closed lives on (R10); another one made for the VIN lately is enough (R8).
 */
export function judgeExisting(input: ExistingInput): Existing {
  const { vehicle, known, own, feed, now } = input;
  const days = restDays(vehicle.clientRow);
  const closed = own.filter((request) => !isOpen(request)).sort((a, b) => closedAt(b) - closedAt(a));
  const final = closed.find((request) => request.closedBy !== 'feed' && isWithin(closedAt(request), days, now));
  if (final) {
    const reason = final.closedBy === 'type' ? 'CLOSED_BY_TYPE' : 'CLOSED_BY_PERSON';
    return { says: 'ignore', reason, request: final, until: daysAfter(closedAt(final), days) };
  }
  const ended = closed.find((request) => request.closedBy === 'feed' && request.feed === feed);
  if (ended && input.reopen && isWithin(closedAt(ended), days, now)) return { says: 'reopen', request: ended };

  const recent = vehicle.clientRow.ignoreIfExists && newest(known);
  const ignoreDays = vehicle.clientRow.ignoreDays ?? Number.POSITIVE_INFINITY;
  if (recent && isWithin(recent.createdAt, ignoreDays, now)) {
    const until = daysAfter(recent.createdAt, ignoreDays);
    return { says: 'ignore', reason: 'REQUEST_EXISTS', request: recent, until };
  }
  return { says: 'create', reason: ended ? 'BACK_LATER' : 'NEW_VEHICLE' };
}

/**
 * How long a close holds. It is counted from the close, not from the create: a service request that took longer than its
 * Ignore Days would be doubled an hour after it was done, with the vehicle still on the lot (F15).
 */
export function restDays(row: ClientRow): number {
  if (!row.ignoreIfExists) return LEAST_REST_DAYS;
  return Math.max(row.ignoreDays ?? Number.POSITIVE_INFINITY, LEAST_REST_DAYS);
}

function newest(requests: readonly ServiceRequest[]): ServiceRequest | undefined {
  return requests.reduce<ServiceRequest | undefined>(
    (found, request) => (found && found.createdAt >= request.createdAt ? found : request),
    undefined,
  );
}

function closedAt(request: ServiceRequest): number {
  return request.closedAt ?? request.createdAt;
}
