import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { createRapidResponseWorld } from '../../simulators/world/rapid-response';
import { customerKeyLinks, mark, RR_SYSTEM } from './quiet';
import { Site } from './site';

const IN = 'rapid-response-inbound';
const OUT = 'rapid-response-outbound';

/** The demo world: one Rev.io, whose customers CMS monitors for the one part and Rapid Response for the other. */
describe('Rapid Response beside CMS, in one real Node-RED', function () {
  this.timeout(60_000);
  const world = createRapidResponseWorld();
  let site: Site;

  before(async () => {
    site = await Site.start({ cms: {}, rapidResponse: {}, revio: { seed: 'demo' } });
  });
  after(() => site?.end());

  const customers = () => site.revio.state.customers.all();
  const outbound = () => site.press('rapid-response-out-now', OUT);
  const planned = async (runId: string) =>
    (await site.records(runId))
      .filter(({ actions }) => actions?.some(({ kind }) => kind === 'create-account'))
      .map(({ key }) => key.replace('revio:', ''));

  it('gives nobody a site until CMS has told whom it monitors', async () => {
    assert.equal((await site.press('rapid-response-in-now', IN)).state, 'done');
    const run = await outbound();
    assert.deepEqual([run.state, run.writes.monitoring, await planned(run.id)], ['done', 0, []]);
    const reasons = (await site.records(run.id, 'skipped')).map(({ reason }) => reason ?? '');
    assert.ok(reasons.some((reason) => /waits for the first run of CMS/.test(reason)));
  });

  it('then plans a site for those alone whom nobody monitors, not for candidates of a CMS site that waits', async () => {
    assert.equal((await site.press('cms-sync-now')).state, 'done');
    const run = await outbound();
    assert.equal(run.state, 'held', 'a site costs money');
    const plan = new Set(await planned(run.id));
    const linked = new Set([...customerKeyLinks(site), ...customerKeyLinks(site, RR_SYSTEM)].map(([, id]) => id));
    const waiting = new Set((await site.pending()).flatMap((one) => one.candidates.map(({ customer }) => customer.id)));
    assert.deepEqual(
      [...plan].filter((id) => linked.has(id) || waiting.has(id)),
      [],
    );
    const free = customers().filter(
      ({ customer_id, account_number, status, is_parent }) =>
        status === 'OPEN' &&
        !is_parent &&
        !linked.has(String(customer_id)) &&
        !waiting.has(String(customer_id)) &&
        world.withoutSite.includes(account_number),
    );
    assert.ok(free.length > 15 && free.every(({ customer_id }) => plan.has(String(customer_id))));
    const elsewhere = (await site.records(run.id, 'skipped')).filter(({ reason }) =>
      /^monitored elsewhere: CMS/.test(reason ?? ''),
    );
    const cms = new Set(customerKeyLinks(site).map(([, id]) => `revio:${id}`));
    for (const { key } of elsewhere) cms.delete(key);
    // Who is closed is skipped for that.
    for (const key of cms) assert.equal(site.revio.state.customers.get(Number(key.slice(6)))?.status, 'CLOSED', key);
  });

  it('S2: approved, all three flows are quiet at once', async () => {
    const [hold] = await site.holds();
    const { runId } = await site.post<{ runId: string }>(`holds/${hold?.id}`, { decision: 'approve' });
    assert.equal((await site.over(runId)).counts.failed, 0);
    const since = mark(site);
    const runs = await Promise.all([
      site.press('cms-sync-now'),
      site.press('rapid-response-in-now', IN),
      site.press('rapid-response-out-now', OUT),
    ]);
    for (const { state, writes } of runs)
      assert.deepEqual([state, writes], ['done', { revio: 0, monitoring: 0, keyLinks: 0 }]);
    const { cms, station, revio } = since();
    assert.deepEqual([cms, station, revio], [[], [], []]);
  });
});
