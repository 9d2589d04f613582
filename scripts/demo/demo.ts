import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createNedbStore } from '../../lib/store/nedb/nedb-store';
import { newPair, type PairDoc } from '../../lib/sync/pair';
import { DealerFeeds } from './dealer-feeds';
import { type RunningNodeRed, startNodeRed } from './node-red';
import { CMS_LOGIN, RAPID_RESPONSE_LOGIN, REVIO_LOGIN, startSimulator } from './simulators';

export interface DemoStart {
  /** Folder of all that the demo keeps: each simulator's world, the feeds, Node-RED's own. */
  home: string;
  port: number;
  /** JavaScript put into Node-RED's settings file. */
  settings?: string;
  tell?(line: string): void;
}

export interface Demo {
  nodeRed: RunningNodeRed;
  /** The three dealers of the demo; none when DMS_FEED_DIR names a folder. */
  feeds: DealerFeeds | undefined;
  stop(): Promise<void>;
}

/** For simulators on this machine; Rev.io's real limit is shared with other vendors and far lower. */
const CALLS_PER_MINUTE = process.env.DEALER_SYNC_CALLS_PER_MINUTE ?? '6000';

/** A real Node-RED with the shipped flows, and a simulator for each system whose address is not set. */
export async function startDemo({ home, port, settings, tell = () => undefined }: DemoStart): Promise<Demo> {
  const env: Record<string, string> = {};
  const simulators: { stop(): Promise<unknown> }[] = [];
  const callsPerMinute = Number(CALLS_PER_MINUTE);
  if (!process.env.REVIO_BASE_URL) {
    const revio = await startSimulator('revio', { stateDir: join(home, 'revio'), seed: 'demo', callsPerMinute });
    simulators.push(revio);
    Object.assign(env, REVIO_LOGIN, {
      REVIO_BASE_URL: revio.url,
      REVIO_BILL_PROFILE: process.env.REVIO_BILL_PROFILE ?? '1',
    });
    tell(revio.output());
  }
  if (!process.env.CMS_SERVER_URL) {
    const cms = await startSimulator('cms', { stateDir: join(home, 'cms') });
    simulators.push(cms);
    Object.assign(env, CMS_LOGIN, {
      CMS_SERVER_URL: cms.url,
      CMS_DEFAULT_AUTH_ID: process.env.CMS_DEFAULT_AUTH_ID ?? 'CALL',
    });
    tell(cms.output());
  }
  if (!process.env.RR_BASE_URL) {
    const station = await startSimulator('rapid-response', { stateDir: join(home, 'rapid-response'), callsPerMinute });
    simulators.push(station);
    Object.assign(env, RAPID_RESPONSE_LOGIN, {
      RR_BASE_URL: station.url,
      RR_BILL_PROFILE: process.env.RR_BILL_PROFILE ?? '1',
    });
    tell(station.output());
  }
  const feeds = process.env.DMS_FEED_DIR ? undefined : new DealerFeeds(join(home, 'feeds'));
  if (feeds) {
    env.DMS_FEED_DIR = join(home, 'feeds');
    feeds.next();
    tell(`Dealer feeds: ${env.DMS_FEED_DIR}`);
  }
  if (simulators.length) env.DEALER_SYNC_CALLS_PER_MINUTE = CALLS_PER_MINUTE;
  const userDir = join(home, 'node-red');
  if (env.CMS_SERVER_URL && !process.env.DEALER_SYNC_POSTGRES_URL) await leaveParked(join(userDir, 'dealer-sync'));
  const nodeRed = await startNodeRed({
    userDir,
    port,
    env,
    ...(settings ? { settings } : {}),
  });
  return {
    nodeRed,
    feeds,
    stop: async () => {
      await nodeRed.stop();
      await Promise.all(simulators.map((simulator) => simulator.stop()));
    },
  };
}

/** An account of the demo's world, and the customer that a sure match would link it to. */
const PARKED = { accountId: '100000185', customerId: '1121' };

/**
 * Five failed tries take hours, which nobody waits for in a demo: a new one begins with the record that last night's tries
 * have left, so that there is one to retry.
 */
async function leaveParked(dir: string): Promise<void> {
  if (existsSync(dir)) return;
  const store = createNedbStore({ dir });
  await store.open();
  const at = Date.now() - 3_600_000;
  const { rev: _, ...pair } = newPair('demo-parked', 'cms', PARKED, at);
  const error = { code: 'REVIO_UNAVAILABLE', message: OUTAGE, at, transient: true };
  await store.collection<PairDoc>('pairs').insert({
    ...pair,
    state: 'parked',
    parkedFrom: 'unmatched',
    attempts: 5,
    account: { id: PARKED.accountId, name: 'APPLEGATE, IRENE', accountNumber: 'SIM0185', address: ADDRESS },
    error,
  });
  await store.close();
}

const OUTAGE = 'Rev.io did not answer five times in a row (status 503). Try again when it is back.';
const ADDRESS = { line1: '614 Walnut Rd', line2: '', city: 'New Specimen', state: 'NY', postalCode: '00006' };
