import type { Node, NodeAPI, NodeDef } from 'node-red';
import { systemClock } from '../../lib/clock';
import { trackChanges } from '../../lib/dealer-feed';
import type { Item } from '../../lib/model/item';
import type { Run } from '../../lib/sync/run';
import { readTracking } from '../runtime/feed-tables';
import { markLender } from '../runtime/flow-graph';
import { fieldsOf, handMade, textIn } from '../runtime/hand-made-requests';
import { onItems, requireItems } from '../runtime/item-node';

interface Fields extends NodeDef {
  track: string;
  days: string;
  stock: boolean;
  client: boolean;
}

export = (RED: NodeAPI) => {
  function TrackChanges(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const settings = () => readTracking(config);
    markLender(this, () => ({ track: settings() }));
    const counts = new WeakMap<Run, number>();

    onItems(RED, this, async (input) => {
      const { run, items, end, status } = input;
      if (run) {
        requireItems(input);
        const n = (counts.get(run) ?? 0) + items.filter(isTracked).length;
        counts.set(run, n);
        status.done('tracked', { n });
        await input.emit([items], end);
        return;
      }
      const payload = fieldsOf(input.msg.payload);
      const told = { stock: textIn(payload, 'stock'), client: textIn(payload, 'client') };
      const now = systemClock.now();
      const updates = handMade(payload, 'entities').flatMap((entity) => {
        const { changes, left } = trackChanges(entity, told, settings(), now);
        return changes.length || left.length ? { id: entity.id, changes, left } : [];
      });
      status.done('tracked', { n: updates.filter(({ changes }) => changes.length).length });
      input.send(updates);
    });
  }
  RED.nodes.registerType('dealer-sync-track-changes', TrackChanges as (this: Node, config: NodeDef) => void);
};

/** Whether R2 writes something: other fields of a vehicle follow the feed at any age. */
function isTracked({ feed }: Item): boolean {
  const action = feed?.action;
  const changes = action && 'changes' in action ? action.changes : [];
  return changes.some(({ field }) => field === 'stock' || field === 'client');
}
