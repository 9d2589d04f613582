import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'mocha';
import { changeRequest } from '../../../lib/dealer-feed/operations/change-request';
import type { FeedCommand } from '../../../lib/dealer-feed/run/feed-run';
import type { FeedSource } from '../../../lib/dealer-feed/sources/feed-source';
import type { FeedFileDoc, RequestDoc } from '../../../lib/dealer-feed/store/documents';
import type { CollectionName } from '../../../lib/store/store';
import type { AuditEntry } from '../../../lib/sync/executor/audit';
import { decideHold } from '../../../lib/sync/operations/holds';
import { Lifeline } from '../../crash/lifeline';
import { SnapshotStore, type StoreSnapshot } from '../../crash/snapshot-store';
import { FeedClock, FeedSite, HOUR, T0 } from './feed-site';

/** What a story ends with, but for counters of writes. */
interface Ending {
  requests: Omit<RequestDoc, 'rev'>[];
  baselines: unknown[];
  verdicts: string[];
  holds: unknown[];
  /** Without people's decisions: who is asked again after a crash decides again. */
  audit: string[];
}

interface Chapter {
  title: string;
  meanwhile(): Promise<void> | void;
  /** A run of the timer unless said otherwise. */
  cycle?(site: FeedSite): Promise<unknown>;
}

