import type { FeedVehicle } from './parser/feed-row';

/**
 * The way of a service request through the shop. A service request type has those phases that its kind of work needs;
 * one without any phase is done as soon as it is made.
 */
export const PHASES = ['acceptance', 'estimating', 'work', 'delivery'] as const;
export type Phase = (typeof PHASES)[number];

/** Each open status belongs to one phase. */
export const OPEN_STATUSES = {
  proposed: 'acceptance',
  scheduled: 'estimating',
  'on-hold': 'estimating',
  work: 'work',
  delivery: 'delivery',
} as const satisfies Record<string, Phase>;

export type OpenStatus = keyof typeof OPEN_STATUSES;
export type RequestStatus = OpenStatus | 'closed' | 'rejected';

/** `type`: closed at once, because its type has no phase. */
export type ClosedBy = 'feed' | 'person' | 'type';

export interface ServiceRequestType {
  id: string;
  name: string;
  phases: readonly Phase[];
}

/** What R2 can carry into service requests, inspections and work orders, each by its own age. */
export interface TrackedEntity {
  id: string;
  /** `''` where the feed told none. */
  stock: string;
  client: string;
  /** Instant, milliseconds. */
  createdAt: number;
  /** Fields that a person changed. The feed never writes them again (F13). */
  touchedByPerson: readonly RequestField[];
}

/** Fields of a service request that a feed can write and a person can change. */
export type RequestField = 'stock' | 'client' | 'vehicleType' | keyof FeedVehicle;

/** A vehicle's way through the shop, made from a feed or by a person. Instants are milliseconds. */
export interface ServiceRequest extends TrackedEntity {
  /** `feed|dealer|VIN|epoch`, see {@link requestKey}; a person's own has any other. */
  id: string;
  /** The feed that it was made from; none: a person made it, and no feed closes it. */
  feed?: string;
  /** Whose list the vehicle stands in, as {@link dealerKey} makes it. It follows the vehicle; {@link id} does not. */
  dealerId?: string;
  vin: string;
  /** Which life of the vehicle in this feed, from 1. */
  epoch: number;
  /** The id of its {@link ServiceRequestType}. */
  type: string;
  vehicleType?: string;
  vehicle: FeedVehicle;
  status: RequestStatus;
  /** R4: when the vehicle was back after it had been missing. */
  lastReappearedAt?: number;
  /** Since when the newest accepted feed has lacked the vehicle. */
  missingSince?: number;
  closedAt?: number;
  closedBy?: ClosedBy;
  /** The status that it had when it was closed: it gets it back when it is reopened (R10). */
  closedFrom?: OpenStatus;
  history: readonly HistoryEntry[];
}

export interface Inspection extends TrackedEntity {
  kind: 'inspection';
  requestId: string;
}

export interface WorkOrder extends TrackedEntity {
  kind: 'work-order';
  requestId: string;
}

export interface HistoryEntry {
  at: number;
  /** The user's name, or `feed`. */
  by: string;
  what: 'created' | 'updated' | 'closed' | 'reopened' | 'missing';
  /** The outcome's reason, or what the person wrote. */
  reason?: string;
  changes?: readonly { field: string; from?: string; to?: string }[];
}

export function isOpen(request: Pick<ServiceRequest, 'status'>): boolean {
  return request.status !== 'closed' && request.status !== 'rejected';
}

/** Where a new service request of the type starts; `closed` when the type has no phase, `proposed` for an unknown type. */
export function firstStatus(type: ServiceRequestType | undefined): OpenStatus | 'closed' {
  if (!type) return 'proposed';
  const first = PHASES.find((phase) => type.phases.includes(phase));
  if (!first) return 'closed';
  return FIRST_OF[first];
}

const FIRST_OF: Record<Phase, OpenStatus> = {
  acceptance: 'proposed',
  estimating: 'scheduled',
  work: 'work',
  delivery: 'delivery',
};

/**
 * The same for the same create, whenever and however often it is planned: the site's own system knows by it that it has
 * carried the command out already (F7). The epoch counts the vehicle's service requests and is no time, which would
 * differ when a broken-off run is done again.
 */
export function requestKey(feed: string, dealerId: string, vin: string, epoch: number): string {
  return [feed, dealerId, vin, epoch].map((part) => encodeURIComponent(part)).join('|');
}
