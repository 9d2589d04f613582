import type { Node, NodeAPI, NodeDef } from 'node-red';
import { DealerSyncError } from '../../lib/errors';
import type { ReviewRule } from '../../lib/sync/review';
import { reviewStep } from '../../lib/sync/steps/review-step';
import { markReview } from '../runtime/flow-graph';
import { onItems, requireItems } from '../runtime/item-node';
import { fieldOrEnv, numberOr } from '../runtime/settings';

interface Fields extends NodeDef {
  undecided: ReviewRule['undecided'];
  minutes: string;
  hours: string;
}

/** The seed's "next hourly cycle": a run a little under an hour later is one. */
const DEFAULT_MINUTES = 55;

export = (RED: NodeAPI) => {
  function ReviewQueue(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const rule: ReviewRule = {
      undecided: config.undecided ?? 'next-cycle',
      minutes: numberOr(fieldOrEnv(RED, this, config.minutes, 'DEALER_SYNC_REVIEW_MINUTES'), DEFAULT_MINUTES),
      hours: numberOr(config.hours, 24),
    };
    markReview(this, rule);
    onItems(RED, this, async (input) => {
      const { run, engine, items, end, status } = input;
      requireItems(input);
      if (!run || !engine) {
        throw new DealerSyncError(
          'NO_RUN',
          'The review queue works within a run: put a sync-start at the head of this flow.',
        );
      }
      const { link, create, waiting } = reviewStep(run, items, rule, engine.clock.now());
      if (items.length) status.waiting('queue', { n: run.toQueue.length });
      await input.emit([link, create, waiting], end);
    });
  }
  RED.nodes.registerType('dealer-sync-review-queue', ReviewQueue as (this: Node, config: NodeDef) => void);
};
