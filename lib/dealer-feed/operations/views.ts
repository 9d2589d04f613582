import { iso } from '../../sync/operations/overview';
import { type HistoryEntry, OPEN_STATUSES, type OpenStatus, PHASES, type ServiceRequest } from '../service-request';
import type { MadeDoc, RequestDoc } from '../store/documents';

/** A service request in a list. Instants are ISO texts. */
export interface RequestView
  extends Omit<
    ServiceRequest,
    'createdAt' | 'closedAt' | 'missingSince' | 'lastReappearedAt' | 'history' | 'touchedByPerson' | 'epoch'
  > {
  /** Of an open one. */
  phase?: string;
  createdAt: string;
  updatedAt: string;
  closedAt?: string;
  missingSince?: string;
}

export type MadeView = Omit<MadeDoc, 'createdAt'> & { createdAt: string };

export interface RequestDetail extends RequestView {
  /** What a person changed: the feed never writes it again (F13). */
  touchedByPerson: readonly string[];
  /** Where a person may move it to, along the phases of its type. */
  statuses: OpenStatus[];
  inspections: MadeView[];
  workOrders: MadeView[];
  /** Oldest first. */
  history: (Omit<HistoryEntry, 'at'> & { at: string })[];
}

export function viewOf(doc: RequestDoc): RequestView {
  const { _id, vin, feed, dealerId, client, type, vehicleType, stock, vehicle, status, closedBy, closedFrom } = doc;
  const phase = status in OPEN_STATUSES ? OPEN_STATUSES[status as OpenStatus] : undefined;
  return {
    id: _id,
    vin,
    client,
    type,
    stock,
    vehicle,
    status,
    ...(phase ? { phase } : {}),
    ...(feed === undefined ? {} : { feed }),
    ...(dealerId === undefined ? {} : { dealerId }),
    ...(vehicleType ? { vehicleType } : {}),
    ...(closedBy ? { closedBy } : {}),
    ...(closedFrom ? { closedFrom } : {}),
    createdAt: iso(doc.createdAt),
    updatedAt: iso(doc.updatedAt),
    ...(doc.closedAt === undefined ? {} : { closedAt: iso(doc.closedAt) }),
    ...(doc.missingSince === undefined ? {} : { missingSince: iso(doc.missingSince) }),
  };
}

export function detailOf(doc: RequestDoc): RequestDetail {
  const made = doc.madeFrom.map((entity) => ({ ...entity, createdAt: iso(entity.createdAt) }));
  return {
    ...viewOf(doc),
    touchedByPerson: doc.touchedByPerson,
    statuses: statusesOf(doc),
    inspections: made.filter(({ kind }) => kind === 'inspection'),
    workOrders: made.filter(({ kind }) => kind === 'work-order'),
    history: doc.history.map((entry) => ({ ...entry, at: iso(entry.at) })),
  };
}

/** Those of the phases that its type has; a type that nobody knows any more has all. */
export function statusesOf({ phases = PHASES }: Pick<RequestDoc, 'phases'>): OpenStatus[] {
  const all = Object.keys(OPEN_STATUSES) as OpenStatus[];
  return all.filter((status) => phases.includes(OPEN_STATUSES[status]));
}
