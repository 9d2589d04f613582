import type { FeedVehicle } from './parser/feed-row';
import { type HistoryEntry, isOpen, OPEN_STATUSES, type OpenStatus, type ServiceRequest } from './service-request';
import type { FeedAction, FieldChange, MadeFrom } from './types';

/**
 * The service request after the action; what is made from it follows by {@link applyToMadeFrom}. Doing an action twice
 * leaves what once has left, so a broken-off run may do it again (F7).
 *
 * @param request as it is now; `undefined` only before a create
 * @param at instant of the plan
 */
export function applyAction(request: ServiceRequest | undefined, action: FeedAction, at: number): ServiceRequest {
  if (action.kind === 'create') return request ?? action.request;
  if (!request) throw new RangeError(`There is no service request ${action.id} to ${action.kind}.`);
  const entry = (what: HistoryEntry['what'], changes: readonly FieldChange[] = []): HistoryEntry[] => [
    ...request.history,
    {
      at,
      by: 'feed',
      what,
      reason: action.reason,
      ...(changes.length
        ? { changes: ownChanges(changes, request.id).map(({ field, from, to }) => ({ field, from, to })) }
        : {}),
    },
  ];
  switch (action.kind) {
    case 'close':
      return isOpen(request) ? closed(request, at, entry('closed')) : request;
    case 'missing':
      return request.missingSince === undefined ? { ...request, missingSince: at, history: entry('missing') } : request;
    case 'update': {
      const { missingSince, ...rest } = request;
      const back = action.reason === 'REAPPEARED' && missingSince !== undefined;
      if (!back && !differs(request, action.changes, action.dealerId)) return request;
      return {
        ...(back ? { ...rest, lastReappearedAt: at } : request),
        ...changed(request, action.changes),
        ...(action.dealerId ? { dealerId: action.dealerId } : {}),
        history: entry('updated', action.changes),
      };
    }
    case 'reopen': {
      if (isOpen(request)) return request;
      const { closedAt: _at, closedBy: _by, closedFrom: _from, missingSince: _since, ...rest } = request;
      return {
        ...rest,
        ...changed(request, action.changes),
        ...(action.dealerId ? { dealerId: action.dealerId } : {}),
        status: action.status,
        lastReappearedAt: at,
        history: entry('reopened', action.changes),
      };
    }
  }
}

/** An inspection or work order after the changes that concern it. */
export function applyToMadeFrom<T extends MadeFrom>(entity: T, changes: readonly FieldChange[]): T {
  const mine = ownChanges(changes, entity.id);
  return mine.length ? { ...entity, ...Object.fromEntries(mine.map(({ field, to }) => [field, to])) } : entity;
}

function closed(request: ServiceRequest, at: number, history: HistoryEntry[]): ServiceRequest {
  const from = request.status in OPEN_STATUSES ? (request.status as OpenStatus) : undefined;
  return {
    ...request,
    status: 'closed',
    closedAt: at,
    closedBy: 'feed',
    ...(from ? { closedFrom: from } : {}),
    missingSince: request.missingSince ?? at,
    history,
  };
}

function changed(request: ServiceRequest, changes: readonly FieldChange[]): Partial<ServiceRequest> {
  const vehicle: FeedVehicle = { ...request.vehicle };
  const fields: Partial<ServiceRequest> = {};
  for (const { field, to } of ownChanges(changes, request.id)) {
    if (field === 'stock' || field === 'client' || field === 'vehicleType') fields[field] = to;
    else vehicle[field] = to;
  }
  return { ...fields, vehicle };
}

function differs(request: ServiceRequest, changes: readonly FieldChange[], dealerId: string | undefined): boolean {
  if (dealerId !== undefined && dealerId !== request.dealerId) return true;
  return ownChanges(changes, request.id).some(({ field, to }) =>
    field === 'stock' || field === 'client' || field === 'vehicleType'
      ? request[field] !== to
      : request.vehicle[field] !== to,
  );
}

function ownChanges(changes: readonly FieldChange[], id: string): FieldChange[] {
  return changes.filter((change) => change.id === id);
}
