import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { FeedFileDetail, FeedFileView } from '../../lib/dealer-feed/operations/feed-files';
import type { RequestDetail, RequestView } from '../../lib/dealer-feed/operations/views';
import type { RunView } from '../../lib/sync/operations/overview';
import { dropFeed, type LotVehicle, MUTATORS, STORY_DEALERS, VehicleSupply, writeFeed } from '../../simulators/dms';
import { Random } from '../../simulators/kit/random';
import { type FlowNode, Site, USER, until } from './site';

const FEED = 'dealer-feed';
/** Enough that the first import can be broken off in the middle. */
const VEHICLES = 200;

/** Three dealers' first days, in order: each test goes on from where the one before it left off. */
describe('dealer feeds, in a real Node-RED', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'feeds-'));
  const supply = new VehicleSupply(new Random(1));
  const lots = new Map(
    STORY_DEALERS.map(({ dealerId, name, format }) => [
      dealerId,
      { dealerId, name, format, vehicles: supply.lot(VEHICLES) },
    ]),
  );
  let dropped = 0;
  let time = Date.now() - 3_600_000;
  let site: Site;

  before(async () => {
    // Nobody waits for ten seconds between two looks here.
    const edit = (flows: FlowNode[]) =>
      flows.map((node) => (node.id === 'ds-dms' ? { ...node, settleSeconds: '0.05' } : node));
    site = await Site.start({ dealerFeed: { folder }, edit });
  });
  after(async () => {
    await site?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const lotOf = (dealerId: string) => {
    const lot = lots.get(dealerId);
    assert.ok(lot);
    return lot;
  };
  /** The dealer's whole list as its system would drop it now, or what somebody made of that. */
  const drop = (dealerId: string, made: (text: string) => string = (text) => text) => {
    const { format, ...lot } = lotOf(dealerId);
    write(dealerId, made(writeFeed(format, [lot])));
  };
  const write = (dealerId: string, text: string) => {
    dropped += 1;
    time += 60_000;
    dropFeed(folder, { name: `${String(dropped).padStart(4, '0')}_${dealerId}.csv`, text, at: time });
  };
  const dropAll = () => {
    for (const dealerId of lots.keys()) drop(dealerId);
  };
  const sell = (dealerId: string, index = 0): LotVehicle => {
    const [vehicle] = lotOf(dealerId).vehicles.splice(index, 1);
    assert.ok(vehicle);
    return vehicle;
  };
  const idOf = (dealerId: string, vin: string, epoch = 1) => `${FEED}|${dealerId.toLowerCase()}|${vin}|${epoch}`;
  const request = (id: string) => site.get<RequestDetail>(`service-requests/${encodeURIComponent(id)}`);
  const requests = (query = '') => site.all<RequestView>(`service-requests${query}`);
  const run = (inject = 'now') => site.press(`dealer-feed-${inject}`, FEED);
  const written = ({ counts }: RunView) => [counts.created, counts.updated];

  it('S19: a preview tells what a run would do, and keeps nothing', async () => {
    dropAll();
    const preview = await run('preview');
    assert.deepEqual([preview.state, preview.counts.created], ['done', 3 * VEHICLES]);
    assert.deepEqual([(await requests()).length, (await site.all('feed-files')).length], [0, 0]);
  });

  it('F7: killed in the middle of the first import and run again, there is one service request a vehicle', async () => {
    await site.nodeRed.inject('dealer-feed-now');
    await until(async () => (await requests('?limit=1')).length || undefined, 'the first service request', 5);
    await site.kill();
    await site.startAgain();
    const again = await run();
    assert.equal(again.state, 'done');
    const expected = [...lots.values()].flatMap(({ dealerId, vehicles }) =>
      vehicles.map(({ vin }) => idOf(dealerId, vin)),
    );
    const all = await requests();
    assert.deepEqual(all.map(({ id }) => id).sort(), expected.sort());
    const open = all
      .filter(({ status }) => status !== 'closed')
      .map(({ vin, type, client }) => [vin, type, client].join());
    assert.equal(new Set(open).size, all.length);
  });

  it('R5, R7: each has the client of its dealer, and the type that its code stands for', async () => {
    const used = lotOf('MP101').vehicles.find(({ type }) => type === 'Used');
    const fresh = lotOf('MP102').vehicles.find(({ type }) => type === 'New');
    const certified = lotOf('MP102').vehicles.find(({ type }) => type === 'Certified');
    assert.ok(used && fresh && certified);
    const told = async (dealerId: string, vin: string) => {
      const { client, type, vehicleType, status } = await request(idOf(dealerId, vin));
      return [client, type, vehicleType, status];
    };
    assert.deepEqual(await told('MP101', used.vin), ['Norvik of Springfield', 'recondition', 'Used', 'proposed']);
    assert.deepEqual(await told('MP102', fresh.vin), ['Castell City', 'prepare', 'New', 'work']);
    assert.deepEqual(await told('MP102', certified.vin), ['Castell City', 'certify', 'Certified', 'scheduled']);
  });

  it('F4: the same bytes under another name do nothing', async () => {
    dropAll();
    const same = await run();
    assert.deepEqual([same.state, ...written(same), same.counts.unchanged], ['done', 0, 0, 3 * VEHICLES]);
    const quiet = await run();
    assert.deepEqual([quiet.state, quiet.counts.seen], ['done', 0]);
  });

  it('R2, R3, R10: new, retagged, sold and reappearing vehicles', async () => {
    const retagged = lotOf('MP101').vehicles[5];
    assert.ok(retagged);
    retagged.stock = 'RETAGGED';
    const sold = sell('MP101');
    const fresh = supply.vehicle();
    lotOf('MP101').vehicles.push(fresh);
    drop('MP101');
    const first = await run();
    assert.deepEqual(written(first), [1, 2]);
    assert.equal((await request(idOf('MP101', fresh.vin))).stock, fresh.stock);
    assert.equal((await request(idOf('MP101', retagged.vin))).stock, 'RETAGGED');
    const gone = await request(idOf('MP101', sold.vin));
    assert.deepEqual([gone.status, gone.closedBy], ['closed', 'feed']);

    lotOf('MP101').vehicles.push(sold);
    drop('MP101');
    assert.deepEqual(written(await run()), [0, 1]);
    const back = await request(idOf('MP101', sold.vin));
    assert.equal(back.status, gone.closedFrom);
    assert.deepEqual(
      back.history.map(({ what }) => what),
      ['created', 'closed', 'reopened'],
    );
  });

  it('F2, F3: a cut file closes nothing and waits, the other dealers go on, and an approval lets it through', async () => {
    const left = lotOf('MP102').vehicles.slice(0, VEHICLES / 4);
    const cut = (text: string) => {
      const end = text.indexOf(left.at(-1)?.vin ?? '');
      return text.slice(0, text.indexOf('\n', end) + 1);
    };
    drop('MP102', cut);
    sell('MP103');
    drop('MP103');
    const held = await run();
    assert.deepEqual([held.state, ...written(held)], ['done', 0, 1]);
    assert.ok((held.counts.held ?? 0) > 100);
    const openOf = async () => (await requests('?dealer=mp102')).filter(({ status }) => status !== 'closed').length;
    assert.equal(await openOf(), VEHICLES);
    const [hold, ...more] = await site.holds();
    assert.ok(hold);
    assert.deepEqual(more, []);
    assert.match(JSON.stringify(hold), /mp102/i);

    const known = new Set((await site.runs(FEED)).map(({ id }) => id));
    await site.post(`holds/${hold.id}`, { decision: 'approve' });
    const started = await until(async () => (await site.runs(FEED)).find(({ id }) => !known.has(id)), 'a run');
    assert.equal((await site.over(started.id)).state, 'done');
    assert.equal(await openOf(), left.length);
    assert.deepEqual(await site.holds(), []);
    lotOf('MP102').vehicles = left;
  });

  it('F15, F13: what a person closed or wrote stays, and explain says why', async () => {
    const [closed, edited] = lotOf('MP103').vehicles;
    assert.ok(closed && edited);
    const change = (vin: string, body: object) =>
      site.post(`service-requests/${encodeURIComponent(idOf('MP103', vin))}`, body);
    await change(closed.vin, { action: 'close', reason: 'sold over the phone' });
    await change(edited.vin, { action: 'edit', fields: { stock: 'MINE' } });
    edited.stock = 'THEIRS';
    drop('MP103');
    const after = await run();
    assert.deepEqual(written(after), [0, 0]);
    const { status, closedBy, history } = await request(idOf('MP103', closed.vin));
    assert.deepEqual([status, closedBy, history.at(-1)?.by], ['closed', 'person', USER]);
    assert.equal((await request(idOf('MP103', edited.vin))).stock, 'MINE');
    const { files } = await site.get<{ files: { sentences: string[] }[] }>(`service-requests/vin/${closed.vin}`);
    assert.match(files.flatMap(({ sentences }) => sentences).join(' '), /A person closed its service request/);
  });

  it('F11: bad rows and unknown dealers are counted, and listed with their lines', async () => {
    drop('MP103', (text) => MUTATORS.blankVin(Buffer.from(text), new Random(3)).toString());
    write('MP999', writeFeed('generic', [{ dealerId: 'MP999', name: 'Nobody', vehicles: supply.lot(3) }]));
    const { counts } = await run();
    assert.equal(counts.failed, 4);
    const files = await site.all<FeedFileView>('feed-files');
    const detail = async (dealerId: string) => {
      const file = files.find(({ name }) => name.endsWith(`${dealerId}.csv`));
      assert.ok(file);
      return site.get<FeedFileDetail>(`feed-files/${encodeURIComponent(file.id)}`);
    };
    const [row] = (await detail('MP103')).quarantined;
    assert.equal(row?.code, 'NO_VIN');
    assert.ok((row?.line ?? 0) > 1);
    assert.match(JSON.stringify((await detail('MP999')).unknownDealers), /mp999/i);
  });

  it('F1: a web page in place of a file is refused whole, told once, and changes nothing', async () => {
    const before = await requests();
    write('MP101', '<!doctype html><html><body>Sign in</body></html>\n');
    const refused = await run();
    assert.deepEqual([refused.state, refused.counts.failed, ...written(refused)], ['done', 1, 0, 0]);
    const [file] = await site.all<FeedFileView>('feed-files?verdict=refused');
    assert.equal(file?.refused?.code, 'HTML_PAGE');
    assert.deepEqual(await requests(), before);
  });

  it('F14: a feed that is late raises one alert, and closes nothing', async () => {
    const late = () => site.heard('alerts-send').filter(({ payload }) => /more than/.test(JSON.stringify(payload)));
    await site.deploy('full', (flows) =>
      flows.map((node) => (node.id === 'dealer-feed-feed' ? { ...node, usualInterval: '0.0001' } : node)),
    );
    for (const _ of [1, 2]) assert.deepEqual(written(await run()), [0, 0]);
    await until(async () => late().length || undefined, 'the alert');
    assert.equal(late().length, 1);
  });

  it('N1: a flow without a client-map fails with one sentence on the node, and one alert', async () => {
    await site.deploy('full', (flows) =>
      flows.map((node) => (node.id === 'dealer-feed-types' ? { ...node, wires: [['dealer-feed-track'], []] } : node)),
    );
    const failed = await run();
    assert.deepEqual([failed.state, failed.error?.code, ...written(failed)], ['failed', 'NO_CLIENT_MAP', 0, 0]);
    const alerts = () => site.heard('alerts-send').filter(({ payload }) => /client-map/.test(JSON.stringify(payload)));
    await until(async () => alerts().length || undefined, 'the alert');
    assert.equal(site.told().match(/\[error\] .*No client-map is wired/g)?.length, 1);
  });

  it('S22: tells in the audit who did what', async () => {
    const audit = await site.audit();
    const people = audit.filter(({ who }) => who === USER);
    assert.ok(people.some(({ entity }) => entity === 'service request'));
    assert.ok(audit.some(({ operation, entity }) => operation === 'close' && entity === 'service request'));
  });
});
