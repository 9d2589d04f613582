import { badRequest, notFound } from '../../sync/operations/pages';
import { type HistoryEntry, isOpen, type OpenStatus, type RequestField, type ServiceRequest } from '../service-request';
import { type MadeDoc, type RequestDoc, requestDoc, requestOf } from '../store/documents';
import { statusesOf } from './views';

/** What a person may do with a service request. */
export type RequestChange =
  /** `of`: the id of an inspection or work order made from it. */
  | { action: 'edit'; fields: Readonly<Record<string, string>>; of?: string }
  /** Moves it along the phases of its type; a closed one is opened again. */
  | { action: 'status'; status: string; reason?: string }
  /** Final: no feed reopens it (F15). */
  | { action: 'close'; reject?: boolean; reason?: string }
  | { action: 'add-inspection' | 'add-work-order' };

const OWN_FIELDS = ['stock', 'client', 'vehicleType'] as const;
const VEHICLE_FIELDS = ['year', 'make', 'model', 'trim', 'body', 'color', 'mileage', 'price'] as const;
const FIELDS: readonly RequestField[] = [...OWN_FIELDS, ...VEHICLE_FIELDS];
const MADE_FIELDS = ['stock', 'client'] as const;

/**
 * The service request after a person's step; itself when nothing changes. Pure.
 *
 * @throws DealerSyncError `BAD_REQUEST`, `NOT_FOUND`
 */
export function changeRequest(doc: RequestDoc, change: RequestChange, by: string, at: number): RequestDoc {
  switch (change.action) {
    case 'edit':
      return change.of === undefined
        ? edited(doc, change.fields, by, at)
        : editedMade(doc, change.of, change.fields, by, at);
    case 'status':
      return moved(doc, change, by, at);
    case 'close':
      return closed(doc, change, by, at);
    case 'add-inspection':
      return added(doc, 'inspection', by, at);
    case 'add-work-order':
      return added(doc, 'work-order', by, at);
  }
}

type Changes = NonNullable<HistoryEntry['changes']>;

function edited(doc: RequestDoc, fields: Readonly<Record<string, string>>, by: string, at: number): RequestDoc {
  const request = requestOf(doc);
  const vehicle: Record<string, string> = { ...request.vehicle };
  const own: Record<string, string> = {};
  const changes: { field: string; from?: string; to: string }[] = [];
  for (const [name, to] of Object.entries(fields)) {
    const field = fieldNamed(name, FIELDS);
    if (field === 'client' && to === '') throw badRequest('A service request needs a client.');
    const isOwn = (OWN_FIELDS as readonly string[]).includes(field);
    const from = isOwn ? request[field as 'stock'] : vehicle[field];
    if ((from ?? '') === to) continue;
    if (isOwn) own[field] = to;
    else vehicle[field] = to;
    changes.push({ field, ...(from === undefined ? {} : { from }), to });
  }
  if (!changes.length) return doc;
  const touched = changes.map(({ field }) => field as RequestField);
  const touchedByPerson = [...new Set([...request.touchedByPerson, ...touched])];
  return next(doc, { ...request, ...own, vehicle, touchedByPerson }, { at, by, what: 'updated', changes });
}

function editedMade(
  doc: RequestDoc,
  id: string,
  fields: Readonly<Record<string, string>>,
  by: string,
  at: number,
): RequestDoc {
  const entity = doc.madeFrom.find((one) => one.id === id);
  if (!entity) throw notFound('such inspection or work order');
  const now: MadeDoc = { ...entity };
  const changes: { field: string; from: string; to: string }[] = [];
  for (const [name, to] of Object.entries(fields)) {
    const field = fieldNamed(name, MADE_FIELDS);
    if (field === 'client' && to === '') throw badRequest('It needs a client.');
    if (entity[field] === to) continue;
    now[field] = to;
    changes.push({ field: `${id} ${field}`, from: entity[field], to });
    now.touchedByPerson = [...new Set([...now.touchedByPerson, field])];
  }
  if (!changes.length) return doc;
  const madeFrom = doc.madeFrom.map((one) => (one === entity ? now : one));
  return next({ ...doc, madeFrom }, requestOf(doc), { at, by, what: 'updated', changes });
}

function moved(
  doc: RequestDoc,
  { status, reason }: { status: string; reason?: string },
  by: string,
  at: number,
): RequestDoc {
  const choices = statusesOf(doc);
  const to = choices.find((one): one is OpenStatus => one === status);
  if (!to) {
    const which = choices.length
      ? `one of ${choices.join(', ')}: its type has no other`
      : 'closed: its type has no phase';
    throw badRequest(`The status of this service request can be ${which}.`);
  }
  const request = requestOf(doc);
  if (request.status === to) return doc;
  const { closedAt: _at, closedBy: _by, closedFrom: _from, missingSince, ...rest } = request;
  const was = isOpen(request);
  // Opened again by a person, it starts its days anew (R4): the feed that lacks the vehicle does not close it at once.
  const opened = was ? (missingSince === undefined ? {} : { missingSince }) : { lastReappearedAt: at };
  return next(
    doc,
    { ...rest, ...opened, status: to },
    { at, by, what: was ? 'updated' : 'reopened', ...said(reason), changes: [statusChange(request, to)] },
  );
}

function closed(
  doc: RequestDoc,
  { reject, reason }: { reject?: boolean; reason?: string },
  by: string,
  at: number,
): RequestDoc {
  const request = requestOf(doc);
  const status = reject ? 'rejected' : 'closed';
  if (request.status === status && request.closedBy === 'person') return doc;
  const { closedFrom: _from, ...rest } = request;
  return next(
    doc,
    { ...rest, status, closedAt: at, closedBy: 'person' },
    { at, by, what: 'closed', ...said(reason), changes: [statusChange(request, status)] },
  );
}

function added(doc: RequestDoc, kind: MadeDoc['kind'], by: string, at: number): RequestDoc {
  if (!isOpen(doc)) throw badRequest('The service request is closed. Open it again to add to it.');
  const number = 1 + doc.madeFrom.filter((one) => one.kind === kind).length;
  const id = `${doc._id}|${kind}|${number}`;
  const { stock, client } = doc;
  const entity = { kind, id, requestId: doc._id, stock, client, createdAt: at, touchedByPerson: [] } as MadeDoc;
  const changes = [{ field: kind, to: id }];
  return next({ ...doc, madeFrom: [...doc.madeFrom, entity] }, requestOf(doc), { at, by, what: 'updated', changes });
}

function next(doc: RequestDoc, request: ServiceRequest, entry: HistoryEntry): RequestDoc {
  const { rev, phases, madeFrom } = doc;
  const kept = { rev, ...(phases ? { phases } : {}), madeFrom, updatedAt: entry.at };
  return requestDoc({ ...request, history: [...request.history, entry] }, kept);
}

function statusChange({ status }: ServiceRequest, to: string): Changes[number] {
  return { field: 'status', from: status, to };
}

function said(reason: string | undefined): { reason?: string } {
  return reason ? { reason } : {};
}

function fieldNamed<T extends string>(name: string, fields: readonly T[]): T {
  const field = fields.find((one) => one === name);
  if (field) return field;
  throw badRequest(`"${name.slice(0, 40)}" is no field that can be changed. Change one of ${fields.join(', ')}.`);
}
