import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Run } from '../../lib/sync/run';
import type { RunDoc } from '../../lib/sync/run-history';
import { onRunEnded } from '../runtime/engines';
import { numberOr } from '../runtime/settings';
import { NodeStatus } from '../runtime/status';

interface Fields extends NodeDef {
  store: string;
  held: boolean;
  failed: boolean;
  parked: boolean;
  conflicts: boolean;
  pending: boolean;
  quietMinutes: string;
}

type Topic = 'held' | 'failed' | 'parked' | 'conflicts' | 'pending' | 'quiet';

const MINUTE_MS = 60_000;
/** A longer timer would run out at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What waits for a person, as messages for whatever the site uses: mail, chat, a ticket. One for each event. */
export = (RED: NodeAPI) => {
  function SyncAlerts(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const status = new NodeStatus(RED, this);
    const alert = (topic: Topic, payload: object) => {
      status.waiting('alert', { topic });
      this.send({ topic, payload } as never);
    };
    const quietMs = Math.min(numberOr(config.quietMinutes, 120) * MINUTE_MS, LONGEST_TIMER_MS);
    let quiet: NodeJS.Timeout | undefined;
    const watchQuiet = () => {
      clearTimeout(quiet);
      if (quietMs <= 0) return;
      quiet = setTimeout(() => {
        alert('quiet', {
          minutes: quietMs / MINUTE_MS,
          text: `No sync has finished for ${quietMs / MINUTE_MS} minutes: look at the flows and at Node-RED's log.`,
        });
        watchQuiet();
      }, quietMs);
      quiet.unref();
    };

    const ended = (run: Run, doc: RunDoc) => {
      if (run.setup.preview) return;
      const base = { integration: doc.integration, name: doc.title, runId: doc._id };
      const { counts } = doc;
      if (doc.state === 'failed' && config.failed !== false) {
        alert('failed', { ...base, code: doc.error?.code, text: `${doc.title} failed: ${doc.error?.message}` });
      }
      if (doc.state === 'held' && config.held !== false) {
        alert('held', {
          ...base,
          reasons: doc.reasons,
          text: `${doc.title} is held: ${doc.reasons?.join(' ')} Approve or discard its plan.`,
        });
      }
      if (doc.state !== 'done') return;
      watchQuiet();
      const parked = [...run.pairs.all()].filter((pair) => pair.state === 'parked' && pair.runId === doc._id);
      if (parked.length && config.parked !== false) {
        const records = parked.map((pair) => ({
          id: pair._id,
          name: pair.account?.name ?? pair.customer?.name,
          reason: pair.error?.message,
        }));
        alert('parked', {
          ...base,
          count: parked.length,
          records,
          text: `${parked.length} records of ${doc.title} failed again and again, and are parked.`,
        });
      }
      if (counts.conflict && config.conflicts === true) {
        alert('conflicts', {
          ...base,
          count: counts.conflict,
          text: `${counts.conflict} records of ${doc.title} differ on the two sides, and a person has to choose.`,
        });
      }
      if (counts.pending && config.pending !== false) {
        alert('pending', {
          ...base,
          count: counts.pending,
          text: `${counts.pending} matches of ${doc.title} wait for review.`,
        });
      }
    };
    const off = onRunEnded(ended);
    watchQuiet();
    this.on('close', (done: () => void) => {
      clearTimeout(quiet);
      off();
      done();
    });
  }
  RED.nodes.registerType('dealer-sync-sync-alerts', SyncAlerts as (this: Node, config: NodeDef) => void);
};
