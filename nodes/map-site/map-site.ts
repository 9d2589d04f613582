import type { Node, NodeAPI, NodeDef } from 'node-red';
import { Mapping } from '../../lib/mapping/templates';
import { mapStep } from '../../lib/sync/steps/map-step';
import { onItems, requireItems } from '../runtime/item-node';

interface Fields extends NodeDef {
  toCustomer?: string;
  toAccount?: string;
}

export = (RED: NodeAPI) => {
  function MapSite(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const { toCustomer = '', toAccount = '' } = config;
    let templates: Mapping | undefined;
    onItems(RED, this, async (input) => {
      const { run, items, end, status } = input;
      requireItems(input);
      templates ??= Mapping.fromStored({ toCustomer, toAccount });
      const { mapped, skipped } = mapStep(run, items, { templates });
      if (items.length) status.done('mapped', { n: mapped.length });
      await input.emit([mapped, skipped], end);
    });
  }
  RED.nodes.registerType('dealer-sync-map-site', MapSite as (this: Node, config: NodeDef) => void);
};
