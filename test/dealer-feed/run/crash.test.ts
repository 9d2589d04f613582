import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { FeedCommand } from '../../../lib/dealer-feed/run/feed-run';
import type { FeedFileDoc, RequestDoc } from '../../../lib/dealer-feed/store/documents';
import type { AuditEntry } from '../../../lib/sync/executor/audit';
import { Lifeline } from '../../crash/lifeline';
import { SnapshotStore, type StoreSnapshot } from '../../crash/snapshot-store';
import { FeedClock, FeedSite, T0 } from './feed-site';

/** What a story ends with, but for counters of writes. */
interface Ending {
  requests: Omit<RequestDoc, 'rev'>[];
  baselines: unknown[];
  verdicts: string[];
  holds: unknown[];
  audit: string[];
}

describe('F7: a feed whose process dies anywhere', function () {
  this.timeout(30_000);
  const clock = new FeedClock(T0);
  const store = new SnapshotStore(clock);
  let site: FeedSite;
  let scene: StoreSnapshot;
  let sent: FeedCommand[] = [];

  /** One process on the same store and folder, which lives as long as its lifeline. */
  async function process(lifeline: Lifeline): Promise<void> {
    const own = new FeedSite({ root: site.root, clock, store: lifeline.store(store), send: (one) => sent.push(one) });
    await own.run();
    await own.stop();
  }

  async function ending(): Promise<Ending> {
    const all = async <T extends { _id: string; rev: number }>(name: Parameters<typeof store.collection>[0]) =>
      (await store.collection<T>(name).find()).items;
    const withoutRev = <T extends { rev: number }>({ rev: _rev, ...rest }: T) => rest;
    return {
      requests: (await all<RequestDoc>('serviceRequests')).map(withoutRev),
      baselines: (await all('feedBaselines')).map(withoutRev),
      verdicts: (await all<FeedFileDoc>('feedFiles')).map(({ name, verdict }) => `${name} ${verdict}`).sort(),
      holds: (await site.held()).map(({ scope, hash }) => ({ scope, hash })),
      audit: (await all<AuditEntry>('audit')).map(({ entityId, operation, old, new: now }) =>
        JSON.stringify([entityId, operation, old, now]),
      ),
    };
  }

  before(async () => {
    site = new FeedSite({ clock, store });
    const vehicles = site.supply.lot(8);
    const others = site.supply.lot(12);
    site.drop({ D1: vehicles, D2: others });
    await site.done();
    await clock.advance(3_600_000);
    // One is missing, and comes back with the last feed.
    site.drop({ D1: vehicles.slice(1), D2: others });
    await site.done();
    await clock.advance(3_600_000);
    const [back, gone, retagged, ...rest] = vehicles;
    assert.ok(back && gone && retagged);
    // New, sold, retagged and returned ones; and a cut list, which is held.
    site.drop({
      D1: [back, { ...retagged, stock: 'NEWTAG' }, ...rest, ...site.supply.lot(2)],
      D2: others.slice(0, 4),
      D9: site.supply.lot(1),
    });
    await site.stop();
    scene = await store.save();
  });
  after(() => site.close());

  it('ends as if it had lived, before and after each of its writes', async () => {
    const whole = new Lifeline();
    await process(whole);
    const unbroken = await ending();
    const commands = new Set(sent.map(({ key }) => key));
    assert.equal(unbroken.holds.length, 1);
    assert.ok(whole.points.length > 30, `${whole.points}`);
    for (let point = 1; point <= whole.points.length; point += 1) {
      await store.restore(scene);
      sent = [];
      await process(new Lifeline(point));
      await process(new Lifeline());
      const label = `died ${whole.points[point - 1]}, point ${point}`;
      assert.deepEqual(await ending(), unbroken, label);
      assert.deepEqual(new Set(sent.map(({ key }) => key)), commands, `${label}: each command was sent, under its key`);
    }
  });
});
