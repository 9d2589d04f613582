import assert from 'node:assert/strict';
import { readCalls } from '../../../lib/sync/call-history';
import { auditCsv, listAudit } from '../../../lib/sync/operations/audit';
import { listIntegrations, runView } from '../../../lib/sync/operations/overview';
import { readRecord } from '../../../lib/sync/operations/record-story';
import { searchRecords } from '../../../lib/sync/operations/records';
import { listCalls, readRun, stopRun } from '../../../lib/sync/operations/run-detail';
import { hasPermission } from '../../../lib/sync/operations/session';
import type { Run } from '../../../lib/sync/run';
import { NO_PERMISSION } from '../../../simulators/revio';
import { Installation } from '../headless/installation';
import type { World } from '../headless/world';

const PAGE = { offset: 0, limit: 100 };

describe('Runs and records as people look at them', () => {
  let here: Installation;
  let world: World;

  beforeEach(async () => {
    here = await Installation.start();
    world = here.world;
    world.site({ name: 'Amber Arts', line1: '12 Elm St', number: 'N0' });
    world.site({ name: 'Cedar Cafe', line1: '1 Oak St', number: 'N1' });
    world.site({ name: 'Ember Energy', line1: '770 Mill Rd', number: 'N2' });
    world.customer({ name: 'Cedar Cafe', line1: '1 Oak St', number: 'N1' });
    world.customer({ name: 'Zinc Zoo', line1: '9 Far Rd', number: 'Z9' });
  });
  afterEach(() => here.close());

  const engine = () => here.runner.engine;

  it('S19: a preview is counted by outcome and by action over the whole plan, and searched', async () => {
    const { doc } = await here.sync({ cause: 'manual', preview: true });
    const detail = await readRun(engine(), doc._id, { offset: 0, limit: 1 });
    assert.deepEqual(detail.outcomes, { created: 2, linked: 1, skipped: 1 });
    assert.deepEqual([detail.actions?.create, detail.actions?.link], [2, 1]);
    assert.deepEqual([detail.records.total, detail.records.items.length], [4, 1]);
    const labels = async (filter: object) =>
      (await readRun(engine(), doc._id, { ...PAGE, ...filter })).records.items.map(({ label }) => label);
    assert.deepEqual(await labels({ action: 'create' }), ['Amber Arts', 'Ember Energy']);
    assert.deepEqual(await labels({ outcome: 'linked' }), ['Cedar Cafe']);
    assert.deepEqual(await labels({ q: 'EMBER' }), ['Ember Energy']);
    assert.deepEqual(await labels({ q: 'not monitored' }), ['Zinc Zoo']);
    const unclaimed = await readRun(engine(), doc._id, { ...PAGE, keys: 'revio:' });
    assert.deepEqual([unclaimed.outcomes, unclaimed.records.total], [{ skipped: 1 }, 1]);
  });

  it('S14, S21: each call of a run is kept with it, those of the newest ten runs of an integration', async () => {
    world.revio.faults.add({ id: 'no', ...NO_PERMISSION, match: { operation: 'POST Customers' }, nth: 1 });
    const { doc } = await here.sync();
    const { total, items, dropped } = await listCalls(engine(), doc._id, PAGE);
    const counted = Object.values(doc.calls).flatMap((methods) => Object.values(methods));
    assert.equal(
      total,
      counted.reduce((sum, count) => sum + count, 0),
      'as many as were counted',
    );
    assert.equal(dropped, 0);
    assert.deepEqual(new Set(items.map(({ system }) => system)), new Set(['CMS', 'Rev.io']));
    assert.ok(items.every(({ operation, path, method }) => operation && path.startsWith('/') && method));
    const failed = await listCalls(engine(), doc._id, { ...PAGE, failed: true });
    assert.equal(failed.total, 1);
    assert.match(failed.items[0]?.code ?? '', /^[A-Z_]+$/);
    assert.ok((await listCalls(engine(), doc._id, { ...PAGE, q: 'POST' })).total >= 2);
    assert.equal((await listCalls(engine(), doc._id, { ...PAGE, failed: false, q: 'nothing such' })).total, 0);
    for (let n = 0; n < 9; n += 1) await here.cycles(1);
    assert.equal((await listCalls(engine(), doc._id, PAGE)).total, total, 'the tenth');
    await here.cycles(1);
    assert.deepEqual(await readCalls(here.store, doc._id), { calls: [], dropped: 0 }, 'the eleventh lets it go');
  });

  it('a running one is shown with how far it is, its calls from memory, and how long it will take once it writes', async () => {
    const looks: { at: string; progress: unknown; running: unknown; calls: number; left?: number }[] = [];
    world.revio.faults.add({ id: 'slow', end: 'pass', delayMs: 1, match: { method: 'POST' } } as never);
    const look = async (run: Run) => {
      const { phase = '', progress } = runView(engine(), run);
      const [view] = await listIntegrations(engine(), () => 3);
      assert.equal(view?.setup.missing, 3);
      const left = progress?.secondsLeft;
      const { total } = await listCalls(engine(), run.setup.id, PAGE);
      looks.push({
        at: phase,
        progress,
        running: view?.running?.id,
        calls: total,
        ...(left === undefined ? {} : { left }),
      });
      assert.equal((await readRun(engine(), run.setup.id, PAGE)).state, 'running');
    };
    const countWrite = (run: Run) => {
      const inner = run.countWrite.bind(run);
      run.countWrite = (target) => {
        inner(target);
        void world.clock.advance(1_000);
        void look(run);
      };
    };
    engine().on('run-started', (run) => {
      countWrite(run);
      void look(run);
    });
    const { doc } = await here.sync();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(looks[0]?.running, doc._id);
    assert.equal(looks[0]?.left, undefined, 'nothing is known of the pace before it writes');
    assert.ok(looks.at(-1)?.calls);
    const told = looks.filter(({ left }) => left !== undefined);
    assert.ok(told.every(({ left = -1 }) => left >= 0));
    assert.equal(runView(engine(), { ...doc, rev: 1 }).progress, undefined);
    assert.deepEqual((await listIntegrations(engine()))[0]?.running, undefined);
  });

  it('a stop is told of, with who did it', async () => {
    engine().once('run-started', (run) => void stopRun(engine(), run.setup.id, 'pat'));
    const { doc } = await here.sync();
    assert.equal(doc.error?.code, 'RUN_STOPPED');
    const { items } = await listAudit(engine(), { ...PAGE, operation: 'decide' });
    assert.deepEqual(
      items.map(({ who, entity, runId }) => [who, entity, runId]),
      [['pat', 'run', doc._id]],
    );
    await assert.rejects(stopRun(engine(), doc._id, 'pat'), { code: 'NOT_FOUND' });
  });

  it('any record is found by what people know it by, and tells its story', async () => {
    await here.sync();
    const find = async (q: string) =>
      (await searchRecords(engine(), { ...PAGE, q })).items.map(({ kind, title, state }) =>
        [kind, title, state].join(' '),
      );
    assert.deepEqual(await find('cedar'), ['pair Cedar Cafe linked']);
    assert.deepEqual(await find('N2'), ['pair Ember Energy linked']);
    assert.deepEqual(await find('770 mill'), ['pair Ember Energy linked']);
    assert.deepEqual(await find('zinc zoo'), ['customer Zinc Zoo not monitored']);
    const [hit] = (await searchRecords(engine(), { ...PAGE, q: 'zinc zoo' })).items;
    const lonely = await readRecord(engine(), hit?.id ?? '');
    assert.deepEqual(
      lonely.timeline.map(({ kind, text }) => `${kind} ${text.key}`),
      ['outcome skipped'],
    );

    const [pair] = (await searchRecords(engine(), { ...PAGE, q: 'amber' })).items;
    const story = await readRecord(engine(), pair?.id ?? '');
    assert.equal(story.account?.name, 'Amber Arts');
    const kinds = story.timeline.map(({ kind, text }) => `${kind} ${text.key}`);
    for (const step of ['write create.customer', 'write create.key link', 'outcome created', 'state state']) {
      assert.ok(kinds.includes(step), `${step} in ${kinds}`);
    }
    assert.ok(story.timeline.every(({ at }, index, all) => index === 0 || at <= (all[index - 1]?.at ?? '')));
    await assert.rejects(readRecord(engine(), 'cms:none'), { code: 'NOT_FOUND' });
    const page = await searchRecords(engine(), { offset: 2, limit: 5 });
    assert.deepEqual([page.total, page.items.length], [3, 1]);
  });

  it('N4: the audit is filtered, and kept as a file that no spreadsheet executes', async () => {
    world.site({ name: '=SUM(A1)', line1: '=1+1', number: 'N9' });
    await here.sync();
    const { total, items } = await listAudit(engine(), { ...PAGE, operation: 'create', entity: 'customer' });
    assert.equal(total, 3);
    const at = Date.parse(items[0]?.at ?? '');
    assert.equal((await listAudit(engine(), { ...PAGE, from: at + 1 })).total, 0);
    assert.equal((await listAudit(engine(), { ...PAGE, to: at })).total, 0);
    assert.ok((await listAudit(engine(), { ...PAGE, from: at, to: at + 1, system: 'Rev.io' })).total >= 3);
    const lines = [...(await auditCsv(engine(), { entity: 'customer' }))];
    assert.equal(lines.length, 4);
    assert.match(lines[0] ?? '', /^At,Who,As,System,Operation/);
    for (const cell of lines.join('').split(/[,\r\n]+/)) assert.doesNotMatch(cell, /^"?[=+@]/);
  });

  it('N3: says what somebody may do as Node-RED does', () => {
    const may = (scope: Parameters<typeof hasPermission>[0]) => hasPermission(scope, 'dealer-sync.write');
    for (const scope of [
      '*',
      ['*'],
      'dealer-sync.write',
      ['dealer-sync.read', 'dealer-sync.write'],
      'write',
      '*.write',
    ]) {
      assert.equal(may(scope), true, String(scope));
    }
    for (const scope of [undefined, '', [], 'read', '*.read', ['dealer-sync.read'], 'dealer-sync.*', 'flows.write']) {
      assert.equal(may(scope), false, String(scope));
    }
  });
});
