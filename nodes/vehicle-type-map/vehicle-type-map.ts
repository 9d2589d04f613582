import type { Node, NodeAPI, NodeDef } from 'node-red';
import { compileVehicleTypes, mapVehicleType } from '../../lib/dealer-feed';
import { REASON_SENTENCES } from '../../lib/dealer-feed/reasons.en';
import { readVehicleTypes } from '../runtime/feed-tables';
import { markLender } from '../runtime/flow-graph';
import { onItems, requireItems } from '../runtime/item-node';
import { shapedLike, tallied, type Vehicle, vehiclesOf } from '../runtime/vehicles';

interface Fields extends NodeDef {
  rows: unknown;
}

export = (RED: NodeAPI) => {
  function VehicleTypeMap(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const rows = () => readVehicleTypes(config.rows);
    markLender(this, () => ({ vehicleTypes: rows() }));

    onItems(RED, this, async (input) => {
      const { run, items, end, status } = input;
      if (run) {
        requireItems(input);
        status.done('leftOut', { n: tallied(run, 'NOT_INCLUDED') });
        await input.emit([items], end);
        return;
      }
      const map = compileVehicleTypes(rows());
      const mapped: Vehicle[] = [];
      const ignored: Vehicle[] = [];
      for (const vehicle of vehiclesOf(input.msg.payload)) {
        const found = mapVehicleType(vehicle, map);
        if (found.outcome === 'ignored') {
          const { reason: code } = found;
          ignored.push({ ...vehicle, outcome: { name: 'skipped', code, reason: REASON_SENTENCES[code] } });
        } else if (found.outcome === 'unmapped') mapped.push(vehicle);
        else {
          const { vehicleType, srType } = found;
          mapped.push({ ...vehicle, vehicleType, ...(srType ? { srType } : {}) });
        }
      }
      status.done('leftOut', { n: ignored.length });
      input.sendEach([mapped, ignored].map((list) => shapedLike(input.msg.payload, list)));
    });
  }
  RED.nodes.registerType('dealer-sync-vehicle-type-map', VehicleTypeMap as (this: Node, config: NodeDef) => void);
};
