import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_FEED_GUARDS, type FeedSettings } from '../../../lib/dealer-feed';
import { SHIPPED_PROFILES } from '../../../lib/dealer-feed/profiles/shipped';
import { applyFeedItems } from '../../../lib/dealer-feed/run/apply-feed-items';
import type { FeedCommand, FeedReading, FeedRunSettings } from '../../../lib/dealer-feed/run/feed-run';
import { readFeedInRun } from '../../../lib/dealer-feed/run/read-feed-in-run';
import { FeedArchive } from '../../../lib/dealer-feed/sources/feed-archive';
import type { FeedSource } from '../../../lib/dealer-feed/sources/feed-source';
import { fileNames } from '../../../lib/dealer-feed/sources/file-names';
import { FolderSource } from '../../../lib/dealer-feed/sources/folder-source';
import type { RequestDoc } from '../../../lib/dealer-feed/store/documents';
import { asDealerSyncError } from '../../../lib/errors';
import type { Store } from '../../../lib/store/store';
import { Engine } from '../../../lib/sync/engine';
import { decideAtGate } from '../../../lib/sync/gate';
import { DEFAULT_LIMITS } from '../../../lib/sync/guards';
import type { Run } from '../../../lib/sync/run';
import type { PlanDoc, RunDoc } from '../../../lib/sync/run-history';
import type { RunRequest } from '../../../lib/sync/run-queue';
import { dropFeed, type LotVehicle, VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';
import { SnapshotStore } from '../../crash/snapshot-store';
import { HandClock } from '../../http/hand-clock';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const T0 = Date.UTC(2026, 2, 2, 12);

/** Two looks at a file need no real time between them here. */
export class FeedClock extends HandClock {
  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return ms === 0 ? Promise.resolve() : super.sleep(ms, signal);
  }
}

export interface Ended {
  run: Run;
  doc: RunDoc;
  reading?: FeedReading;
}

export interface SiteOptions {
  feed?: Partial<FeedSettings>;
  run?: Partial<FeedRunSettings>;
  /** Its files lie in the root; other sites may share it. */
  root?: string;
  store?: Store;
  clock?: FeedClock;
  send?(command: FeedCommand): void;
  /** What stands between the site and its folder. */
  between?(source: FeedSource): FeedSource;
}

/** Sites may share a store. */
let ids = 0;

/** A folder that feeds are dropped into, and a dealer-feed flow over it: read, gate, store. */
export class FeedSite {
  readonly clock: FeedClock;
  readonly root: string;
  readonly feedDir: string;
  readonly engine: Engine;
  readonly supply = new VehicleSupply(new Random(7));
  settings: FeedRunSettings;
  readonly store: Store;
  /** Between plan and write. */
  beforeApply?: () => Promise<void>;
  readonly #readings = new Map<string, FeedReading>();
  readonly #send: SiteOptions['send'];
  readonly #between: NonNullable<SiteOptions['between']>;

  constructor({ feed = {}, run = {}, root, store, clock, send, between = (own) => own }: SiteOptions = {}) {
    this.clock = clock ?? new FeedClock(T0);
    this.root = root ?? mkdtempSync(join(tmpdir(), 'dealer-sync-feed-'));
    this.feedDir = join(this.root, 'feeds');
    mkdirSync(this.feedDir, { recursive: true });
    this.store = store ?? new SnapshotStore(this.clock);
    this.#send = send;
    this.#between = between;
    this.settings = {
      feed: feedSettings(feed),
      profile: SHIPPED_PROFILES.generic,
      names: fileNames(''),
      dealerInFolder: false,
      afterwards: 'keep',
      settleMs: 0,
      maxBytes: 10_000_000,
      spoolDir: join(this.root, 'spool'),
      ...run,
    };
    this.engine = new Engine({
      store: this.store,
      clock: this.clock,
      newId: () => this.newId(),
      holder: 'site',
      newCallTally: () => ({ counts: {}, underWay: 0 }),
    });
    this.register('dealer-feed', 'dealer-feed');
  }

  newId(): string {
    ids += 1;
    return `id-${ids}`;
  }

  register(id: string, space: string): void {
    this.engine.register({
      id,
      title: 'Dealer feed',
      system: 'DMS',
      space,
      direction: 'in',
      productionMode: true,
      schedule: '',
      leaveMonitoredElsewhere: false,
      needsCustomers: false,
      stallMs: 10 * 60_000,
      flow: () => ({ nodeIds: new Set(), listingNodes: ['dms-feed'], hasGate: true, syncsAccounts: false }),
      launch: (run) => {
        void this.#flow(run).catch((error) => run.fail(asDealerSyncError(error)));
      },
    });
  }

