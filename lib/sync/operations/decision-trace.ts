import type { Engine } from '../engine';
import type { AuditEntry, DecidedEntity } from '../executor/audit';
import type { PairDoc } from '../pair';

/** What a person decided, for the audit. It writes nothing outside, so a replay of the audit (S22) passes over it. */
export interface Trace {
  who: string;
  entity: DecidedEntity;
  entityId: string;
  /** `accept`, `unlink`, `approve`, … */
  decision: string;
  /** What was chosen, and what stood there before. */
  chosen?: Record<string, string>;
  before?: Record<string, string>;
  runId?: string;
  integration?: string;
  space?: string;
  pairId?: string;
  key?: string;
}

/**
 * Told before what it tells of is stored, so that no decision is ever untold; one that came to nothing is taken back with
 * {@link untell}, and one that a crash broke off is told again in its own place.
 * @param id its own for each decision: the document's id with the revision that the decision makes
 */
export async function tellDecision(engine: Engine, id: string, trace: Trace): Promise<void> {
  const { who, entity, entityId, decision, chosen = {}, before = {} } = trace;
  const { runId = '', integration = '', space = '', pairId = '', key = '' } = trace;
  const audit = engine.store.collection<AuditEntry>('audit');
  const entry: Omit<AuditEntry, 'rev'> = {
    _id: id,
    at: engine.clock.now(),
    who,
    as: 'dealer-sync',
    system: 'dealer-sync',
    operation: 'decide',
    entity,
    entityId,
    old: before,
    new: { decision, ...chosen },
    reason: decision,
    runId,
    integration,
    space,
    pairId,
    key,
  };
  const known = await audit.get(id);
  if (known) await audit.put({ ...entry, rev: known.rev });
  else await audit.insert(entry);
}

export async function untell(engine: Engine, id: string): Promise<void> {
  await engine.store.collection<AuditEntry>('audit').remove(id);
}

/** The key of the item that a pair is about, as runs and the audit name it. */
export function keyOfPair({ space, accountId, customerId }: PairDoc): string {
  return accountId === undefined ? `revio:${customerId ?? ''}` : `${space}:${accountId}`;
}
