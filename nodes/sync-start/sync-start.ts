import type { Node, NodeAPI, NodeDef } from 'node-red';
import { asDealerSyncError } from '../../lib/errors';
import type { Direction } from '../../lib/model/item';
import type { Run } from '../../lib/sync/run';
import type { RunDoc } from '../../lib/sync/run-history';
import { flowBehind } from '../runtime/flow-graph';
import { finish, wasTold } from '../runtime/item-node';
import { requireConfig } from '../runtime/remote-config';
import { numberOr } from '../runtime/settings';
import { NodeStatus } from '../runtime/status';
import type { SyncStoreNode } from '../runtime/store-config';
import { readTrigger } from '../runtime/trigger';

interface Fields extends NodeDef {
  store: string;
  integration: string;
  title: string;
  system: string;
  space: string;
  direction: Direction;
  productionMode: boolean;
  schedule: string;
  needsCustomers: boolean;
  leaveMonitoredElsewhere: boolean;
  stallMinutes: string;
}

const PROGRESS_MS = 1000;

export = (RED: NodeAPI) => {
  function SyncStart(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const status = new NodeStatus(RED, this);
    const { integration, title, system, space, direction, schedule } = config;
    let progress: NodeJS.Timeout | undefined;
    const tell = (run: Run) => {
      const { seen, ...counts } = run.counts();
      status.working('running', { n: Object.values(counts).reduce((sum, count) => sum + count, 0), of: seen });
    };

    const started = (run: Run) => {
      if (run.setup.integration !== integration) return;
      progress = setInterval(() => tell(run), PROGRESS_MS);
      progress.unref();
    };
    const ended = (run: Run, doc: RunDoc) => {
      if (run.setup.integration !== integration) return;
      clearInterval(progress);
      if (run.end?.state !== 'failed') {
        const writes = Object.values(doc.writes).reduce((sum, count) => sum + count, 0);
        if (run.end?.state === 'held') status.held('held');
        else status.done('done', { n: doc.counts.seen, w: writes });
        return;
      }
      const { error } = run.end;
      status.failed(error.code);
      // A node that failed has told it with done(err); what failed the run from outside is told here, once (N1).
      if (!wasTold(error)) this.error(error, { run: run.info, payload: doc } as never);
    };

    const doneElsewhere = (id: string) => {
      if (id === integration) status.done('elsewhere');
    };

    let unregister = () => {};
    try {
      const { engine } = requireConfig<SyncStoreNode>(RED, config.store, 'a sync-store');
      engine.on('run-started', started);
      engine.on('run-ended', ended);
      engine.on('done-elsewhere', doneElsewhere);
      const takeOff = engine.register({
        id: integration,
        title,
        system,
        space,
        direction,
        productionMode: config.productionMode !== false,
        schedule: schedule ?? '',
        needsCustomers: config.needsCustomers === true,
        leaveMonitoredElsewhere: config.leaveMonitoredElsewhere !== false,
        stallMs: numberOr(config.stallMinutes, 10) * 60_000,
        flow: () => flowBehind(RED, this),
        launch: (run) => {
          const { cause, preview } = run.setup;
          this.send([{ payload: { cause, preview }, run: run.info, topic: integration } as never, null]);
        },
      });
      unregister = () => {
        takeOff();
        engine.off('run-started', started);
        engine.off('run-ended', ended);
        engine.off('done-elsewhere', doneElsewhere);
      };
      this.on('input', (msg, send, done) => {
        try {
          const trigger = readTrigger(msg.payload);
          const who = trigger.cause === 'manual' ? 'inject' : 'timer';
          const { runId, state } = engine.request(integration, { ...trigger, who });
          if (state !== 'starts') {
            status.waiting('busy');
            send([null, { ...msg, payload: { runId, state, integration } }]);
          }
          finish(this, msg, done);
        } catch (error) {
          const failure = asDealerSyncError(error);
          status.failed(failure.code);
          finish(this, msg, done, failure);
        }
      });
    } catch (error) {
      const failure = asDealerSyncError(error);
      status.failed(failure.code);
      this.error(failure);
      this.on('input', (msg, _send, done) => finish(this, msg, done, failure));
    }
    this.on('close', (done: () => void) => {
      clearInterval(progress);
      unregister();
      done();
    });
  }
  RED.nodes.registerType('dealer-sync-sync-start', SyncStart as (this: Node, config: NodeDef) => void);
};
