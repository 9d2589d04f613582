import assert from 'node:assert/strict';
import type { DealerSyncError } from '../../../lib/errors';
import type { AuditEntry } from '../../../lib/sync/executor/audit';
import { listAudit } from '../../../lib/sync/operations/audit';
import { readRecord } from '../../../lib/sync/operations/record-story';
import { restoreWrite, undoRestore } from '../../../lib/sync/operations/restore';
import type { PairDoc } from '../../../lib/sync/pair';
import { Installation } from '../headless/installation';
import { plain, readLedger, replay, sorted } from '../headless/replay';
import type { World } from '../headless/world';

const OLD = 'Ash & Birch Dental';
const NEW = 'Ash & Birch Family Dental';

describe('Putting back the old values of a write', () => {
  let here: Installation;
  let world: World;
  let site: string;
  let customer: string;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
    site = world.site({ name: OLD, line1: '12 Test St', number: 'A100' });
    customer = world.customer({ name: OLD, line1: '12 Test St', number: 'A100' });
    await here.sync();
    await here.wait(60);
    world.setSite(site, { site_name: NEW });
    await here.sync();
    await here.wait(60);
  });
  afterEach(() => here.close());

  const engine = () => here.runner.engine;
  const siteName = () => world.cms.state.sites.get(Number(site))?.site_name;
  const customerName = () => {
    const row = world.revio.state.customers.get(Number(customer));
    return world.revio.state.addresses.get(Number(row?.service_address_id))?.company_name;
  };
  const theWrite = async (): Promise<AuditEntry> => {
    const [entry] = await here.all<AuditEntry>('audit', { operation: 'update', entity: 'customer' });
    return entry ?? assert.fail('no write in the audit');
  };
  const isStale = (sentence: RegExp) => (error: DealerSyncError) => {
    assert.equal(error.code, 'STALE');
    assert.match(error.message, sentence);
    return true;
  };
  /** A wish whose run has not come yet. */
  const wish = async (): Promise<AuditEntry> => {
    const entry = await theWrite();
    const fields = [{ field: 'name' as const, from: NEW, to: OLD }];
    const restore = { auditId: entry._id, side: 'customer' as const, entityId: customer, fields, by: 'pat', at: 0 };
    await here.store.collection<PairDoc>('pairs').put({ ...(await here.pair(site)), restore });
    return entry;
  };
  /** The run that a wish has asked for. */
  const ended = (runId: string | undefined) =>
    new Promise<void>((resolve) => {
      engine().on('run-ended', (run) => {
        if (run.setup.id === runId) resolve();
      });
    });

  it('S3, S22: stands at Rev.io at once, told with the user, and crosses to the station as any edit does', async () => {
    const start = await readLedger(here.connection);
    const before = new Set((await here.all<AuditEntry>('audit')).map(({ _id }) => _id));
    const entry = await theWrite();
    const { runId, restore } = await restoreWrite(engine(), entry._id, 'pat');
    assert.deepEqual(restore?.fields, [{ field: 'name', from: NEW, to: OLD }]);
    await ended(runId);
    assert.equal(customerName(), OLD);
    assert.equal(siteName(), NEW, 'the station follows with the next cycle');
    assert.equal((await here.pair(site)).restore, undefined);
    assert.deepEqual(await here.cycles(1), ['cms UpdateSite']);
    assert.equal(siteName(), OLD);
    assert.deepEqual(await here.cycles(1), [], 'S2');

    const told = (await here.all<AuditEntry>('audit')).filter(({ _id }) => !before.has(_id));
    const decision = told.find(({ operation }) => operation === 'decide');
    assert.deepEqual([decision?.new.decision, decision?.who], ['restore', 'pat']);
    const write = told.find(({ operation, entity }) => operation === 'update' && entity === 'customer');
    assert.deepEqual(
      [write?.who, write?.reason, write?.old.name, write?.new.name],
      ['pat', 'old values put back by pat', NEW, OLD],
    );
    assert.deepEqual(
      sorted(replay(start, told)),
      sorted(await readLedger(here.connection)),
      'replay ignores decisions',
    );
    assert.deepEqual(plain({ name: siteName() }), { name: OLD.toUpperCase() });
  });

  it('S3: also within the settle time of the write that it takes back', async () => {
    world.setSite(site, { site_name: 'Ash Orthodontics' });
    await here.sync();
    const entries = await here.all<AuditEntry>('audit', { operation: 'update', entity: 'customer' });
    const last = entries.find((one) => one.new.name === 'Ash Orthodontics');
    const { runId } = await restoreWrite(engine(), last?._id ?? '', 'pat');
    await ended(runId);
    assert.equal(customerName(), NEW);
    await here.cycles(1);
    assert.deepEqual([siteName(), customerName()], [NEW, NEW]);
    assert.deepEqual(await here.cycles(1), []);
  });

  it('S19: a preview shows it and writes nothing; the run does what was shown', async () => {
    await wish();
    const mark = world.mark();
    const preview = await here.sync({ cause: 'manual', preview: true });
    assert.deepEqual(world.writesSince(mark), []);
    const kinds = [...preview.run.records.values()].flatMap(({ actions = [] }) => actions.map(({ kind }) => kind));
    assert.deepEqual(kinds, ['restore']);
    assert.deepEqual(here.outcomes(preview), { [NEW]: 'updated' });
    await here.sync();
    assert.equal(customerName(), OLD);
    const [write] = await here.all<AuditEntry>('audit', { who: 'timer', reason: 'old values put back by pat' });
    assert.equal(write?.new.name, OLD);
  });

  it('is refused as stale when our own records tell that the value has moved', async () => {
    const entry = await theWrite();
    world.setSite(site, { site_name: 'Ash Orthodontics' });
    await here.sync();
    assert.deepEqual((await listAudit(engine(), { key: `cms:${site}`, offset: 0, limit: 10 })).items.map(restorable), [
      'update customer true',
      'update customer false',
      'create key link false',
    ]);
    await assert.rejects(restoreWrite(engine(), entry._id, 'pat'), isStale(/later write/));
    await here.decide(site, 'unlink');
    await here.sync();
    await assert.rejects(restoreWrite(engine(), entry._id, 'pat'), isStale(/later write|not linked/));
  });

  it('drops the wish, and says so, when the run finds another value at that side', async () => {
    const entry = await theWrite();
    world.setCustomer(customer, { service_address: { company_name: 'Birch Books' } });
    const { runId } = await restoreWrite(engine(), entry._id, 'pat');
    await ended(runId);
    assert.equal(customerName(), 'Birch Books');
    assert.equal((await here.pair(site)).restore, undefined);
    const story = await readRecord(engine(), `cms:${site}`);
    const said = story.timeline.find(({ text }) => text.key === 'decide.drop-restore');
    assert.match(said?.audit?.reason ?? '', /Birch Books/);
    await here.cycles(1);
    assert.equal(siteName(), 'Birch Books', 'the edit goes its way');
  });

  it('can be undone until a run has taken it', async () => {
    const entry = await wish();
    assert.equal((await readRecord(engine(), `cms:${site}`)).restore?.by, 'pat');
    await undoRestore(engine(), entry._id, 'pat');
    await here.cycles(1);
    assert.deepEqual([customerName(), siteName()], [NEW, NEW]);
    await assert.rejects(undoRestore(engine(), entry._id, 'pat'), { code: 'NOT_FOUND' });
  });

  it('S18: gives a closed customer its old name back, and opens it for nobody', async () => {
    const entry = await theWrite();
    world.setCustomer(customer, { status: 'CLOSED' });
    await here.sync();
    const { runId } = await restoreWrite(engine(), entry._id, 'pat');
    await ended(runId);
    assert.equal(customerName(), OLD);
    await here.cycles(2);
    assert.equal(world.revio.state.customers.get(Number(customer))?.status, 'CLOSED');
  });

  it('S3: at the station too, from where it crosses to Rev.io', async () => {
    world.setCustomer(customer, { service_address: { line_1: '99 New Rd' } });
    await here.sync();
    const [entry] = await here.all<AuditEntry>('audit', { operation: 'update', entity: 'account' });
    assert.deepEqual([entry?.old.line1, entry?.new.line1], ['12 TEST ST', '99 New Rd']);
    const { runId } = await restoreWrite(engine(), entry?._id ?? '', 'pat');
    await ended(runId);
    assert.equal(world.cms.state.sites.get(Number(site))?.site_addr1, '12 TEST ST');
    assert.deepEqual(await here.cycles(1), ['revio PATCH Addresses/{id}']);
    assert.deepEqual(await here.cycles(1), []);
  });

  it("gives a person's name back in its parts", async () => {
    const home = world.site({ name: 'LOPEZ, MARY', line1: '14 Mill St', number: 'A101', type: 'RB' });
    const id = world.customer({ name: ['Mary', 'Lopez'], line1: '14 Mill St', number: 'A101' });
    await here.sync();
    await here.wait(60);
    world.setSite(home, { site_name: 'LOPEZ-DIAZ, MARY' });
    await here.sync();
    const [entry] = await here.all<AuditEntry>('audit', { operation: 'update', entityId: id });
    const { runId } = await restoreWrite(engine(), entry?._id ?? '', 'pat');
    await ended(runId);
    const row = world.revio.state.customers.get(Number(id));
    const { first_name, last_name } = world.revio.state.addresses.get(Number(row?.service_address_id)) ?? {};
    assert.deepEqual([first_name, last_name], ['Mary', 'Lopez']);
    await here.cycles(1);
    assert.match(world.cms.state.sites.get(Number(home))?.site_name ?? '', /^lopez, mary$/i);
    assert.deepEqual(await here.cycles(1), []);
  });

  it('takes updates of names and addresses only', async () => {
    const [link] = await here.all<AuditEntry>('audit', { entity: 'key link' });
    await assert.rejects(restoreWrite(engine(), link?._id ?? '', 'pat'), { code: 'BAD_REQUEST' });
    await assert.rejects(restoreWrite(engine(), 'none', 'pat'), { code: 'NOT_FOUND' });
  });
});

function restorable({ operation, entity, restorable }: { operation: string; entity: string; restorable: boolean }) {
  return `${operation} ${entity} ${restorable}`;
}
