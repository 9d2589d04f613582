import type { Node, NodeAPI, NodeDef } from 'node-red';
import { asDealerSyncError } from '../../lib/errors';
import { type AlertTopic, alertsOf, type Told } from '../../lib/sync/alerts';
import type { Run } from '../../lib/sync/run';
import type { RunDoc } from '../../lib/sync/run-history';
import { requireConfig } from '../runtime/remote-config';
import { numberOr } from '../runtime/settings';
import { NodeStatus } from '../runtime/status';
import type { SyncStoreNode } from '../runtime/store-config';

type Fields = NodeDef & Record<AlertTopic, boolean> & { store: string; quietMinutes: string };

const MINUTE_MS = 60_000;
/** A longer timer would run out at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What waits for a person, as messages for whatever the site uses: mail, chat, a ticket. One for each event. */
export = (RED: NodeAPI) => {
  function SyncAlerts(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const status = new NodeStatus(RED, this);
    const alert = (topic: AlertTopic | 'quiet', payload: object) => {
      status.waiting('alert', { topic });
      this.send({ topic, payload } as never);
    };
    const quietMs = Math.min(numberOr(config.quietMinutes, 120) * MINUTE_MS, LONGEST_TIMER_MS);
    let quiet: NodeJS.Timeout | undefined;
    const watchQuiet = () => {
      clearTimeout(quiet);
      if (quietMs <= 0) return;
      const minutes = quietMs / MINUTE_MS;
      quiet = setTimeout(() => {
        const text = `No sync has finished for ${minutes} minutes: look at the flows and at Node-RED's log.`;
        alert('quiet', { minutes, text });
        watchQuiet();
      }, quietMs);
      quiet.unref();
    };

    // A node made by hand may say nothing: then it tells all but conflicts, as a new one from the palette does.
    const wants = (topic: AlertTopic) => config[topic] ?? topic !== 'conflicts';
    const told = new Map<string, Told>();
    const ended = (run: Run, doc: RunDoc) => {
      const news = alertsOf(doc, run.pairs.all(), told.get(doc.integration) ?? { conflicts: 0, pending: 0 });
      told.set(doc.integration, news.told);
      for (const { topic, payload } of news.alerts) if (wants(topic)) alert(topic, payload);
      if (doc.state === 'done' && !doc.preview) watchQuiet();
    };
    let stop = () => {};
    try {
      const { engine } = requireConfig<SyncStoreNode>(RED, config.store, 'a sync-store');
      engine.on('run-ended', ended);
      stop = () => engine.off('run-ended', ended);
      watchQuiet();
    } catch (error) {
      const failure = asDealerSyncError(error);
      status.failed(failure.code);
      this.error(failure);
    }
    this.on('close', (done: () => void) => {
      clearTimeout(quiet);
      stop();
      done();
    });
  }
  RED.nodes.registerType('dealer-sync-sync-alerts', SyncAlerts as (this: Node, config: NodeDef) => void);
};
