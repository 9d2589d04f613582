import { DealerSyncError } from '../../errors';
import type { Collection, Fence, Store } from '../../store/store';
import { type AuditEntry, flat } from '../../sync/executor/audit';
import { isOpen } from '../service-request';
import type { RequestDoc } from './documents';

export interface SaveOptions {
  entry: Pick<AuditEntry, 'at' | 'who' | 'reason' | 'runId' | 'integration' | 'space' | 'key'>;
  /** Who writes, so that two who race do not tell in each other's place: a run's space, or an id of a person's step. */
  teller: string;
  fence?: Fence;
  durable?: boolean;
  /** Only a note of ours, which nobody has to answer for. */
  silent?: boolean;
}

type Told = Pick<AuditEntry, 'operation' | 'entity' | 'entityId' | 'old' | 'new'>;

/**
 * One step of a service request: told in the audit first, so that none is ever untold (S22), then written. The entry's id
 * is the service request's with the revision that the step makes, so what broke off between the two is told of once.
 *
 * @param before as it was read; `undefined` = it is new
 * @throws DealerSyncError `STALE`, `DUPLICATE`, `LEASE_LOST`, `STORE_UNWRITABLE`
 */
export async function saveRequest(
  store: Store,
  before: RequestDoc | undefined,
  after: RequestDoc,
  { entry, teller, fence, durable, silent }: SaveOptions,
): Promise<RequestDoc> {
  const under = { ...(fence ? { fence } : {}), ...(durable ? { durable } : {}) };
  const audit = store.collection<AuditEntry>('audit');
  const entries = (silent ? [] : whatChanges(before, after)).map((told, index) => ({
    ...entry,
    ...told,
    _id: [after._id, after.rev + 1, teller, ...(index ? [index] : [])].join('@'),
    as: 'dealer-sync',
    system: 'Service requests',
    pairId: after._id,
  }));
  for (const one of entries) await tell(audit, one);
  try {
    const requests = store.collection<RequestDoc>('serviceRequests');
    return await (before ? requests.put(after, under) : requests.insert(after, under));
  } catch (error) {
    const refused = error instanceof DealerSyncError && (error.code === 'STALE' || error.code === 'DUPLICATE');
    if (refused) for (const { _id } of entries) await audit.remove(_id);
    throw error;
  }
}

/** The write that an earlier entry of the same step spoke of never happened: this one takes its place. */
async function tell(audit: Collection<AuditEntry>, entry: Omit<AuditEntry, 'rev'>): Promise<void> {
  const known = await audit.get(entry._id);
  if (known) await audit.put({ ...entry, rev: known.rev });
  else await audit.insert(entry);
}

/** The service request, and each inspection and work order made from it, with what becomes another. */
function whatChanges(before: RequestDoc | undefined, after: RequestDoc): Told[] {
  const made = new Map(before?.madeFrom.map((entity) => [entity.id, entity]));
  const operation = !before ? 'create' : isOpen(before) && !isOpen(after) ? 'close' : 'update';
  const own = difference(words(before), words(after));
  const told: Told[] = [];
  for (const entity of after.madeFrom) {
    const known = made.get(entity.id);
    const change = difference(flat(known ?? {}), flat(entity));
    if (known && isEmpty(change)) continue;
    const name = entity.kind === 'inspection' ? 'inspection' : 'work order';
    told.push({ operation: known ? 'update' : 'create', entity: name, entityId: entity.id, ...change });
  }
  if (told.length === 0 || !isEmpty(own)) {
    told.unshift({ operation, entity: 'service request', entityId: after._id, ...own });
  }
  return told;
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

function isEmpty({ old, new: now }: Pick<Told, 'old' | 'new'>): boolean {
  return Object.keys(old).length + Object.keys(now).length === 0;
}
