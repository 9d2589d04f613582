import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { RunView } from '../../lib/sync/operations/overview';
import type { OutcomeRow } from '../../lib/sync/run-history';
import { EMPTY_LIST } from '../../simulators/cms';
import { edited, Site, USER } from './site';

const SHORT_LIST = { distort: 'short' };
const LIST = { operation: 'GetSiteSystemList' };

describe('previews and holds, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  let shown: RunView;

  before(async () => {
    site = await Site.start({ edit: (flows) => edited(flows, 'cms-sync-run', { productionMode: false }) });
  });
  after(() => site?.end());

  const wrote = () => site.cms.log.writes().length + site.revio.log.writes().length;
  const alerts = (topic: string) => site.heard('alerts-send').filter((one) => one.topic === topic);
  const removals = () =>
    site.revio.log.writes().filter(({ entity, kind }) => entity === 'contacts' && kind === 'delete');
  const creates = () =>
    site.revio.log.writes().filter(({ entity, kind }) => entity === 'customers' && kind === 'create');

  it('S19: with production mode off every run is a preview, whoever starts it', async () => {
    for (const inject of ['cms-sync-now', 'cms-sync-hourly']) {
      shown = await site.press(inject);
      assert.deepEqual(
        [shown.state, shown.preview, shown.writes],
        ['done', true, { revio: 0, monitoring: 0, keyLinks: 0 }],
      );
    }
    assert.equal(wrote(), 0);
    assert.ok(
      (await site.pending()).every(({ since }) => since === undefined),
      'the time to decide has not begun',
    );
    await site.deploy('full', (flows) => edited(flows, 'cms-sync-run', { productionMode: true }));
  });

  it('S19: the plan of a preview is what the run from the same state writes', async () => {
    const preview = await site.press('cms-sync-preview');
    assert.deepEqual([preview.state, preview.preview, wrote()], ['done', true, 0]);
    const planned = await site.records(preview.id);
    const run = await site.press('cms-sync-now');
    assert.deepEqual([run.state, run.counts], ['done', preview.counts]);
    assert.deepEqual(plain(await site.records(run.id)), plain(planned));
    const entries = await site.audit(`?runId=${run.id}`);
    const plannedKeys = planned.filter(writes).map(({ key }) => key);
    assert.deepEqual([...new Set(entries.map(({ key }) => key))].sort(), plannedKeys.sort());
  });

  it('S10: an empty list holds the run: nothing written, one alert, until the list is whole again', async () => {
    const before = wrote();
    site.cms.faults.add({ ...EMPTY_LIST, match: LIST, times: 2 });
    const run = await site.press('cms-sync-hourly');
    assert.equal(run.state, 'held');
    assert.match(run.reasons?.join() ?? '', /listing of accounts has 0 records/);
    await site.press('cms-sync-hourly');
    const holds = await site.holds();
    assert.equal(holds.length, 1, 'the newest plan is the one to decide on');
    assert.equal(alerts('held').length, 2, 'one for each held run');
    const [integration] = await site.get<{ state: string; counts: { held: number } }[]>('integrations');
    assert.deepEqual([integration?.state, integration?.counts.held], ['held', 1]);

    await site.post(`holds/${holds[0]?.id}`, { decision: 'discard' });
    assert.deepEqual(await site.holds(), []);
    const next = await site.press('cms-sync-hourly');
    assert.deepEqual([next.state, wrote() - before], ['done', 0]);
  });

  it('S10: a short list holds too; approved, its run closes and removes nothing for what is missing', async () => {
    const before = wrote();
    site.cms.faults.add({ ...SHORT_LIST, match: LIST, times: 2 });
    const run = await site.press('cms-sync-hourly');
    assert.equal(run.state, 'held');
    const [hold] = await site.holds();
    const approved = await site.post<{ runId: string }>(`holds/${hold?.id}`, { decision: 'approve' });
    const next = await site.over(approved.runId);
    assert.deepEqual([next.state, next.who, wrote() - before], ['done', USER, 0]);
    const whole = await site.press('cms-sync-hourly');
    assert.deepEqual([whole.state, wrote() - before], ['done', 0]);
  });

  it('S10: many removals are held; approving lets exactly these through, harmless edits in between or not', async () => {
    const linked = new Set((await site.links()).map(({ accountId }) => accountId));
    const contacts = site.cms.state.contacts.all().filter(({ site_no }) => linked.has(String(site_no)));
    const remove = (from: number, to: number) => {
      for (const { ctaclink_no } of contacts.slice(from, to))
        site.cms.edit({ entity: 'contacts', action: 'remove', id: String(ctaclink_no) });
    };
    remove(0, 40);
    const held = await site.press('cms-sync-hourly');
    assert.deepEqual([held.state, removals().length], ['held', 0]);
    assert.match(held.reasons?.join() ?? '', /40 contacts would be removed/);
    const [hold] = await site.holds();
    assert.equal(hold?.counts.removes, 40);

    remove(40, 41);
    const { runId } = await site.post<{ runId: string }>(`holds/${hold?.id}`, { decision: 'approve' });
    assert.equal((await site.over(runId)).state, 'held', 'another plan is asked about again');
    assert.equal(removals().length, 0);

    const [plain] = await site.links();
    site.cms.edit({ entity: 'sites', action: 'set', id: plain?.accountId ?? '', fields: { site_addr2: 'Rear' } });
    const [again, ...older] = await site.holds();
    assert.deepEqual([again?.counts.removes, older.length], [41, 0]);
    const approval = await site.post<{ runId: string }>(`holds/${again?.id}`, { decision: 'approve' });
    assert.equal((await site.over(approval.runId)).state, 'done');
    assert.equal(removals().length, 41);
    const answer = await site.request('POST', `holds/${again?.id}`, { decision: 'approve' });
    assert.equal(answer.status, 404, 'decided once');
  });

  it('S10: many new customers are held from the second run on, and made once when approved', async () => {
    const before = creates().length;
    for (let n = 0; n < 60; n += 1) {
      site.cms.edit({
        entity: 'sites',
        action: 'add',
        fields: {
          site_name: `Brandnew Company ${String.fromCharCode(65 + (n % 26))}${n}`,
          site_addr1: `${n} Brandnew Blvd`,
          city_name: 'Newtown',
          state_id: 'NY',
          zip_code: '00055',
          phone1: `55502${String(n).padStart(5, '0')}`,
        },
      });
    }
    const held = await site.press('cms-sync-hourly');
    assert.deepEqual([held.state, creates().length], ['held', before]);
    assert.match(held.reasons?.join() ?? '', /records would be created/);
    const [hold] = await site.holds();
    const { runId } = await site.post<{ runId: string }>(`holds/${hold?.id}`, { decision: 'approve' });
    const run = await site.over(runId);
    assert.deepEqual([run.state, run.counts.created], ['done', hold?.counts.creates]);
    assert.equal(creates().length - before, hold?.counts.creates);
    assert.deepEqual(await site.holds(), []);
  });
});

/** What was planned or done of each record; the instants in it differ from run to run. */
function plain(rows: OutcomeRow[]): Record<string, unknown> {
  const withoutTimes = (actions: OutcomeRow['actions']) =>
    JSON.parse(
      JSON.stringify(actions ?? [], (key, value: unknown) => (key === 'since' ? undefined : value)),
    ) as unknown;
  return Object.fromEntries(
    rows.map(({ key, outcome, actions }) => [key, { outcome, actions: withoutTimes(actions) }]),
  );
}

function writes({ actions }: OutcomeRow): boolean {
  return actions?.some(({ kind }) => kind !== 'adopt' && kind !== 'conflicts') ?? false;
}
