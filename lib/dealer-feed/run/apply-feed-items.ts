import { DealerSyncError } from '../../errors';
import type { FeedStep, Item, Outcome } from '../../model/item';
import type { Run } from '../../sync/run';
import { applyAction, applyToMadeFrom } from '../apply-action';
import { isOpen, type Phase, type ServiceRequest, type ServiceRequestType } from '../service-request';
import { type RequestDoc, requestDoc, requestOf } from '../store/documents';
import { saveRequest } from '../store/save-request';
import type { FeedAction, FieldChange } from '../types';
import type { ApplyFeedDeps, FeedCommand } from './feed-run';
import { fenceOf } from './fence';

/** A person, or another feed, may write the same service request at the same moment. */
const MAX_TRIES = 5;

/**
 * Carries out what passed the gate: one service request an item, each one atomic step under the run's lease, told in the
 * audit first (S22). Doing it again changes nothing (F7). What a person did since the plan was made counts more than the
 * plan (F13, F15).
 *
 * @param onDone told of each item with its outcome, as it is done
 * @throws DealerSyncError of the store, which ends the run; one item's own trouble is its outcome
 */
export function applyFeedItems(
  run: Run,
  items: readonly Item[],
  deps: ApplyFeedDeps,
  onDone: (item: Item) => void = () => undefined,
): Promise<void> {
  return run.during(async () => {
    const last = items.length - 1;
    for (const [index, item] of items.entries()) {
      if (!item.feed) {
        conclude(run, { ...item, outcome: item.outcome ?? NOT_OURS }, onDone);
        continue;
      }
      run.assertMayWrite();
      // The last one waits for the disk, and brings all before it there: what says that the file is done comes after (N6).
      const outcome = await new Step(run, item.key, item.feed, deps, index === last).carryOut();
      conclude(run, { ...item, outcome }, onDone);
    }
  });
}

const NOT_OURS: Outcome = { name: 'skipped', reason: 'It is no vehicle of a dealer feed.' };

function conclude(run: Run, item: Item, onDone: (item: Item) => void): void {
  run.conclude([item]);
  onDone(item);
}

/** One item on its way into the store. */
class Step {
  readonly #run: Run;
  readonly #key: string;
  readonly #step: FeedStep;
  readonly #deps: ApplyFeedDeps;
  readonly #durable: boolean;

  constructor(run: Run, key: string, step: FeedStep, deps: ApplyFeedDeps, durable: boolean) {
    this.#run = run;
    this.#key = key;
    this.#step = step;
    this.#deps = deps;
    this.#durable = durable;
  }

  async carryOut(): Promise<Outcome> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once();
      } catch (error) {
        if (!(error instanceof DealerSyncError)) throw error;
        if (error.code === 'STALE' && tries < MAX_TRIES) continue;
        if (error.code === 'DUPLICATE' || error.code === 'STALE') return taken(error);
        throw error;
      }
    }
  }

  async #once(): Promise<Outcome> {
    const { action, at } = this.#step;
    const before = await this.#deps.store.collection<RequestDoc>('serviceRequests').get(action.id);
    if (action.kind === 'create' ? before : !before) return overtaken(action.kind);
    const request = before && requestOf(before);
    const agreed = request ? asAgreed(action, request) : action;
    if (!agreed) return overtaken(action.kind);
    const after = applyAction(request, agreed, at);
    const changes = 'changes' in agreed ? agreed.changes : [];
    const doc = requestDoc(after, {
      rev: before?.rev ?? 0,
      ...phasesOf(after, before, this.#deps.types),
      madeFrom: (before?.madeFrom ?? []).map((entity) => applyToMadeFrom(entity, changes)),
      updatedAt: at,
    });
    if (action.kind !== 'missing') await this.#send(agreed, doc, changes);
    const { id, integration, space, who } = this.#run.setup;
    const { reason } = action;
    await saveRequest(this.#deps.store, before, doc, {
      entry: { at: this.#deps.clock.now(), who, reason, runId: id, integration, space, key: this.#key },
      teller: space,
      fence: fenceOf(this.#run),
      durable: this.#durable,
      silent: action.kind === 'missing',
    });
    if (action.kind !== 'missing') this.#run.countWrite('serviceRequests');
    return outcomeOf(action);
  }

  async #send(action: FeedAction, doc: RequestDoc, changes: readonly FieldChange[]): Promise<void> {
    if (!this.#deps.send || action.kind === 'missing') return;
    await this.#deps.send(commandOf(action, doc, changes));
  }
}

/** The first write after a crash is the same write, so its command has the same key. */
export function commandOf(
  action: Exclude<FeedAction, { kind: 'missing' }>,
  doc: RequestDoc,
  changes: readonly FieldChange[],
): FeedCommand {
  const { history: _history, ...request } = requestOf(doc);
  const { kind, id, reason } = action;
  return { key: kind === 'create' ? id : `${id}|${kind}|${doc.rev}`, command: kind, id, reason, request, changes };
}

/** What is left of the plan when a person was there meanwhile; `undefined` = nothing. */
function asAgreed(action: FeedAction, request: ServiceRequest): FeedAction | undefined {
  switch (action.kind) {
    case 'create':
      return action;
    case 'close':
    case 'missing':
      return isOpen(request) ? action : undefined;
    case 'reopen':
      return request.closedBy === 'feed' ? { ...action, changes: untouched(action.changes, request) } : undefined;
    case 'update':
      return isOpen(request) ? { ...action, changes: untouched(action.changes, request) } : undefined;
  }
}

/** F13 */
function untouched(changes: readonly FieldChange[], { id, touchedByPerson }: ServiceRequest): FieldChange[] {
  return changes.filter((change) => change.id !== id || !touchedByPerson.includes(change.field));
}

function phasesOf(
  { type }: ServiceRequest,
  before: RequestDoc | undefined,
  types: readonly ServiceRequestType[],
): { phases?: readonly Phase[] } {
  const phases = types.find(({ id }) => id === type)?.phases ?? before?.phases;
  return phases ? { phases } : {};
}

function outcomeOf({ kind, reason }: FeedAction): Outcome {
  if (kind === 'create') return { name: 'created', code: reason };
  return { name: kind === 'missing' ? 'unchanged' : 'updated', code: reason };
}

function overtaken(kind: FeedAction['kind']): Outcome {
  if (kind === 'create') return { name: 'unchanged', code: 'DONE_BEFORE', reason: 'Its service request is there.' };
  const reason = 'A person changed its service request after the plan was made. The next feed is compared with that.';
  return { name: 'skipped', code: 'OVERTAKEN', reason };
}

/** F7: somebody else has an open one for the same. Another try would end the same until a person closes one of the two. */
function taken({ code }: DealerSyncError): Outcome {
  const reason =
    code === 'STALE'
      ? 'Its service request was being changed by somebody else. The next feed is compared with that.'
      : 'Another service request for this VIN, type and client is open. Close one of the two.';
  return { name: 'conflict', code, reason };
}
