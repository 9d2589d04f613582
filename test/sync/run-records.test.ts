import assert from 'node:assert/strict';
import type { AuditEntry } from '../../lib/sync/executor/audit';
import { readOutcomes } from '../../lib/sync/run-history';
import { Installation } from './headless/installation';
import { readLedger, replay, sorted } from './headless/replay';
import type { Ended } from './headless/runner';
import type { World } from './headless/world';

describe('What a run plans, tells and repeats', () => {
  const open: Installation[] = [];
  afterEach(async () => {
    for (const here of open.splice(0)) await here.close();
  });

  async function start(): Promise<Installation> {
    const here = await Installation.start();
    open.push(here);
    return here;
  }

  /** Something of everything: a link with fills and a conflict, a create, a pending match, contacts. */
  function furnish(world: World): { site: string; customer: string; contact: string } {
    const site = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
    const contact = world.contact(site, 'Ada Ash', '5550100001');
    const customer = world.customer({
      name: 'Ash & Birch Dental',
      line1: '12 Test St',
      line2: 'Suite 2',
      number: 'A100',
    });
    world.site({ name: 'LOPEZ, MARY', line1: '14 Mill St', city: 'Oldtown', number: 'A101', type: 'RB' });
    world.customer({ name: ['Mary', 'T', 'Lopez'], line1: '14 Mill Street', number: 'A101' });
    world.site({ name: 'Gamma Glass Works', line1: '77 New Rd', number: 'A102' });
    world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
    for (const number of ['X1', 'X2']) world.customer({ name: 'Delta Diner', line1: '3 River Rd', number });
    return { site, customer, contact };
  }

  function edit(world: World, { site, customer, contact }: ReturnType<typeof furnish>): void {
    world.setSite(site, { site_name: 'Ash & Birch Family Dental' });
    world.setCustomer(customer, { service_address: { postal_code: '00042' } });
    world.cms.edit({ entity: 'contacts', action: 'set', id: contact, fields: { email_address: 'ada@ash.example' } });
    world.contact(site, 'Ben Birch', '5550100002');
  }

  async function rowsOf(here: Installation, { doc }: Ended): Promise<Record<string, unknown>> {
    const items = await readOutcomes(here.store, doc._id);
    return Object.fromEntries(items.map(({ key, outcome, actions = [] }) => [key, { outcome, actions }]));
  }

  it('S19 a preview writes nothing outside, and its plan is what the run from the same state carries out', async () => {
    const here = await start();
    const records = furnish(here.world);
    for (const meanwhile of [() => undefined, () => edit(here.world, records)]) {
      meanwhile();
      const mark = here.world.mark();
      const preview = await here.sync({ preview: true });
      assert.deepEqual(here.world.writesSince(mark), []);
      assert.deepEqual(preview.doc.writes, { revio: 0, monitoring: 0, keyLinks: 0 });
      // Read at once: what was quiet is kept for the newest run only.
      const foreseen = await rowsOf(here, preview);
      const run = await here.sync();
      assert.deepEqual(await rowsOf(here, run), foreseen);
      assert.deepEqual(run.doc.counts, preview.doc.counts);
    }
  });

  it('S20 the same state, clock and replies make the same calls', async () => {
    const calls = async () => {
      const here = await start();
      const { world } = here;
      const site = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
      const customer = world.customer({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
      const contact = world.contact(site, 'Ada Ash', '5550100001');
      await here.sync();
      edit(world, { site, customer, contact });
      await here.cycles(2);
      const told = (log: typeof world.cms.log) =>
        log.calls().map(({ operation, path, query, body }) => `${operation} ${path} ${query} ${body}`);
      return { cms: told(world.cms.log), revio: told(world.revio.log) };
    };
    assert.deepEqual(await calls(), await calls());
  });

  it('S22 the audit, replayed over the start, gives the end; each entry says who, why and in which run', async () => {
    const here = await start();
    const { world } = here;
    const records = furnish(world);
    const rename = (name: string) =>
      here.decide(records.site, 'relink', world.customer({ name, line1: '1 Else Way', number: 'E1' }));
    const steps = [
      () => undefined,
      () => edit(world, records),
      () => world.cms.edit({ entity: 'contacts', action: 'remove', id: records.contact }),
      () => here.settle('100000002', 'city', 'monitoring'),
      () => rename('Somebody Else'),
      () => here.decide(records.site, 'unlink'),
    ];
    for (const meanwhile of steps) {
      await here.wait(60);
      await meanwhile();
      const before = new Set((await here.all<AuditEntry>('audit')).map(({ _id }) => _id));
      const start = await readLedger(here.connection);
      const { doc } = await here.sync();
      const fresh = (await here.all<AuditEntry>('audit')).filter(({ _id }) => !before.has(_id));
      assert.deepEqual(sorted(replay(start, fresh)), sorted(await readLedger(here.connection)));
      for (const entry of fresh) {
        assert.deepEqual([entry.who, entry.runId, entry.integration], ['timer', doc._id, 'cms']);
        assert.ok(entry.reason && entry.as && entry.system && entry.entityId, JSON.stringify(entry));
      }
    }
  });

  it('S22 a push is told the same way', async () => {
    const here = await start();
    const customer = here.world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    here.world.customerContact(customer, 'Eve Eta', '5550100021');
    const before = await readLedger(here.connection);
    await here.push(customer);
    const audit = await here.all<AuditEntry>('audit');
    assert.deepEqual(
      audit.map(({ who }) => who),
      ['inject', 'inject', 'inject'],
    );
    assert.deepEqual(sorted(replay(before, audit)), sorted(await readLedger(here.connection)));
  });
});
