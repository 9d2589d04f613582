import type { Node, NodeAPI, NodeDef } from 'node-red';
import { compileClients, mapClient } from '../../lib/dealer-feed';
import { REASON_SENTENCES } from '../../lib/dealer-feed/reasons.en';
import { readClients } from '../runtime/feed-tables';
import { markLender } from '../runtime/flow-graph';
import { onItems, requireItems } from '../runtime/item-node';
import { shapedLike, tallied, type Vehicle, vehiclesOf } from '../runtime/vehicles';

interface Fields extends NodeDef {
  rows: unknown;
}

export = (RED: NodeAPI) => {
  function ClientMap(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const rows = () => readClients(config.rows);
    markLender(this, () => ({ clients: rows() }));

    onItems(RED, this, async (input) => {
      const { run, items, end, status } = input;
      if (run) {
        requireItems(input);
        status.done('noClient', { n: tallied(run, 'UNKNOWN_DEALER') });
        await input.emit([items], end);
        return;
      }
      const map = compileClients(rows());
      const mapped: Vehicle[] = [];
      const quarantined: Vehicle[] = [];
      for (const vehicle of vehiclesOf(input.msg.payload)) {
        const { dealerId, srType } = vehicle;
        const found = mapClient({ dealerId, ...(typeof srType === 'string' ? { srType } : {}) }, map);
        if (found.outcome === 'mapped') {
          mapped.push({ ...vehicle, client: found.client, srType: found.srType, clientRow: found.row });
        } else {
          const { reason: code } = found;
          quarantined.push({ ...vehicle, outcome: { name: 'failed', code, reason: REASON_SENTENCES[code] } });
        }
      }
      status.done('noClient', { n: quarantined.length });
      input.sendEach([mapped, quarantined].map((list) => shapedLike(input.msg.payload, list)));
    });
  }
  RED.nodes.registerType('dealer-sync-client-map', ClientMap as (this: Node, config: NodeDef) => void);
};
