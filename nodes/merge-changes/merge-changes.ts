import type { Node, NodeAPI, NodeDef } from 'node-red';
import { systemClock } from '../../lib/clock';
import type { MergePolicy } from '../../lib/sync/merge-fields';
import { type PlanSettings, planItem } from '../../lib/sync/planner';
import { mergeStep } from '../../lib/sync/steps/merge-step';
import { markCancels } from '../runtime/flow-graph';
import { onItems, requireItems } from '../runtime/item-node';

interface Fields extends NodeDef, MergePolicy {
  contacts: boolean;
  accountNumber: string;
  cancelAtStation: boolean;
}

export = (RED: NodeAPI) => {
  function MergeChanges(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const settings: PlanSettings = {
      onConflict: config.onConflict ?? 'ask',
      firstLink: config.firstLink ?? 'ask',
      sharedAddress: config.sharedAddress ?? 'ask',
      contacts: config.contacts !== false,
      cancelAtStation: config.cancelAtStation === true,
      accountNumber: config.accountNumber || '{{accountNumber}}',
    };
    if (settings.cancelAtStation) markCancels(this);
    onItems(RED, this, async (input) => {
      const { run, engine, items, end, status } = input;
      requireItems(input);
      if (!run || !engine) {
        const now = systemClock.now();
        const planned = items.map((item) => {
          const { actions, outcome } = planItem({
            item,
            pair: undefined,
            settings,
            direction: 'both',
            cause: 'manual',
            now,
          });
          return { ...item, actions, ...(outcome ? { outcome } : {}) };
        });
        await input.emit([planned]);
        return;
      }
      const { planned } = mergeStep(run, items, settings, engine.clock.now());
      if (items.length) status.done('planned', { n: planned.length });
      await input.emit([planned], end);
    });
  }
  RED.nodes.registerType('dealer-sync-merge-changes', MergeChanges as (this: Node, config: NodeDef) => void);
};