  async #flow(run: Run): Promise<void> {
    const { store, clock } = this;
    const newId = () => this.newId();
    const source = this.#between(new FolderSource({ path: this.feedDir, folders: this.settings.dealerInFolder }));
    const archive = new FeedArchive(join(this.root, 'archive'));
    const reading = await readFeedInRun(run, this.settings, { store, clock, newId, source, archive });
    this.#readings.set(run.setup.id, reading);
    run.skipListing('dms-feed');
    run.rest('gate', 'gate', reading.items, async (items) => {
      try {
        const decided = await decideAtGate(run, items, { store, clock, newId, limits: DEFAULT_LIMITS });
        if (decided.to === 'stop') return;
        await this.beforeApply?.();
        const types = this.settings.feed.serviceRequestTypes;
        const send = this.#send;
        await applyFeedItems(run, decided.items, { store, clock, types, ...(send ? { send } : {}) });
      } catch (error) {
        run.fail(asDealerSyncError(error));
      }
    });
  }

  run(request: Partial<RunRequest> = {}, integration = 'dealer-feed'): Promise<Ended> {
    return this.waitFor(this.engine.request(integration, { cause: 'timer', who: 'timer', ...request }).runId);
  }

  waitFor(runId: string): Promise<Ended> {
    return new Promise((resolve) => {
      const ended = (run: Run, doc: RunDoc) => {
        if (run.setup.id !== runId) return;
        this.engine.off('run-ended', ended);
        const reading = this.#readings.get(runId);
        resolve({ run, doc, ...(reading ? { reading } : {}) });
      };
      this.engine.on('run-ended', ended);
    });
  }

  /** One that is done, with its counts adding up (S11, F11). */
  async done(request: Partial<RunRequest> = {}): Promise<Ended> {
    const ended = await this.run(request);
    assert.equal(ended.doc.state, 'done', ended.doc.error?.message);
    const { seen, ...outcomes } = ended.doc.counts;
    assert.equal(
      Object.values(outcomes).reduce((sum, count) => sum + count, 0),
      seen,
      'S11',
    );
    return ended;
  }

  /** Drops a file with the vehicles of each dealer, an hour later than the last one. */
  drop(lots: Record<string, readonly LotVehicle[]>, name = `${this.clock.now()}.csv`, at = this.clock.now()): string {
    const text = writeFeed(
      'generic',
      Object.entries(lots).map(([dealerId, vehicles]) => ({ dealerId, name: dealerId, vehicles })),
    );
    return dropFeed(this.feedDir, { name, text, at });
  }

  dropText(text: string, name = `${this.clock.now()}.csv`): string {
    return dropFeed(this.feedDir, { name, text, at: this.clock.now() });
  }

  wait(hours: number): Promise<void> {
    return this.clock.advance(hours * HOUR);
  }

  async requests(): Promise<RequestDoc[]> {
    return (await this.store.collection<RequestDoc>('serviceRequests').find()).items;
  }

  async of(vin: string): Promise<RequestDoc> {
    const [found] = (await this.requests()).filter((request) => request.vin === vin);
    return found ?? assert.fail(`no service request for ${vin}`);
  }

  /** What lies in the folder. */
  files(): string[] {
    return readdirSync(this.feedDir, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
  }

  async held(): Promise<PlanDoc[]> {
    return (await this.store.collection<PlanDoc>('plans').find({ where: { state: 'held' } })).items;
  }

  /** The folder stays, for the site that comes after. */
  stop(): Promise<void> {
    return this.engine.close();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function feedSettings(more: Partial<FeedSettings> = {}): FeedSettings {
  return {
    feed: 'main',
    kind: 'snapshot',
    track: { days: 3, stock: true, client: true },
    autoClose: { mode: 'immediately' },
    vehicleTypes: [],
    clients: [
      { dealerId: 'D1', client: 'North', srType: 'recon', ignoreIfExists: true, ignoreDays: 10 },
      { dealerId: 'D2', client: 'South', srType: 'recon', ignoreIfExists: true, ignoreDays: 10 },
    ],
    serviceRequestTypes: [
      { id: 'recon', name: 'Reconditioning', phases: ['acceptance', 'estimating', 'work', 'delivery'] },
      { id: 'wash', name: 'Wash', phases: ['work'] },
    ],
    reopen: true,
    guards: DEFAULT_FEED_GUARDS,
    timeZone: 'America/New_York',
    usualInterval: 60,
    ...more,
  };
}
