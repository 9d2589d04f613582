import { randomUUID } from 'node:crypto';
import { DealerSyncError } from '../../errors';
import type { Engine } from '../../sync/engine';
import { badRequest, notFound, type PageOf, type PageRequest } from '../../sync/operations/pages';
import type { RequestDoc } from '../store/documents';
import { saveRequest } from '../store/save-request';
import { changeRequest, type RequestChange } from './change-request';
import { detailOf, type RequestDetail, type RequestView, viewOf } from './views';

export interface RequestFilter extends PageRequest {
  dealer?: string;
  client?: string;
  status?: string;
  vin?: string;
}

const SEARCHED = ['vin', 'stock', 'client', 'dealerId', 'vehicleType', 'vehicle.make', 'vehicle.model', 'vehicle.year'];

/** The last changed first. `status` may also be `open`. */
export async function listServiceRequests(
  engine: Engine,
  { q, dealer, client, status, vin, offset, limit }: RequestFilter,
): Promise<PageOf<RequestView>> {
  const { total, items } = await engine.store.collection<RequestDoc>('serviceRequests').find({
    where: {
      ...(dealer ? { dealerId: dealer.toLowerCase() } : {}),
      ...(client ? { client } : {}),
      ...(vin ? { vin } : {}),
      ...(status === 'open' ? { openKey: { exists: true } } : status ? { status } : {}),
    },
    ...(q ? { text: { query: q, fields: SEARCHED } } : {}),
    sort: [{ field: 'updatedAt', descending: true }],
    offset,
    limit,
  });
  return { total, items: items.map(viewOf) };
}

/** With its inspections, work orders and history. */
export async function readServiceRequest(engine: Engine, id: string): Promise<RequestDetail> {
  const doc = await engine.store.collection<RequestDoc>('serviceRequests').get(id);
  if (!doc) throw notFound('such service request');
  return detailOf(doc);
}

const MAX_TRIES = 5;

/**
 * A person's word on a service request: one atomic step, told in the audit with the user's name. A run may be writing the
 * same one: then it is read again, so that neither is lost.
 *
 * @throws DealerSyncError `NOT_FOUND`, `BAD_REQUEST`, `OPEN_TWICE`
 */
export async function decideServiceRequest(
  engine: Engine,
  id: string,
  change: RequestChange,
  user: string,
): Promise<RequestDetail> {
  const at = engine.clock.now();
  for (let tries = 1; ; tries += 1) {
    const before = await engine.store.collection<RequestDoc>('serviceRequests').get(id);
    if (!before) throw notFound('such service request');
    const after = changeRequest(before, change, user, at);
    // Nothing of it is new: said twice, done once.
    if (after === before) return detailOf(before);
    try {
      const saved = await saveRequest(engine.store, before, after, {
        entry: { at, who: user, reason: reasonOf(change), runId: '', integration: '', space: '', key: id },
        teller: randomUUID(),
        durable: true,
      });
      engine.emit('changed', ['service-requests', 'audit']);
      return detailOf(saved);
    } catch (error) {
      if (!(error instanceof DealerSyncError)) throw error;
      if (error.code === 'DUPLICATE') throw openTwice();
      if (error.code !== 'STALE' || tries >= MAX_TRIES) throw error;
    }
  }
}

/**
 * Commands out: the site's own system tells what became of a service request there. It is a person's word, so that a close
 * is final here too (R9).
 *
 * @param key of any of its commands, or the service request's own id
 * @throws DealerSyncError `NOT_FOUND`, `BAD_REQUEST`
 */
export function reportStatus(engine: Engine, key: string, status: string, by: string): Promise<RequestDetail> {
  const id = key.split('|').slice(0, PARTS_OF_ID).join('|');
  if (status === 'closed' || status === 'rejected') {
    return decideServiceRequest(engine, id, { action: 'close', reject: status === 'rejected' }, by);
  }
  return decideServiceRequest(engine, id, { action: 'status', status }, by);
}

/** `feed|dealer|VIN|epoch` */
const PARTS_OF_ID = 4;

/** The steps of a body, checked. */
export function readRequestChange(body: Record<string, unknown>): RequestChange {
  const { action } = body;
  switch (action) {
    case 'edit':
      return { action, fields: textsOf(body.fields), ...optionalText(body, 'of') };
    case 'status':
      return { action, status: optionalText(body, 'status').status ?? '', ...optionalText(body, 'reason') };
    case 'close':
      if (body.reject !== undefined && typeof body.reject !== 'boolean') {
        throw badRequest('reject must be true or false.');
      }
      return { action, ...(body.reject ? { reject: true } : {}), ...optionalText(body, 'reason') };
    case 'add-inspection':
    case 'add-work-order':
      return { action };
    default:
      throw badRequest('action must be one of edit, status, close, add-inspection, add-work-order.');
  }
}

/** A person writes words, no books; the document holds them all. */
const LONGEST_TEXT = 500;

function optionalText<K extends string>(body: Record<string, unknown>, name: K): Partial<Record<K, string>> {
  const value = body[name];
  if (value === undefined) return {};
  return { [name]: textOf(name, value) } as Record<K, string>;
}

function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('Send the fields to change, as in {"action": "edit", "fields": {"stock": "A123"}}.');
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, textOf(name, one)]));
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw badRequest(`${name} must be a text.`);
  const text = String(value).trim();
  if (text.length > LONGEST_TEXT) throw badRequest(`${name} must not be longer than ${LONGEST_TEXT} characters.`);
  return text;
}

function reasonOf(change: RequestChange): string {
  return 'reason' in change && change.reason ? change.reason : change.action;
}

function openTwice(): DealerSyncError {
  return new DealerSyncError(
    'OPEN_TWICE',
    'Another service request for this VIN, type and client is open. Close that one first, or leave this one as it is.',
  );
}
