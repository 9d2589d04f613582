import type { Store } from '../../store/store';
import type { Run } from '../../sync/run';
import type { PlanDoc } from '../../sync/run-history';
import type { DealerPlan, Hold } from '../types';
import { vehicleKeys } from './feed-records';
import type { ReadFeedDeps } from './feed-run';

/**
 * Plans of single dealers that wait for a person, or that one has decided on (F2, F3). Approving one starts a run in which
 * exactly its actions may pass; until then every run makes the plan anew and, as long as it is the same, asks no second
 * time.
 */
export class HoldBook {
  readonly #run: Run;
  readonly #feed: string;
  readonly #deps: Pick<ReadFeedDeps, 'store' | 'clock' | 'newId'>;
  /** By {@link scopeOf}, still of account. */
  #known: PlanDoc[] = [];

  constructor(run: Run, feed: string, deps: Pick<ReadFeedDeps, 'store' | 'clock' | 'newId'>) {
    this.#run = run;
    this.#feed = feed;
    this.#deps = deps;
  }

  get approved(): ReadonlySet<string> {
    const { approvedHash } = this.#run.setup;
    const hashes = this.#known.filter(({ state }) => state === 'approved').map(({ hash }) => hash);
    return new Set(approvedHash === undefined ? hashes : [...hashes, approvedHash]);
  }

  async load(): Promise<void> {
    const { integration } = this.#run.setup;
    const where = { integration, state: { in: ['held', 'approved', 'discarded'] } };
    const { items } = await plansOf(this.#deps.store).find({ where });
    this.#known = items.filter(({ spentBy }) => spentBy === undefined);
  }

  /** @returns whether any of them waits for a decision */
  async keep(dealers: readonly DealerPlan[]): Promise<boolean> {
    let waits = false;
    for (const dealer of dealers) {
      const scope = scopeOf(this.#feed, dealer.dealerId);
      const known = this.#known.filter((plan) => plan.scope === scope);
      const { hold } = dealer;
      // Nothing was planned for the dealer, so nothing of what was decided has been used.
      if (!hold && dealer.verdict !== 'accepted') continue;
      const same = hold && known.find(({ hash, state }) => hash === hold.hash && state !== 'approved');
      for (const plan of known) if (plan !== same) await this.#end(plan);
      if (hold && !same) await this.#ask(dealer, hold, scope);
      if (hold && same?.state !== 'discarded') waits = true;
    }
    return waits;
  }

  async #end(plan: PlanDoc): Promise<void> {
    const plans = plansOf(this.#deps.store);
    // A person may have decided on it since the run read it.
    const now = await plans.get(plan._id);
    if (now?.state === 'held') await plans.put({ ...now, state: 'superseded' });
    else if (now && now.state === plan.state) await plans.put({ ...now, spentBy: this.#run.setup.id });
  }

  async #ask({ dealerId, client }: DealerPlan, { hash, reasons, actions }: Hold, scope: string): Promise<void> {
    const { id: runId, integration, title } = this.#run.setup;
    const count = (kind: string) => actions.filter((action) => action.kind === kind).length;
    const messages = reasons.map(({ message }) => message);
    await plansOf(this.#deps.store).insert({
      _id: this.#deps.newId(),
      runId,
      integration,
      title: `${title}: ${this.#feed}, dealer ${dealerId} (${client})`,
      state: 'held',
      reasons: messages,
      hash,
      counts: { closes: count('close'), removes: 0, creates: count('create') },
      at: this.#deps.clock.now(),
      scope,
    });
    const text = `the plan for dealer ${dealerId} is held: ${messages.join(' ')} Approve or discard it.`;
    this.#run.notices.push({ topic: 'held', text });
  }
}

function plansOf(store: Store) {
  return store.collection<PlanDoc>('plans');
}

function scopeOf(feed: string, dealerId: string): string {
  return JSON.stringify([feed, dealerId]);
}

/** How the keys of the records begin that a plan of this scope is about; the same run has those of other dealers too. */
export function keysOfScope(scope: string): string {
  const [, dealerId] = JSON.parse(scope) as [feed: string, dealerId: string];
  return vehicleKeys(dealerId);
}
