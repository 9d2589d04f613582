import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { DealerSyncError } from '../../lib/errors';
import { decideAtGate } from '../../lib/sync/gate';
import { DEFAULT_LIMITS, type GuardLimits } from '../../lib/sync/guards';
import { gather } from '../runtime/gather';
import { onItems, requireItems } from '../runtime/item-node';
import { numberOr } from '../runtime/settings';

type Fields = NodeDef & Record<Exclude<keyof GuardLimits, 'spareFirstCreate'>, string> & { spareFirstCreate: boolean };

export = (RED: NodeAPI) => {
  function SyncPlan(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const limits = readLimits(config);
    onItems(RED, this, async (input) => {
      const { run, engine } = input;
      if (!run || !engine) {
        throw new DealerSyncError('NO_RUN', 'sync-plan works within a run: put a sync-start at the head of this flow.');
      }
      requireItems(input);
      const items = await gather(input, run, 'gate', this.id);
      if (!items) return;
      input.status.working('deciding');
      const decided = await decideAtGate(run, items, {
        store: engine.store,
        clock: engine.clock,
        newId: randomUUID,
        limits,
      });
      if (decided.to === 'go') {
        input.status.done('go', { n: decided.items.length });
        await input.emit([decided.items], true);
        return;
      }
      const changes = items.filter((item) => item.actions?.length).length;
      const held = run.end?.state === 'held' ? run.end.reasons : [];
      if (held.length) input.status.held('held');
      else input.status.held('preview', { n: changes });
      const payload = { runId: run.setup.id, state: held.length ? 'held' : 'preview', reasons: held, changes };
      this.send([null, { payload, topic: run.setup.integration } as never]);
    });
  }
  RED.nodes.registerType('dealer-sync-sync-plan', SyncPlan as (this: Node, config: NodeDef) => void);
};

function readLimits(config: Fields): GuardLimits {
  const limits: GuardLimits = { ...DEFAULT_LIMITS, spareFirstCreate: config.spareFirstCreate !== false };
  for (const name of Object.keys(DEFAULT_LIMITS) as (keyof GuardLimits)[]) {
    if (name !== 'spareFirstCreate') limits[name] = numberOr(config[name], DEFAULT_LIMITS[name]);
  }
  return limits;
}