describe('F7: a feed whose process dies anywhere', function () {
  this.timeout(120_000);
  const clock = new FeedClock(T0);
  const store = new SnapshotStore(clock);
  const laidAside = mkdtempSync(join(tmpdir(), 'dealer-sync-feed-aside-'));
  /** Drops the files, and looks at what is there; runs nothing. */
  let site: FeedSite;
  let sent: string[] = [];
  let tried = 0;

  before(() => {
    site = new FeedSite({ clock, store });
  });
  after(async () => {
    console.log(`      ${tried} points tried`);
    await site.close();
    rmSync(laidAside, { recursive: true, force: true });
  });

  /** One process on the same store and folder, which lives as long as its lifeline. */
  async function process({ cycle = (own) => own.run() }: Chapter, lifeline: Lifeline): Promise<void> {
    const own = new FeedSite({
      root: site.root,
      clock,
      store: lifeline.store(store),
      run: { afterwards: 'archive' },
      between: (source) => hangingBy(lifeline, source),
      send({ key }: FeedCommand) {
        if (lifeline.dead || lifeline.passes('before send')) throw new Error('The process is dead.');
        sent.push(key);
        if (lifeline.passes('after send')) throw new Error('The process is dead.');
      },
    });
    await cycle(own).catch((error) => {
      if (!lifeline.dead) throw error;
    });
    await own.stop();
  }

  async function ending(): Promise<Ending> {
    const all = async <T extends { _id: string; rev: number }>(name: CollectionName) =>
      (await store.collection<T>(name).find()).items;
    const withoutRev = <T extends { rev: number }>({ rev: _rev, ...rest }: T) => rest;
    return {
      requests: (await all<RequestDoc>('serviceRequests')).map(withoutRev),
      baselines: (await all('feedBaselines')).map(withoutRev),
      verdicts: (await all<FeedFileDoc>('feedFiles')).map(({ name, verdict }) => `${name} ${verdict}`).sort(),
      holds: (await site.held()).map(({ scope, hash }) => ({ scope, hash })),
      audit: (await all<AuditEntry>('audit'))
        .filter(({ operation }) => operation !== 'decide')
        .map(({ entityId, operation, old, new: now }) => JSON.stringify([entityId, operation, old, now])),
    };
  }

  const folder = {
    save: () => refill(laidAside, site.feedDir),
    restore: () => refill(site.feedDir, laidAside),
  };

  async function diesAnywhere(chapter: Chapter): Promise<void> {
    await clock.advance(HOUR);
    await chapter.meanwhile();
    const scene: StoreSnapshot = await store.save();
    folder.save();

    sent = [];
    const whole = new Lifeline();
    await process(chapter, whole);
    // The run after it tidies what is left to tidy.
    await process(chapter, new Lifeline());
    const unbroken = await ending();
    const commands = new Set(sent);
    assert.ok(whole.points.length > 8, `${whole.points}`);
    for (const [index, point] of whole.points.entries()) {
      await store.restore(scene);
      folder.restore();
      sent = [];
      const lifeline = new Lifeline(index + 1);
      await process(chapter, lifeline);
      const label = `died ${point}, point ${index + 1}`;
      assert.ok(lifeline.dead, `${label}: was reached`);
      await process(chapter, new Lifeline());
      await process(chapter, new Lifeline());
      assert.deepEqual(await ending(), unbroken, label);
      assert.deepEqual(new Set(sent), commands, `${label}: each command was sent, under its key`);
    }
    tried += whole.points.length;
  }

  const lots = (count: number) => site.supply.lot(count);
  let vehicles: ReturnType<typeof lots>;
  let others: ReturnType<typeof lots>;

  const CHAPTERS: Chapter[] = [
    {
      title: 'first import, of two dealers',
      meanwhile() {
        [vehicles, others] = [lots(5), lots(5)];
        site.drop({ D1: vehicles, D2: others });
      },
    },
    {
      title: 'the same vehicles again: nothing to do',
      meanwhile: () => void site.drop({ D1: vehicles, D2: others }),
    },
    {
      title: 'auto close of a sold one',
      meanwhile: () => void site.drop({ D1: vehicles.slice(1), D2: others }),
    },
    {
      title: 'new, sold, retagged and returned ones, and a cut list, which is held',
      meanwhile() {
        const [back, gone, retagged, ...rest] = vehicles;
        assert.ok(back && gone && retagged);
        vehicles = [back, { ...retagged, stock: 'NEWTAG' }, ...rest, ...lots(2)];
        site.drop({ D1: vehicles, D2: others.slice(0, 2), D9: lots(1) });
      },
    },
    {
      title: 'a person lets the held closes through',
      meanwhile: () => undefined,
      async cycle(own) {
        const [plan] = await own.held();
        const { runId = '' } = plan ? await decideHold(own.engine, plan._id, 'approve', 'pat') : {};
        await (runId ? own.waitFor(runId) : own.run());
      },
    },
    {
      title: 'after a person closed one and changed another',
      async meanwhile() {
        const requests = store.collection<RequestDoc>('serviceRequests');
        const [first, second] = (await site.requests()).filter(({ openKey }) => openKey);
        assert.ok(first && second);
        await requests.put(changeRequest(first, { action: 'close' }, 'pat', clock.now()));
        await requests.put(changeRequest(second, { action: 'edit', fields: { stock: 'MINE' } }, 'pat', clock.now()));
        site.drop({ D1: vehicles.map((one) => ({ ...one, stock: `${one.stock}x` })), D2: others.slice(0, 2) });
      },
    },
  ];

  for (const chapter of CHAPTERS) {
    it(`${chapter.title}: ends as if it had lived`, () => diesAnywhere(chapter));
  }
});

/** Each look at the folder, each file opened and each one moved away is two points more. */
function hangingBy(lifeline: Lifeline, inner: FeedSource): FeedSource {
  const dead = () => new Error('The process is dead.');
  const guarded =
    <A extends unknown[], R>(label: string, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (lifeline.dead || lifeline.passes(`before ${label}`)) throw dead();
      const result = await call(...args);
      if (!lifeline.passes(`after ${label}`)) return result;
      // The system closes what a dead process had open.
      if (result instanceof Readable) result.destroy();
      throw dead();
    };
  return {
    description: inner.description,
    list: guarded('listing the folder', () => inner.list()),
    open: guarded('opening a file', (file) => inner.open(file)),
    archive: guarded('moving a file away', (file) => inner.archive(file)),
    close: () => inner.close(),
  };
}

/** `to` as `from` is, with its times. */
function refill(to: string, from: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true });
}
