import type { Doc } from '../../store/store';

/** What people decide on; nothing of it is written outside by the decision itself. */
export type DecidedEntity = 'match' | 'link' | 'conflict' | 'hold' | 'parked' | 'run' | 'write';

/**
 * One outside write, S22: replaying the entries over the start gives the end. The id is its intent's, so that a write
 * which is told of again after a crash stands here once. `decide` is a person's decision, which no replay repeats.
 */
export interface AuditEntry extends Doc {
  at: number;
  /** The signed-in user, `inject` or `timer`. */
  who: string;
  /** The service account at the remote system. */
  as: string;
  system: string;
  operation: 'create' | 'update' | 'close' | 'cancel' | 'delete' | 'decide';
  entity:
    | 'customer'
    | 'account'
    | 'contact'
    | 'key link'
    | 'service request'
    | 'inspection'
    | 'work order'
    | DecidedEntity;
  entityId: string;
  old: Record<string, string>;
  new: Record<string, string>;
  reason: string;
  /** Found to have been done, after its reply was lost. */
  recovered?: boolean;
  runId: string;
  integration: string;
  space: string;
  pairId: string;
  /** Item key, for a record's story. */
  key: string;
}

/** What a step tells of its write; the rest is the run's and the pair's. */
export type AuditBody = Pick<AuditEntry, 'as' | 'system' | 'operation' | 'entity' | 'entityId' | 'old' | 'new'>;

/** What was done, at whom: told in the name of that system's service account. */
export function auditOf(
  at: { user: string; label: string },
  operation: AuditEntry['operation'],
  entity: AuditEntry['entity'],
  entityId: string,
  old: Record<string, string>,
  now: Record<string, string>,
): AuditBody {
  return { as: at.user, system: at.label, operation, entity, entityId, old, new: now };
}

/** A record as flat texts; blanks are left out. */
export function flat(record: object, prefix = ''): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(record)) {
    if (value === undefined || value === null || value === '') continue;
    if (typeof value === 'object') Object.assign(out, flat(value, `${prefix}${key}.`));
    else out[`${prefix}${key}`] = String(value);
  }
  return out;
}
