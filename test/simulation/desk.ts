import { DealerSyncError } from '../../lib/errors';
import type { Engine } from '../../lib/sync/engine';
import { decideConflict } from '../../lib/sync/operations/conflicts';
import { decideLink } from '../../lib/sync/operations/links';
import { retryParked } from '../../lib/sync/operations/parked';
import { decidePending } from '../../lib/sync/operations/pending';
import type { PairDoc } from '../../lib/sync/pair';
import type { Dealer } from './dealers';
import type { Step } from './history';
import { pick } from './people';
import type { Rules } from './rules';

export type Decision = Extract<Step, { do: 'decide' | 'link' | 'choose' | 'retry' }>;

const WHO = 'pat';

/** What an operator decides on the page, each by the operation that the page calls. */
export class Desk {
  constructor(
    private readonly dealer: Dealer,
    private readonly rules: Rules,
    private readonly tell: (line: string) => void,
  ) {}

  async decide(engine: Engine, step: Decision): Promise<void> {
    try {
      await this.#decide(engine, step);
    } catch (error) {
      // People are told that it does not go: it is linked already, say.
      if (!(error instanceof DealerSyncError)) throw error;
      this.tell(`   ${error.code}`);
    }
  }

  async #decide(engine: Engine, step: Decision): Promise<void> {
    const pairs = engine.store.collection<PairDoc>('pairs');
    const { items } = await pairs.find();
    switch (step.do) {
      case 'decide': {
        const waiting = items.filter(({ state }) => state === 'pending');
        const pair = pick(waiting, step.of);
        if (!pair) return;
        const chosen = step.word === 'reassign' ? this.#customer(step.customer) : {};
        await decidePending(engine, pair._id, { decision: step.word, ...chosen }, WHO);
        this.rules.decided(await pairs.get(pair._id));
        return;
      }
      case 'link': {
        const linked = items.filter(({ state }) => state === 'linked');
        const pair = pick(linked, step.of);
        if (!pair) return;
        const chosen = step.word === 'relink' ? this.#customer(step.customer) : {};
        await decideLink(engine, pair._id, { action: step.word, ...chosen }, WHO);
        if (pair.accountId && chosen.customerId) this.rules.chosen(pair.accountId, chosen.customerId);
        return;
      }
      case 'choose': {
        const open = items.flatMap(({ _id, conflicts }) => conflicts.map(({ field }) => `${_id}.${field}`));
        const id = pick(open, step.of);
        if (!id) return;
        await decideConflict(engine, id, step.side, WHO);
        if (id.endsWith('.status') && step.side === 'monitoring') this.rules.closeAllowed();
        return;
      }
      case 'retry':
        for (const { _id, state } of items) if (state === 'parked') await retryParked(engine, _id, WHO);
    }
  }

  #customer(n: number): { customerId?: string } {
    const customerId = pick(this.dealer.customerIds(), n);
    return customerId ? { customerId } : {};
  }
}
