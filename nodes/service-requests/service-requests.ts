import { randomUUID } from 'node:crypto';
import type { Node, NodeAPI, NodeDef } from 'node-red';
import { reportStatus } from '../../lib/dealer-feed/operations/service-requests';
import { applyFeedItems } from '../../lib/dealer-feed/run/apply-feed-items';
import type { FeedCommand } from '../../lib/dealer-feed/run/feed-run';
import { type GivenVehicle, storeVehicles } from '../../lib/dealer-feed/run/store-vehicles';
import { DealerSyncError } from '../../lib/errors';
import type { Item } from '../../lib/model/item';
import type { Run } from '../../lib/sync/run';
import { readRequestTypes } from '../runtime/feed-tables';
import { markLender } from '../runtime/flow-graph';
import { type Input, onItems, requireItems } from '../runtime/item-node';
import { requireConfig } from '../runtime/remote-config';
import type { SyncStoreNode } from '../runtime/store-config';
import { shapedLike, type Vehicle, vehiclesOf } from '../runtime/vehicles';

interface Fields extends NodeDef {
  store: string;
  feed: string;
  rows: unknown;
  end: 'store' | 'commands';
}

/** Outcomes that leave by the first output: it is as the feed says. */
const DONE: readonly (string | undefined)[] = ['created', 'updated', 'unchanged'];

export = (RED: NodeAPI) => {
  function ServiceRequests(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const types = () => readRequestTypes(config.rows);
    markLender(this, () => ({ serviceRequestTypes: types() }));
    const written = new WeakMap<Run, number>();
    const commands =
      config.end === 'commands'
        ? {
            send: (command: FeedCommand) =>
              this.send([null, null, { payload: command, topic: command.command } as never]),
          }
        : {};

    onItems(RED, this, async (input) => {
      const { run, engine, items, end, status } = input;
      if (!run || !engine) {
        await storeByHand(input);
        return;
      }
      requireItems(input);
      const { store, clock } = engine;
      const done: Item[] = [];
      const failed: Item[] = [];
      await applyFeedItems(run, items, { store, clock, types: types(), ...commands }, (item) => {
        (DONE.includes(item.outcome?.name) ? done : failed).push(item);
        const n = (written.get(run) ?? 0) + 1;
        written.set(run, n);
        status.working('writing', { n, of: run.planned });
      });
      status.done('stored', { n: written.get(run) ?? 0 });
      // Also when the last of them ended the run: whoever listens to these outputs hears of every item.
      if (run.end?.state !== 'failed') await input.emit([done, failed]);
      if (end && !run.end) await input.emit([[]], true);
    });

    const storeByHand = async ({ msg, status, sendEach }: Input): Promise<void> => {
      const { engine } = requireConfig<SyncStoreNode>(RED, config.store, 'a sync-store');
      await engine.open();
      const { store, clock } = engine;
      const report = reportOf(msg.payload);
      if (report) {
        const { key, by } = report;
        sendEach([await reportStatus(engine, key, report.status, by)]);
        status.done('done1');
        return;
      }
      const vehicles = vehiclesOf(msg.payload);
      const stored = await storeVehicles(vehicles.map(givenVehicle), {
        store,
        clock,
        newId: randomUUID,
        types: types(),
        feed: (config.feed ?? '').trim() || 'by-hand',
        who: 'inject',
        ...commands,
      });
      const told = vehicles.map((vehicle, index) => ({ ...vehicle, ...stored[index] }));
      status.done('stored', { n: told.length });
      const isDone = (one: Vehicle) => DONE.includes(one.outcome?.name);
      const outputs = [told.filter(isDone), told.filter((one) => !isDone(one))];
      sendEach(outputs.map((list) => shapedLike(msg.payload, list)));
    };
  }
  RED.nodes.registerType('dealer-sync-service-requests', ServiceRequests as (this: Node, config: NodeDef) => void);
};

/** What the site's own system tells of a service request: `{key, status, by?}`; the key of any of its commands does. */
function reportOf(payload: unknown): { key: string; status: string; by: string } | undefined {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  const { key, status, by, vin } = payload as Record<string, unknown>;
  if (typeof status !== 'string' || vin !== undefined) return undefined;
  if (typeof key !== 'string' || !key) {
    throw new DealerSyncError(
      'BAD_PAYLOAD',
      'msg.payload.key is missing: whose status is it? Send the key of a command.',
    );
  }
  return { key, status, by: typeof by === 'string' && by ? by : 'site' };
}

/** What client-map sends, or somebody's own. */
function givenVehicle({ dealerId, vin, ...rest }: Vehicle): GivenVehicle {
  const text = (name: string) => {
    const value = rest[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  const needed = (name: string, value: string) => {
    if (value) return value;
    throw new DealerSyncError('BAD_PAYLOAD', `msg.payload.${name} is missing: a service request needs it.`);
  };
  const vehicleType = text('vehicleType');
  return {
    vin: needed('vin', vin),
    dealerId: needed('dealerId', dealerId),
    client: needed('client', text('client')),
    srType: needed('srType', text('srType')),
    stock: text('stock'),
    ...(vehicleType ? { vehicleType } : {}),
    vehicle: textsOf(rest.vehicle),
    clientRow: ruleOf(rest.clientRow),
  };
}

const VEHICLE_FIELDS = ['year', 'make', 'model', 'trim', 'body', 'color', 'mileage', 'price'] as const;

function textsOf(given: unknown): NonNullable<GivenVehicle['vehicle']> {
  const fields = (typeof given === 'object' && given !== null ? given : {}) as Record<string, unknown>;
  return Object.fromEntries(
    VEHICLE_FIELDS.flatMap((name) => {
      const value = fields[name];
      const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
      return text ? [[name, text]] : [];
    }),
  );
}

function ruleOf(given: unknown): NonNullable<GivenVehicle['clientRow']> {
  const { ignoreIfExists, ignoreDays } = (typeof given === 'object' && given !== null ? given : {}) as Record<
    string,
    unknown
  >;
  const days = Number(ignoreDays);
  return {
    ignoreIfExists: ignoreIfExists === true,
    ...(ignoreDays !== undefined && days >= 0 ? { ignoreDays: days } : {}),
  };
}
