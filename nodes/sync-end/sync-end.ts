import type { Node, NodeAPI, NodeDef } from 'node-red';
import { OUTCOMES } from '../../lib/model/item';
import type { Run } from '../../lib/sync/run';
import type { RunDoc } from '../../lib/sync/run-history';
import { onRunEnded } from '../runtime/engines';
import { onItems, requireItems } from '../runtime/item-node';

export = (RED: NodeAPI) => {
  function SyncEnd(this: Node, config: NodeDef) {
    RED.nodes.createNode(this, config);
    onItems(RED, this, (input) => {
      const { run, items, send, status } = input;
      requireItems(input);
      if (run) {
        // Whoever ended an item's way has recorded its outcome; what comes here with none needed nothing.
        run.conclude(items, (item) => item.outcome ?? { name: 'unchanged' });
        return;
      }
      const counts: Record<string, number> = { seen: items.length };
      for (const name of OUTCOMES) counts[name] = items.filter((item) => item.outcome?.name === name).length;
      status.done('done1');
      send({ counts });
    });
    const ended = (run: Run, doc: RunDoc) => {
      if (!run.setup.nodeIds.has(this.id)) return;
      // Without `run`: the summary belongs to no run any more, and may go on to any node of ours.
      this.send({ payload: summary(doc), topic: doc.integration } as never);
    };
    const off = onRunEnded(ended);
    this.on('close', (done: () => void) => {
      off();
      done();
    });
  }
  RED.nodes.registerType('dealer-sync-sync-end', SyncEnd as (this: Node, config: NodeDef) => void);
};

/** The run as the API shows it, without what is the store's own. */
function summary({ _id, rev: _rev, ...doc }: RunDoc) {
  return { id: _id, ...doc };
}
