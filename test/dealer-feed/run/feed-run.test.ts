import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { AuditEntry } from '../../../lib/sync/executor/audit';
import { decideHold } from '../../../lib/sync/operations/holds';
import { FeedSite } from './feed-site';

describe('a run of a dealer feed', () => {
  let site: FeedSite;
  beforeEach(() => {
    site = new FeedSite();
  });
  afterEach(() => site.close());

  it('F11: makes a service request for each vehicle, and its counts add up', async () => {
    const vehicles = site.supply.lot(5);
    const [first] = vehicles;
    assert.ok(first);
    site.drop({ D1: [...vehicles, first], D9: site.supply.lot(2) });
    const { doc, run } = await site.done();
    assert.deepEqual(
      [doc.counts.seen, doc.counts.created, doc.counts.skipped, doc.counts.failed],
      [8, 5, 1, 2],
      JSON.stringify(doc.tallies),
    );
    assert.deepEqual(doc.tallies?.map(({ code, count }) => [code, count]).sort(), [
      ['REPEATED_ROW', 1],
      ['UNKNOWN_DEALER', 2],
    ]);
    assert.equal(doc.writes.serviceRequests, 5);
    assert.equal(run.samples.length, 2, 'quarantined rows are shown one by one');
    assert.equal((await site.requests()).length, 5);
    assert.equal((await site.of(first.vin)).status, 'proposed');
  });

  it('F4: the same file again is not even read, and its bytes under another name write nothing', async () => {
    const vehicles = site.supply.lot(4);
    site.drop({ D1: vehicles });
    await site.done();
    const before = await site.requests();
    const { doc } = await site.done();
    assert.equal(doc.counts.seen, 0);
    await site.wait(1);
    site.drop({ D1: vehicles });
    const again = await site.done();
    assert.deepEqual([again.doc.counts.seen, again.doc.counts.unchanged], [4, 4]);
    assert.deepEqual(await site.requests(), before);
  });

  it('F6: an older file after a newer one is told of and not applied', async () => {
    const vehicles = site.supply.lot(4);
    const path = site.drop({ D1: vehicles });
    await site.done();
    rmSync(path);
    site.drop({ D1: vehicles.slice(1) }, 'older.csv', site.clock.now() - 1000);
    const { doc, run } = await site.done();
    assert.deepEqual([doc.counts.seen, doc.counts.skipped], [1, 1]);
    assert.equal([...run.records.values()][0]?.outcome?.code, 'STALE_FILE');
    assert.equal((await site.requests()).filter(({ status }) => status === 'closed').length, 0);
  });

  it('F1: a file that is no feed is put aside, told of once, and kept in the history', async () => {
    site.drop({ D1: site.supply.lot(4) });
    await site.done();
    await site.wait(1);
    site.dropText('<!DOCTYPE html><html><body>Sign in</body></html>\n');
    const { doc, run } = await site.done();
    assert.deepEqual([doc.counts.seen, doc.counts.failed], [1, 1]);
    assert.equal([...run.records.values()][0]?.outcome?.code, 'HTML_PAGE');
    assert.deepEqual(
      doc.notices?.map(({ topic }) => topic),
      ['refused'],
    );
    assert.equal((await site.done()).doc.notices, undefined, 'once');
    assert.ok((await site.requests()).every(({ status }) => status === 'proposed'));
  });

  it('F2 F3: a cut file of one dealer holds that dealer alone, until exactly its plan is approved', async () => {
    const [one, two] = [site.supply.lot(20), site.supply.lot(4)];
    site.drop({ D1: one, D2: two });
    await site.done();
    await site.wait(1);
    site.drop({ D1: one.slice(0, 5), D2: two.slice(1) });
    const { doc } = await site.done();
    assert.equal(doc.counts.held, 16, 'the dealer, and its 15 vehicles');
    assert.equal(doc.notices?.[0]?.topic, 'held');
    const open = async () => (await site.requests()).filter(({ openKey }) => openKey).length;
    assert.equal(await open(), 23, 'D2 went on');

    const again = await site.done();
    assert.equal(again.doc.notices, undefined, 'the same plan is asked once');
    const [plan, ...others] = await site.held();
    assert.ok(plan && others.length === 0);

    const { runId = '' } = await decideHold(site.engine, plan._id, 'approve', 'pat');
    const approved = await site.waitFor(runId);
    assert.deepEqual([approved.doc.state, approved.doc.counts.updated], ['done', 15]);
    assert.equal(await open(), 8);

    await site.wait(1);
    site.drop({ D1: one, D2: two });
    await site.done();
    await site.wait(1);
    site.drop({ D1: one.slice(0, 5), D2: two });
    await site.done();
    assert.equal((await site.held()).length, 1, 'an approval counts once');
  });

  it('F2: what was discarded is not asked for again', async () => {
    const one = site.supply.lot(20);
    site.drop({ D1: one });
    await site.done();
    await site.wait(1);
    site.drop({ D1: one.slice(0, 5) });
    await site.done();
    const [plan] = await site.held();
    await decideHold(site.engine, plan?._id ?? '', 'discard', 'pat');
    const { doc } = await site.done();
    assert.equal(doc.notices, undefined);
    assert.deepEqual(await site.held(), []);
    assert.equal((await site.done()).doc.counts.seen, 0, 'nor is it read again');
  });

  it('S19: a preview writes nothing, and its plan is what the run does', async () => {
    const vehicles = site.supply.lot(6);
    site.drop({ D1: vehicles });
    await site.done();
    await site.wait(1);
    site.drop({ D1: [...vehicles.slice(2), ...site.supply.lot(3)] });
    const before = await site.requests();
    const preview = await site.done({ preview: true });
    assert.deepEqual(await site.requests(), before);
    const real = await site.done();
    assert.deepEqual(preview.doc.counts, real.doc.counts);
    assert.deepEqual(
      preview.reading?.items.map(({ key, actions }) => ({ key, actions })),
      real.reading?.items.map(({ key, actions }) => ({ key, actions })),
    );
  });

  it('F14: a feed that is late is told of once, and nothing is closed', async () => {
    site.drop({ D1: site.supply.lot(3), D2: site.supply.lot(3) });
    await site.done();
    await site.wait(2);
    assert.equal((await site.done()).doc.notices, undefined);
    await site.wait(1);
    const { doc } = await site.done();
    assert.deepEqual(
      doc.notices?.map(({ topic }) => topic),
      ['late'],
    );
    await site.wait(5);
    assert.equal((await site.done()).doc.notices, undefined);
    assert.equal((await site.requests()).filter(({ openKey }) => openKey).length, 6);
  });

  it('S22: each step is told in the audit, and replaying it gives the service requests', async () => {
    const vehicles = site.supply.lot(6);
    site.drop({ D1: vehicles });
    await site.done();
    await site.wait(1);
    const [gone, retagged, ...rest] = vehicles;
    assert.ok(gone && retagged);
    site.drop({ D1: [{ ...retagged, stock: 'NEWTAG' }, ...rest] });
    await site.done();
    const { items } = await site.store.collection<AuditEntry>('audit').find({ sort: [{ field: 'at' }] });
    const state = new Map<string, Record<string, string>>();
    for (const { entityId, new: now, old } of items) {
      const fields = { ...state.get(entityId) };
      for (const name of Object.keys(old)) delete fields[name];
      state.set(entityId, { ...fields, ...now });
    }
    for (const { _id, status, stock, client } of await site.requests()) {
      const told = state.get(_id);
      assert.deepEqual([told?.status, told?.stock, told?.client], [status, stock, client]);
    }
    assert.equal(items.length, 8);
  });
});
