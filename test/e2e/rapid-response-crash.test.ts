import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { RunView } from '../../lib/sync/operations/overview';
import type { FaultRule } from '../../simulators/kit/faults';
import { DEALER_GROUP } from '../../simulators/rapid-response';
import { assertQuietHalf, customerKeyLinks, mark, RR_SYSTEM } from './quiet';
import { Site, until } from './site';

const IN = 'rapid-response-inbound';
const OUT = 'rapid-response-outbound';
/** Under the create limit, so that nobody is asked. */
const CUSTOMERS = 18;
/** Longer than any test waits: the call is under way until the process is killed. */
const FOR_EVER = 30_000;
/** Ten minutes must pass before a cut-off create that cannot be found is tried again. */
const AFTER_SETTLING = { NODE_OPTIONS: `--require ${join(__dirname, 'later.cjs')}`, CLOCK_AHEAD_MS: '660000' };

/** Each kills Node-RED at a call of the next create: `after` = it has acted, and nobody is told. */
const MOMENTS: { name: string; side: 'station' | 'revio'; rule: FaultRule }[] = [
  { name: 'before the site is made', side: 'station', rule: { match: { operation: 'SiteInsert' }, end: 'reset' } },
  {
    name: 'when the site was made',
    side: 'station',
    rule: { match: { operation: 'SiteInsert' }, nth: 2, when: 'after' },
  },
  {
    name: 'before the site is put into the dealer group',
    side: 'station',
    rule: { match: { operation: 'SiteGroupLinkInsert' }, nth: 2, end: 'reset' },
  },
  {
    name: 'when the site was put into the dealer group',
    side: 'station',
    rule: { match: { operation: 'SiteGroupLinkInsert' }, nth: 2, when: 'after' },
  },
  {
    name: 'before the device is added',
    side: 'station',
    rule: { match: { operation: 'DeviceInsert' }, nth: 2, end: 'reset' },
  },
  {
    name: 'when the device was added',
    side: 'station',
    rule: { match: { operation: 'DeviceInsert' }, nth: 2, when: 'after' },
  },
  {
    name: 'when the key link was made',
    side: 'revio',
    rule: { match: { operation: 'POST IntegrationKeyLink' }, nth: 2, when: 'after' },
  },
];

describe('S6, S7: Node-RED is killed while sites are made at Rapid Response', function () {
  this.timeout(60_000);
  let site: Site;

  before(async () => {
    site = await Site.start({ rapidResponse: { seed: 'empty' }, revio: { seed: { large: CUSTOMERS, linked: false } } });
    for (const half of [IN, OUT]) assert.equal((await site.run(half, { preview: true })).state, 'done');
  });
  after(() => site?.end());

  const state = () => site.station.state;
  const outbound = () => site.press('rapid-response-out-now', OUT);
  const failedOf = async (run: RunView) => JSON.stringify(await site.records(run.id, 'failed'));

  /** Starts a run, and waits until a fault of this rule holds one of its calls. */
  async function caughtAt(side: 'station' | 'revio', rule: FaultRule): Promise<void> {
    const [id = ''] = site[side].faults.add({ delayMs: FOR_EVER, times: 1, ...rule });
    await site.nodeRed.inject('rapid-response-out-now');
    const struck = () => site[side].faults.list().some((one) => one.id === id && one.struck > 0);
    await until(async () => (struck() ? true : undefined), 'the call to kill at', 10);
    site[side].faults.clear(id);
  }

  /** Each customer has one site at most, and each site one device, whatever the moment. */
  function assertNothingTwice(): void {
    const marks = state()
      .sites.all()
      .map(({ SiteID1 }) => SiteID1);
    assert.equal(new Set(marks).size, marks.length, 'a site twice');
    for (const { SiteNum } of state().sites.all()) {
      assert.ok(state().devicesOf(SiteNum).length <= 1, 'a device twice');
      assert.ok(state().groupsOf(SiteNum).length <= 1, 'a group twice');
    }
    const links = customerKeyLinks(site, RR_SYSTEM);
    for (const side of [0, 1]) assert.equal(new Set(links.map((link) => link[side])).size, links.length);
  }

  for (const { name, side, rule } of MOMENTS) {
    it(`killed ${name}: the run is told as interrupted, and nothing is there twice`, async () => {
      await caughtAt(side, rule);
      await site.kill();
      // A session that nobody logs out of counts until it is twenty minutes old, and a login has three.
      site.station.sessions.endAll();
      await site.startAgain();
      const [run] = await site.runs(OUT);
      assert.deepEqual([run?.state, run?.error?.code], ['failed', 'RUN_INTERRUPTED']);
      assertNothingTwice();
    });
  }

  it('the half that comes in makes no customer of a site that is only begun', async () => {
    const customers = site.revio.state.customers.size;
    const run = await site.press('rapid-response-in-now', IN);
    assert.deepEqual([run.state, run.counts.created], ['done', 0], run.error?.message);
    assert.equal(site.revio.state.customers.size, customers);
    assertNothingTwice();
  });

  it('S8: ten minutes later everything is as without the kills, and quiet', async () => {
    await site.nodeRed.stop();
    await site.startAgain(AFTER_SETTLING);
    const run = await outbound();
    assert.deepEqual([run.state, run.counts.failed], ['done', 0], await failedOf(run));
    assertNothingTwice();
    const customers = site.revio.state.customers.all();
    assert.equal(state().sites.size, customers.length);
    const links = new Map(customerKeyLinks(site, RR_SYSTEM));
    for (const { SiteNum, SiteID1 } of state().sites.all()) {
      assert.equal(links.get(String(SiteNum)), SiteID1);
      assert.deepEqual(state().groupsOf(SiteNum), [DEALER_GROUP]);
      const [device] = state().devicesOf(SiteNum);
      const customer = site.revio.state.customers.get(Number(SiteID1));
      assert.deepEqual([device?.TransmitterCode, device?.InServiceFlag], [customer?.account_number, false]);
    }
    for (const [inject, integration] of [
      ['rapid-response-in-now', IN],
      ['rapid-response-out-now', OUT],
    ] as const) {
      const since = mark(site);
      const next = await site.press(inject, integration);
      assertQuietHalf(since(), next);
    }
  });
});
