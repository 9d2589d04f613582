import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { explainVehicle } from '../../../lib/dealer-feed/operations/explain-vehicle';
import { decideServiceRequest } from '../../../lib/dealer-feed/operations/service-requests';
import { FeedArchive } from '../../../lib/dealer-feed/sources/feed-archive';
import { fileNames } from '../../../lib/dealer-feed/sources/file-names';
import { FeedSite, feedSettings } from './feed-site';

describe('feeds side by side', () => {
  let site: FeedSite;
  const others: FeedSite[] = [];
  beforeEach(() => {
    site = new FeedSite();
  });
  afterEach(async () => {
    for (const other of others.splice(0)) await other.close();
    await site.close();
  });

  /** Another process on the same store, with a feed of its own. */
  function beside(feed: string): FeedSite {
    const other = new FeedSite({ store: site.store, clock: site.clock, feed: { feed } });
    others.push(other);
    return other;
  }

  it('F7: two feeds with the same vehicles at once, in two spaces: at most one open for each VIN, type and client', async () => {
    const other = beside('second');
    other.register('second', 'second');
    const vehicles = site.supply.lot(30);
    site.drop({ D1: vehicles });
    other.drop({ D1: vehicles });
    const [one, two] = await Promise.all([site.run(), other.run({}, 'second')]);
    assert.deepEqual([one.doc.state, two.doc.state], ['done', 'done']);
    assert.equal(one.doc.counts.created + two.doc.counts.created, 30);
    const open = (await site.requests()).filter(({ openKey }) => openKey);
    assert.equal(open.length, 30);
  });

  it('S8: in one space the second waits for the first', async () => {
    site.drop({ D1: site.supply.lot(10) });
    site.register('again', 'dealer-feed');
    const [one, two] = await Promise.all([site.run(), site.run({}, 'again')]);
    assert.deepEqual([one.doc.counts.created, two.doc.counts.seen], [10, 0]);
  });

  it('F3: one file a dealer: each is measured by its own last one, and a vehicle may go from one to the other', async () => {
    site.settings = {
      ...site.settings,
      names: fileNames('*_{dealer}.csv'),
      feed: feedSettings({
        clients: [
          { dealerId: 'D1', client: 'Group', srType: 'recon' },
          { dealerId: 'D2', client: 'Group', srType: 'recon' },
        ],
      }),
    };
    const [moving, ...vehicles] = site.supply.lot(9);
    assert.ok(moving);
    site.drop({ D1: [moving, ...vehicles.slice(0, 4)] }, 'a_D1.csv');
    site.drop({ D2: vehicles.slice(4) }, 'a_D2.csv');
    await site.done();
    await site.wait(1);
    site.drop({ D1: vehicles.slice(0, 4) }, 'b_D1.csv');
    site.drop({ D2: [moving, ...vehicles.slice(4)] }, 'b_D2.csv');
    await site.done();
    const found = (await site.requests()).filter(({ vin }) => vin === moving.vin);
    assert.deepEqual(
      found.map(({ status, dealerId }) => [status, dealerId]),
      [['proposed', 'd2']],
    );
  });

  it('F13 F15: what a person does between plan and write counts more than the plan', async () => {
    const vehicles = site.supply.lot(3);
    const [closed, edited, gone] = vehicles;
    assert.ok(closed && edited && gone);
    site.drop({ D1: vehicles });
    await site.done();
    await site.wait(1);
    site.drop({
      D1: [
        { ...closed, stock: 'A1' },
        { ...edited, stock: 'A2', color: 'Grey' },
      ],
    });
    const ids = await Promise.all(vehicles.map(async ({ vin }) => (await site.of(vin))._id));
    site.beforeApply = async () => {
      await decideServiceRequest(site.engine, ids[0] ?? '', { action: 'close' }, 'pat');
      await decideServiceRequest(site.engine, ids[1] ?? '', { action: 'edit', fields: { stock: 'MINE' } }, 'pat');
      await decideServiceRequest(site.engine, ids[2] ?? '', { action: 'close', reject: true }, 'pat');
    };
    const { doc } = await site.done();
    assert.deepEqual([doc.counts.updated, doc.counts.skipped], [1, 2]);
    const now = await Promise.all(vehicles.map(({ vin }) => site.of(vin)));
    assert.deepEqual(
      now.map(({ status, stock, closedBy }) => [status, stock, closedBy]),
      [
        ['closed', closed.stock, 'person'],
        ['proposed', 'MINE', undefined],
        ['rejected', gone.stock, 'person'],
      ],
    );
    assert.equal(now[1]?.vehicle.color, 'Grey');
  });

  it('F11: tells from our own copy of the file why a vehicle has no service request', async () => {
    site.settings = {
      ...site.settings,
      feed: feedSettings({
        vehicleTypes: [{ systemCode: 'Used', vehicleType: 'Used car', includeOnly: true }],
      }),
    };
    const [one, two] = site.supply.lot(2);
    assert.ok(one && two);
    const [used, fresh] = [
      { ...one, type: 'Used' },
      { ...two, type: 'New' },
    ];
    const [stranger] = site.supply.lot(1);
    assert.ok(stranger);
    site.drop({ D1: [used, fresh], D9: [stranger] });
    await site.done();
    const archive = new FeedArchive(`${site.root}/archive`);
    const { store, clock, settings } = site;
    const tell = async (vin: string) => {
      const stories = await explainVehicle(vin, { store, clock, archive, settings });
      return stories.flatMap(({ sentences }) => sentences).join(' ');
    };
    assert.match(await tell(fresh.vin), /Include Only/);
    assert.match(await tell(stranger.vin), /No client is mapped/);
    assert.match(await tell(used.vin), /what the service request says/);
    assert.match(await tell('1M8GDM9AXKP042788'), /No row of the file/);
  });

  it('moves an accepted file to the archive of its source, and leaves one that waits', async () => {
    site.settings = { ...site.settings, afterwards: 'archive' };
    const vehicles = site.supply.lot(20);
    site.drop({ D1: vehicles }, 'a.csv');
    await site.done();
    assert.deepEqual(site.files(), []);
    await site.wait(1);
    site.drop({ D1: vehicles.slice(15) }, 'b.csv');
    await site.done();
    assert.deepEqual(site.files(), ['b.csv']);
  });
});
