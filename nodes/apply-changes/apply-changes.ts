import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { DealerSyncError } from '../../lib/errors';
import type { Item } from '../../lib/model/item';
import type { ExecutorDeps } from '../../lib/sync/executor/session';
import type { Run } from '../../lib/sync/run';
import { type ApplySettings, applyStep, prepareToApply } from '../../lib/sync/steps/apply-step';
import { markUses } from '../runtime/connections-used';
import { onItems, requireItems } from '../runtime/item-node';
import { type MonitoringConfigNode, type RevioConfigNode, requireConfig } from '../runtime/remote-config';

interface Fields extends NodeDef {
  revio: string;
  station: 'cms' | 'rapid-response';
  cms: string;
  rapidResponse: string;
  useKeyLinks: boolean;
  system: string;
  prefix: string;
}

export = (RED: NodeAPI) => {
  function ApplyChanges(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    markUses(this, {
      revio: config.revio,
      ...(config.station === 'rapid-response' ? { rapidResponse: config.rapidResponse } : { cms: config.cms }),
    });
    const prepared = new WeakMap<Run, Promise<ExecutorDeps>>();
    const written = new WeakMap<Run, number>();
    const settings = (): ApplySettings => {
      const revio = requireConfig<RevioConfigNode>(RED, config.revio, 'a Rev.io connection');
      const [stationId, what] =
        config.station === 'rapid-response'
          ? [config.rapidResponse, 'a Rapid Response connection']
          : [config.cms, 'a CMS connection'];
      const station = requireConfig<MonitoringConfigNode>(RED, stationId, what);
      const { billing, keyLinks: client } = revio.client();
      const { system, prefix } = config;
      const checkMonitoringCreates = station.checkCreates?.bind(station);
      return {
        monitoring: station.monitoring(),
        billing,
        ...(config.useKeyLinks === false ? {} : { keyLinks: { client, system, prefix: prefix ?? '' } }),
        billProfileId: station.billProfile || revio.billProfile,
        ...(checkMonitoringCreates ? { checkMonitoringCreates } : {}),
      };
    };

    onItems(RED, this, async (input) => {
      const { run, engine, items, end, status } = input;
      if (!run || !engine) {
        throw new DealerSyncError(
          'NO_RUN',
          'apply-changes carries out the plan of a run: put a sync-start at the head of this flow and a sync-plan before this node. To write without a run, use the revio, cms and key-link nodes.',
        );
      }
      requireItems(input);
      if (items.length) {
        const { store, clock } = engine;
        const preparing = prepared.get(run) ?? prepareToApply(run, settings(), { store, clock, newId: randomUUID });
        prepared.set(run, preparing);
        const deps = await preparing;
        const done: Item[] = [];
        const failed: Item[] = [];
        await applyStep(run, items, deps, (item) => {
          (item.outcome?.name === 'failed' ? failed : done).push(item);
          const n = (written.get(run) ?? 0) + 1;
          written.set(run, n);
          status.working('writing', { n, of: run.planned });
        });
        status.done('written', { n: written.get(run) ?? 0 });
        // Also when the last of them ended the run: whoever listens to these outputs hears of every item.
        if (run.end?.state !== 'failed') await input.emit([done, failed]);
      }
      if (end && !run.end) await input.emit([[]], true);
    });
  }
  RED.nodes.registerType('dealer-sync-apply-changes', ApplyChanges as (this: Node, config: NodeDef) => void);
};
