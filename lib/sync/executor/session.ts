import type { Clock } from '../../clock';
import { DealerSyncError } from '../../errors';
import type { Account } from '../../model/records';
import type { Fence, Store } from '../../store/store';
import type { Actor, Intent, IntentBase, PairDoc } from '../pair';
import type { BillingSystem, KeyLink, KeyLinkScope, KeyLinks, MonitoringSystem } from '../ports';
import type { AuditBody, AuditEntry } from './audit';

/** Which of the run's write counters a call belongs to. */
export type WriteTarget = 'revio' | 'monitoring' | 'keyLinks';

/** What the executor needs of its run. */
export interface RunContext {
  id: string;
  integration: string;
  space: string;
  /** The signed-in user, `inject` or `timer`. */
  who: string;
  fence(): Fence;
  /** Throws when the run was stopped or its lease is over: nothing more may go out. */
  assertMayWrite(): void;
  countWrite(target: WriteTarget): void;
  /** The pair as it is stored now, for the nodes that come after. */
  pairSaved(pair: PairDoc): void;
}

export interface ExecutorDeps {
  store: Store;
  clock: Clock;
  newId(): string;
  monitoring: MonitoringSystem;
  billing: BillingSystem;
  /** Absent when the site runs without key links, on the local store and the account-number marker alone. */
  keyLinks?: {
    client: KeyLinks;
    customer: KeyLinkScope;
    contact: KeyLinkScope;
    prefix: string;
    /** The key link of a station's contact, by its external id. */
    findContact(externalId: string): Promise<KeyLink | undefined>;
  };
  /** The accounts that a create of ours has made for this customer, where a create takes several writes. */
  unfinished?(customerId: string): Promise<Account[]>;
  /** Bill profile of new customers. */
  billProfileId: string;
  /** How long a write whose reply was lost may still show (S7): 10 minutes. */
  settleMs: number;
  /** After so many failed tries a record is parked (S13). */
  maxAttempts: number;
  run: RunContext;
}

type IntentBody<T = Intent> = T extends Intent ? Omit<T, keyof IntentBase> : never;

/**
 * One pair while it is worked on. Every change is one atomic write of its document; everything outside goes through
 * {@link outside}, which is the write-ahead step: intent on disk, call, audit, result.
 */
export class PairSession {
  pair: PairDoc;
  readonly deps: ExecutorDeps;
  readonly key: string;

  constructor(deps: ExecutorDeps, pair: PairDoc, key: string) {
    this.deps = deps;
    this.pair = pair;
    this.key = key;
  }

  async save(change: Partial<PairDoc>, options: { durable?: boolean } = {}): Promise<void> {
    const { store, clock, run } = this.deps;
    const pairs = store.collection<PairDoc>('pairs');
    const next: PairDoc = { ...this.pair, ...change, runId: run.id, updatedAt: clock.now() };
    const put = { fence: run.fence(), ...options };
    this.pair = next.rev === 0 ? await pairs.insert(next, put) : await pairs.put(next, put);
    run.pairSaved(this.pair);
  }

  /**
   * The write-ahead step. The intent is on disk before the call (N6). A call that was refused takes its intent back; one
   * whose fate is unknown leaves it, for {@link ../recover} to look up (S6, S7).
   * @param done what the result means for the document and the audit; both in the intent's name
   */
  async outside<T>(
    intent: IntentBody,
    target: WriteTarget,
    reason: string,
    call: () => Promise<T>,
    done: (result: T) => { change: Partial<PairDoc>; audit: AuditBody | AuditBody[] },
    alongside: Partial<PairDoc> = {},
  ): Promise<T> {
    const { clock, run } = this.deps;
    const before = this.pair;
    run.assertMayWrite();
    // A new document's first revision is 1, also when it is written with its intent.
    const actor: Actor = { who: run.who, runId: run.id, reason };
    const full = { ...intent, id: `${before._id}.${before.rev + 1}`, at: clock.now(), actor } as Intent;
    await this.save({ ...alongside, intent: full }, { durable: true });
    let result: T;
    try {
      // Stopped meanwhile: nothing went out, so nothing has to be waited for either.
      run.assertMayWrite();
      result = await call();
    } catch (error) {
      const refused = error instanceof DealerSyncError && error.acted === 'no';
      if (refused) await this.save({ state: before.state, intent: undefined });
      throw error;
    }
    run.countWrite(target);
    const { change, audit } = done(result);
    await this.finish(full, audit, change);
    return result;
  }

  /** Ends an intent: told in the audit first, so that no write is ever untold; then its result is the document's. */
  async finish(
    intent: Intent,
    audit: AuditBody | AuditBody[],
    change: Partial<PairDoc>,
    recovered = false,
  ): Promise<void> {
    for (const [index, body] of [audit].flat().entries()) await this.tell(intent, body, recovered, index);
    await this.save({ ...change, intent: undefined });
  }

  /** What came of a person's word without any write outside: told, then the document is changed by it. */
  async answer(body: AuditBody, who: string, reason: string, change: Partial<PairDoc>): Promise<void> {
    const id = `${this.pair._id}.${this.pair.rev + 1}.answered`;
    await this.insertOnce(id, { who, reason, runId: this.deps.run.id }, body);
    await this.save(change);
  }

  private tell({ id, actor }: Intent, body: AuditBody, recovered: boolean, index: number): Promise<void> {
    // A step of two writes tells of each.
    return this.insertOnce(index === 0 ? id : `${id}.${index}`, actor, body, recovered);
  }

  private async insertOnce(id: string, actor: Actor, body: AuditBody, recovered = false): Promise<void> {
    const { store, clock, run } = this.deps;
    const { who, reason, runId } = actor;
    const entry: Omit<AuditEntry, 'rev'> = {
      _id: id,
      at: clock.now(),
      who,
      reason,
      runId,
      integration: run.integration,
      space: run.space,
      pairId: this.pair._id,
      key: this.key,
      ...body,
      ...(recovered ? { recovered } : {}),
    };
    try {
      // On disk before the result that it tells of: a power cut must not keep the one and lose the other (S22).
      await store.collection<AuditEntry>('audit').insert(entry, { durable: true });
    } catch (error) {
      // Told before a crash, and found again now: once is enough.
      if (!(error instanceof DealerSyncError && error.code === 'DUPLICATE')) throw error;
    }
  }

  /** Nothing found of a write whose reply was lost: until the settle time is over it may still come (S7). */
  assertSettled(intent: Intent): void {
    const { clock, settleMs } = this.deps;
    if (clock.now() >= intent.at + settleMs) return;
    throw new DealerSyncError(
      'UNSETTLED',
      'A write whose reply was lost may still arrive. Nothing is sent again until that is certain; a run in 10 minutes will look again.',
      { transient: true },
    );
  }
}

/** Whether another pair of the space holds the record already. */
export async function isAnothers(
  { deps, pair }: PairSession,
  record: { accountId: string } | { customerId: string },
): Promise<boolean> {
  const where = { space: pair.space, ...record };
  const { items } = await deps.store.collection<PairDoc>('pairs').find({ where, limit: 2 });
  return items.some((other) => other._id !== pair._id);
}
