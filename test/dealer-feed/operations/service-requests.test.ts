import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { RequestChange } from '../../../lib/dealer-feed/operations/change-request';
import {
  decideServiceRequest,
  listServiceRequests,
  readRequestChange,
  readServiceRequest,
  reportStatus,
} from '../../../lib/dealer-feed/operations/service-requests';
import type { AuditEntry } from '../../../lib/sync/executor/audit';
import type { LotVehicle } from '../../../simulators/dms';
import { FeedSite } from '../run/feed-site';

const PAGE = { offset: 0, limit: 50 };

describe('service requests in the hands of people', () => {
  let site: FeedSite;
  let vehicles: LotVehicle[];
  let vehicle: LotVehicle;
  let id: string;
  beforeEach(async () => {
    site = new FeedSite();
    vehicles = site.supply.lot(8);
    [vehicle] = vehicles as [LotVehicle];
    site.drop({ D1: vehicles.slice(0, 5), D2: vehicles.slice(5) });
    await site.done();
    id = (await site.of(vehicle.vin))._id;
  });
  afterEach(() => site.close());

  const decide = (change: RequestChange) => decideServiceRequest(site.engine, id, change, 'pat');
  /** The same vehicles, told again. */
  async function nextFeed(change: (vehicle: LotVehicle) => LotVehicle = (one) => one): Promise<void> {
    await site.wait(1);
    site.drop({ D1: vehicles.slice(0, 5).map(change), D2: vehicles.slice(5) });
    await site.done();
  }

  it('are listed, searched and filtered, paged', async () => {
    const list = (filter: object) => listServiceRequests(site.engine, { ...PAGE, ...filter });
    assert.equal((await list({})).total, 8);
    assert.equal((await list({ dealer: 'D2' })).total, 3);
    assert.equal((await list({ client: 'North', limit: 2 })).items.length, 2);
    assert.deepEqual(
      (await list({ q: vehicle.vin.slice(3).toLowerCase() })).items.map(({ vin }) => vin),
      [vehicle.vin],
    );
    await decide({ action: 'close' });
    assert.deepEqual([(await list({ status: 'open' })).total, (await list({ status: 'closed' })).total], [7, 1]);
  });

  it('F13: what a person changed is never overwritten by the feed', async () => {
    await decide({ action: 'edit', fields: { stock: 'MINE', color: 'Plum' } });
    await nextFeed((one) => ({ ...one, stock: `${one.stock}X`, color: 'Grey' }));
    const { stock, vehicle: told, touchedByPerson } = await readServiceRequest(site.engine, id);
    assert.deepEqual([stock, told.color, touchedByPerson], ['MINE', 'Plum', ['stock', 'color']]);
    const other = await site.of(vehicles[1]?.vin ?? '');
    assert.deepEqual([other.stock, other.vehicle.color], [`${vehicles[1]?.stock}X`, 'Grey']);
  });

  it('F15: a close by a person is final, though the feed goes on to list the vehicle', async () => {
    await decide({ action: 'close', reason: 'done' });
    await nextFeed();
    const found = (await site.requests()).filter(({ vin }) => vin === vehicle.vin);
    assert.deepEqual(
      found.map(({ status, closedBy }) => [status, closedBy]),
      [['closed', 'person']],
    );
  });

  it("F15: so is a reject, and a close that the site's own system tells of", async () => {
    await reportStatus(site.engine, `${id}|update|3`, 'rejected', 'crm');
    await nextFeed();
    assert.equal((await site.of(vehicle.vin)).status, 'rejected');
    assert.equal((await readServiceRequest(site.engine, id)).history.at(-1)?.by, 'crm');
  });

  it('move along the phases of their type, and no others', async () => {
    const detail = await decide({ action: 'status', status: 'on-hold', reason: 'waits for parts' });
    assert.deepEqual([detail.status, detail.phase], ['on-hold', 'estimating']);
    await assert.rejects(decide({ action: 'status', status: 'sold' }), { code: 'BAD_REQUEST' });
    await decide({ action: 'close' });
    const opened = await decide({ action: 'status', status: 'work' });
    assert.deepEqual([opened.status, opened.closedAt, opened.closedBy], ['work', undefined, undefined]);
    const washOnly = { ...(await site.of(vehicle.vin)), phases: ['work' as const] };
    await site.store.collection('serviceRequests').put(washOnly);
    await assert.rejects(decide({ action: 'status', status: 'delivery' }), { code: 'BAD_REQUEST' });
  });

  it('F7: are opened again only while no other one for the VIN, type and client is open', async () => {
    await decide({ action: 'close' });
    const closed = await site.of(vehicle.vin);
    const { rev: _rev, closedAt: _at, closedBy: _by, ...rest } = closed;
    const openKey = JSON.stringify([closed.vin, closed.type, closed.client]);
    await site.store
      .collection('serviceRequests')
      .insert({ ...rest, _id: 'own', id: 'own', status: 'work', openKey } as { _id: string });
    await assert.rejects(decide({ action: 'status', status: 'work' }), { code: 'OPEN_TWICE' });
  });

  it('F10: inspections and work orders made from them follow the feed, each by its own age', async () => {
    await decide({ action: 'add-inspection' });
    await site.wait(72);
    await decide({ action: 'add-work-order' });
    await nextFeed((one) => ({ ...one, stock: `${one.stock}X` }));
    const { stock, inspections, workOrders } = await readServiceRequest(site.engine, id);
    assert.deepEqual(
      [stock, inspections[0]?.stock, workOrders[0]?.stock],
      [vehicle.stock, vehicle.stock, `${vehicle.stock}X`],
    );
  });

  it("keep a person's step when a run writes the same one at the same time", async () => {
    await site.wait(1);
    site.drop({ D1: vehicles.slice(0, 5).map((one) => ({ ...one, color: 'Grey' })), D2: vehicles.slice(5) });
    await Promise.all([
      site.done(),
      ...Array.from({ length: 4 }, (_, n) => decide({ action: 'edit', fields: { trim: `T${n}` } })),
      decide({ action: 'add-inspection' }),
    ]);
    const { vehicle: told, inspections, history } = await readServiceRequest(site.engine, id);
    assert.deepEqual([told.color, inspections.length], ['Grey', 1]);
    assert.equal(history.length, 7, 'created, four edits, an inspection, the feed');
  });

  it('S22: each step stands in the audit once, with the user', async () => {
    await decide({ action: 'edit', fields: { stock: 'MINE' } });
    await decide({ action: 'edit', fields: { stock: 'MINE' } });
    await decide({ action: 'add-inspection' });
    await decide({ action: 'close', reject: true });
    const { items } = await site.store
      .collection<AuditEntry>('audit')
      .find({ where: { who: 'pat' }, sort: [{ field: 'at' }] });
    assert.deepEqual(items.map(({ entity, operation }) => `${operation} ${entity}`).sort(), [
      'close service request',
      'create inspection',
      'update service request',
    ]);
  });

  it('N3: say what is wrong with any body', () => {
    const bodies: Record<string, unknown>[] = [
      {},
      { action: 'delete' },
      { action: 'edit' },
      { action: 'edit', fields: [] },
      { action: 'edit', fields: { stock: {} } },
      { action: 'edit', fields: { stock: 'x'.repeat(501) } },
      { action: 'close', reject: 'yes' },
      { action: 'close', reason: ['x'] },
      { action: 'status', status: null },
    ];
    for (const body of bodies) {
      assert.throws(() => readRequestChange(body), { code: 'BAD_REQUEST' }, JSON.stringify(body));
    }
  });

  it('N3: refuse fields that are none', async () => {
    for (const name of ['status', 'vin', '__proto__', 'constructor', 'history']) {
      const fields = JSON.parse(`{${JSON.stringify(name)}: "x"}`) as Record<string, string>;
      await assert.rejects(decide({ action: 'edit', fields }), { code: 'BAD_REQUEST' }, name);
    }
    await assert.rejects(decide({ action: 'edit', fields: { stock: 'x' }, of: 'none' }), { code: 'NOT_FOUND' });
    await assert.rejects(readServiceRequest(site.engine, 'none'), { code: 'NOT_FOUND' });
  });
});
