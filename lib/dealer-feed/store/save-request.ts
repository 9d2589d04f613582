import type { Fence, Store } from '../../store/store';
import { type AuditEntry, flat } from '../../sync/executor/audit';
import { isOpen } from '../service-request';
import type { RequestDoc } from './documents';

export interface SaveOptions {
  entry: Pick<AuditEntry, 'at' | 'who' | 'reason' | 'runId' | 'integration' | 'space' | 'key'>;
  fence?: Fence;
  durable?: boolean;
  /** Only a note of ours, which nobody has to answer for. */
  silent?: boolean;
}

type Told = Pick<AuditEntry, 'operation' | 'entity' | 'entityId' | 'old' | 'new'>;

/**
 * One step of a service request: told in the audit first, so that none is ever untold (S22), then written. The entry's id
 * is the service request's and the revision that it makes, so a step that broke off between the two is told of once.
 *
 * @param before as it was read; `undefined` = it is new
 * @throws DealerSyncError `STALE`, `DUPLICATE`, `LEASE_LOST`, `STORE_UNWRITABLE`
 */
export async function saveRequest(
  store: Store,
  before: RequestDoc | undefined,
  after: RequestDoc,
  { entry, fence, durable, silent }: SaveOptions,
): Promise<RequestDoc> {
  const under = { ...(fence ? { fence } : {}), ...(durable ? { durable } : {}) };
  if (!silent) {
    const step = `${after._id}@${after.rev + 1}`;
    for (const [index, told] of whatChanges(before, after).entries()) {
      const _id = index === 0 ? step : `${step}.${index}`;
      await tell(store, { ...entry, ...told, _id, as: 'dealer-sync', system: 'Service requests', pairId: after._id });
    }
  }
  const requests = store.collection<RequestDoc>('serviceRequests');
  return before ? requests.put(after, under) : requests.insert(after, under);
}

/** The write that an earlier entry of the same step spoke of never happened: this one takes its place. */
async function tell(store: Store, entry: Omit<AuditEntry, 'rev'>): Promise<void> {
  const audit = store.collection<AuditEntry>('audit');
  const known = await audit.get(entry._id);
  if (known) await audit.put({ ...entry, rev: known.rev });
  else await audit.insert(entry);
}

/** The service request, and each inspection and work order made from it, with what becomes another. */
function whatChanges(before: RequestDoc | undefined, after: RequestDoc): Told[] {
  const made = new Map(before?.madeFrom.map((entity) => [entity.id, entity]));
  const operation = !before ? 'create' : isOpen(before) && !isOpen(after) ? 'close' : 'update';
  return [
    { operation, entity: 'service request' as const, entityId: after._id, ...difference(words(before), words(after)) },
    ...after.madeFrom.map((entity) => ({
      operation: made.has(entity.id) ? ('update' as const) : ('create' as const),
      entity: entity.kind === 'inspection' ? ('inspection' as const) : ('work order' as const),
      entityId: entity.id,
      ...difference(flat(made.get(entity.id) ?? {}), flat(entity)),
    })),
  ].filter(({ old, new: now, operation: what }, index) => index === 0 || what === 'create' || differs(old, now));
}

function words(doc: RequestDoc | undefined): Record<string, string> {
  if (!doc) return {};
  const { vin, type, client, stock, vehicleType, dealerId, status, vehicle } = doc;
  return flat({ vin, type, client, stock, vehicleType, dealerId, status, vehicle });
}

function difference(old: Record<string, string>, now: Record<string, string>): Pick<Told, 'old' | 'new'> {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => old[key] !== now[key]);
  const pick = (from: Record<string, string>) =>
    Object.fromEntries(keys.flatMap((key) => (from[key] === undefined ? [] : [[key, from[key]]])));
  return { old: pick(old), new: pick(now) };
}

function differs(old: Record<string, string>, now: Record<string, string>): boolean {
  return Object.keys(old).length > 0 || Object.keys(now).length > 0;
}
