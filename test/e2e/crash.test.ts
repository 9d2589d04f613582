import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { freePort } from '../../scripts/demo/free-port';
import { startNodeRed } from '../../scripts/demo/node-red';
import type { FaultRule } from '../../simulators/kit/faults';
import { edited, Site, until } from './site';

/** Pairs that match, and sites that are nobody's yet; the last have a contact each. */
const MATCHING = 12;
const NEW = 14;
/** Longer than any test waits: the call is under way until the process is killed. */
const FOR_EVER = 30_000;
const CREATE = { operation: 'POST Customers' };
/** Ten minutes must pass before a cut-off create that cannot be found is tried again. */
const AFTER_SETTLING = { NODE_OPTIONS: `--require ${join(__dirname, 'later.cjs')}`, CLOCK_AHEAD_MS: '660000' };

/** Nobody's name is like another's: what is not made yet must not look like who is made already. */
const WORDS = [
  ...['Amber', 'Bramble', 'Cinder', 'Dovetail', 'Ember', 'Fathom', 'Gossamer', 'Harrow', 'Isthmus', 'Juniper'],
  ...['Kestrel', 'Lodestar', 'Mulberry', 'Nimbus', 'Obsidian', 'Pumice', 'Quillwort', 'Rampart', 'Saffron', 'Thimble'],
  ...['Umbra', 'Verbena', 'Wicket', 'Xylem', 'Yarrow', 'Zephyr', 'Almanac', 'Bobbin', 'Cobalt', 'Drumlin', 'Eiderdown'],
  ...['Flotsam', 'Gazebo', 'Hickory', 'Inkwell', 'Jackdaw', 'Kaolin', 'Lattice', 'Mizzen', 'Nutmeg', 'Osprey'],
];
const TRADES = ['Bakery', 'Dental', 'Florists', 'Garage', 'Hardware', 'Law Office', 'Optics'];

describe('kill, redeploy and loss, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  let added = 0;

  before(async () => {
    const seed = { large: MATCHING, contacts: true, linked: false };
    site = await Site.start({ cms: { seed }, revio: { seed } });
    addSites(NEW);
  });
  after(() => site?.end());

  /** New sites with a contact each, as the station adds them. */
  function addSites(count: number): void {
    for (let n = 0; n < count; n += 1) {
      added += 1;
      const { site_no } = site.cms.edit({
        entity: 'sites',
        action: 'add',
        fields: {
          site_name: `${WORDS[added % WORDS.length]} ${TRADES[added % TRADES.length]}`,
          site_addr1: `${added * 7} ${WORDS[(added * 5) % WORDS.length]} St`,
          city_name: `${WORDS[(added * 3) % WORDS.length]}ton`,
          state_id: 'NY',
          zip_code: `0${1000 + added * 37}`,
          phone1: `55504${String(added).padStart(5, '0')}`,
        },
      }) as { site_no: number };
      const phones = [{ type: 'HM', number: '5550499999' }];
      site.cms.edit({ entity: 'contacts', action: 'add', fields: { site_no, name: `Keyholder ${added}`, phones } });
    }
  }

  const keyLinks = (entityType: number) =>
    site.revio.state.keyLinks.all().filter((row) => row.integration_entity_type_id === entityType);

  /** Nobody and nothing is there twice, at whatever moment. */
  function assertNothingTwice(): void {
    const { customers, contacts } = site.revio.state;
    for (const entity of [2, 4]) {
      for (const id of ['external_id', 'internal_id'] as const) {
        const ids = keyLinks(entity).map((row) => row[id]);
        assert.equal(new Set(ids).size, ids.length, `a key link of entity ${entity} twice by ${id}`);
      }
    }
    const numbers = customers.all().map(({ account_number }) => account_number);
    assert.equal(new Set(numbers).size, numbers.length, 'a customer twice');
    const imported = contacts.all().filter(({ name }) => name.startsWith('Keyholder'));
    assert.equal(new Set(imported.map(({ name }) => name)).size, imported.length, 'a contact twice');
  }

  /** The end that an undisturbed run comes to. */
  async function assertTruth(): Promise<void> {
    assertNothingTwice();
    const sites = site.cms.state.sites.all().filter(({ company }) => company === 'SIM');
    assert.equal(site.revio.state.customers.size, MATCHING + added);
    assert.deepEqual(
      keyLinks(2)
        .map(({ external_id }) => external_id)
        .sort(),
      sites.map(({ site_no }) => String(site_no)).sort(),
    );
    assert.equal(keyLinks(4).length, site.cms.state.contacts.size);
    const linked = new Map((await site.links()).map(({ accountId, customerId }) => [accountId, customerId]));
    for (const { external_id, internal_id } of keyLinks(2)) assert.equal(linked.get(external_id), internal_id);
    const before = wrote();
    const next = await site.press('cms-sync-now');
    assert.deepEqual([next.state, next.counts.failed, wrote() - before], ['done', 0, 0], 'S2');
  }

  function wrote(): number {
    return site.cms.log.writes().length + site.revio.log.writes().length;
  }

  /** Starts a run, and waits until a fault of this rule holds one of its calls. */
  async function caughtAt(side: 'cms' | 'revio', rule: FaultRule): Promise<void> {
    const [id = ''] = site[side].faults.add({ delayMs: FOR_EVER, times: 1, ...rule });
    await site.nodeRed.inject('cms-sync-now');
    await until(
      async () => (site[side].faults.list().some((one) => one.id === id && one.struck > 0) ? true : undefined),
      'the call to kill at',
      10,
    );
    site[side].faults.clear(id);
  }

  const MOMENTS: { name: string; side: 'cms' | 'revio'; rule: FaultRule }[] = [
    { name: 'while CMS is listed', side: 'cms', rule: { match: { operation: 'GetContactList' }, nth: 5 } },
    { name: 'while Rev.io is listed', side: 'revio', rule: { match: { operation: 'GET Customers' } } },
    {
      name: 'when the third customer was made, before the reply',
      side: 'revio',
      rule: { match: CREATE, nth: 3, when: 'after' },
    },
    {
      name: 'when a key link was made, before the reply',
      side: 'revio',
      rule: { match: { operation: 'POST IntegrationKeyLink' }, nth: 4, when: 'after' },
    },
    {
      name: 'when a contact was made, before the reply',
      side: 'revio',
      rule: { match: { operation: 'POST Contacts' }, nth: 2, when: 'after' },
    },
    {
      name: 'when a create was asked for and not yet done',
      side: 'revio',
      rule: { match: CREATE, nth: 1, end: 'reset' },
    },
  ];

  for (const { name, side, rule } of MOMENTS) {
    it(`S6, S7: killed ${name}: the run is told as interrupted, and nothing is there twice`, async () => {
      await caughtAt(side, rule);
      await site.kill();
      await site.startAgain();
      const [run] = await site.runs();
      assert.deepEqual([run?.state, run?.error?.code], ['failed', 'RUN_INTERRUPTED']);
      assertNothingTwice();
    });
  }

  it('S6: the next run finishes all but what may still arrive, and says of that to wait', async () => {
    const run = await site.press('cms-sync-now');
    assert.equal(run.state, 'done');
    for (const { code } of await site.records(run.id, 'failed')) assert.equal(code, 'UNSETTLED');
    assertNothingTwice();
  });

  it('S6, S8: ten minutes later everything is as without the kills', async () => {
    await site.nodeRed.stop();
    await site.startAgain(AFTER_SETTLING);
    const run = await site.press('cms-sync-now');
    assert.deepEqual([run.state, run.counts.failed], ['done', 0]);
    await assertTruth();
  });

  for (const type of ['full', 'nodes'] as const) {
    it(`N2: a ${type} deploy ends a run in the middle of its writes, and the next one finishes it`, async () => {
      addSites(8);
      const [slow] = site.revio.faults.add({ match: CREATE, delayMs: 300 });
      const made = site.revio.log.calls(CREATE).length;
      await site.nodeRed.inject('cms-sync-now');
      await site.calls('revio', CREATE.operation, made + 2);
      await site.deploy(type, (flows) => edited(flows, 'cms-sync-end', { name: `deployed ${type}` }));
      site.revio.faults.clear(slow);
      const [latest] = await site.runs();
      const run = await site.over(latest?.id ?? '');
      assert.deepEqual([run.state, run.error?.code], ['failed', 'RUN_INTERRUPTED']);
      const next = await site.press('cms-sync-now');
      assert.deepEqual(
        [next.state, next.counts.failed],
        ['done', 0],
        JSON.stringify(await site.records(next.id, 'failed')),
      );
      await assertTruth();
    });
  }

  it('a person stops a run by the API; the next one finishes it', async () => {
    addSites(8);
    const [slow] = site.revio.faults.add({ match: CREATE, delayMs: 300 });
    const made = site.revio.log.calls(CREATE).length;
    await site.nodeRed.inject('cms-sync-now');
    await site.calls('revio', CREATE.operation, made + 1);
    const [running] = await site.runs();
    await site.post(`runs/${running?.id}/stop`, {});
    const stopped = await site.over(running?.id ?? '');
    assert.deepEqual([stopped.state, stopped.error?.code], ['failed', 'RUN_STOPPED']);
    assert.match(stopped.error?.message ?? '', /olga/);
    assert.equal((await site.request('POST', `runs/${running?.id}/stop`, {})).status, 404);
    site.revio.faults.clear(slow);
    const next = await site.press('cms-sync-now');
    assert.deepEqual(
      [next.state, next.counts.failed],
      ['done', 0],
      JSON.stringify(await site.records(next.id, 'failed')),
    );
    await assertTruth();
  });

  it('N5: a second Node-RED on the same folder is refused in one sentence, and harms nothing', async () => {
    const userDir = mkdtempSync(join(tmpdir(), 'dealer-sync-second-'));
    const env = { ...site.env, DEALER_SYNC_DIR: join(site.home, 'dealer-sync') };
    const second = await startNodeRed({ userDir, port: await freePort(), env, flows: await site.nodeRed.get('flows') });
    try {
      const before = wrote();
      const answer = await fetch(`${second.url}/dealer-sync/integrations`);
      const { code, message } = (await answer.json()) as { code: string; message: string };
      assert.deepEqual([answer.status, code], [503, 'STORE_LOCKED']);
      assert.ok(second.output().includes(message), 'the log says the same');
      await second.inject('cms-sync-now');
      await until(async () => /\[error\] \[dealer-sync-sync-start.*/.exec(second.output())?.[0], 'the refused run');
      assert.equal(wrote(), before);
      assert.equal((await site.press('cms-sync-now')).state, 'done');
    } finally {
      await second.stop();
      rmSync(userDir, { recursive: true, force: true });
    }
  });

  it('S9: the store is deleted: the next run makes, closes and deletes nothing, and knows every link again', async () => {
    const known = (await site.links()).map(({ accountId, customerId }) => `${accountId} ${customerId}`).sort();
    const before = wrote();
    await site.nodeRed.stop();
    await site.loseStore();
    await site.startAgain();
    const run = await site.press('cms-sync-hourly');
    assert.deepEqual([run.state, run.counts.created, run.counts.failed], ['done', 0, 0]);
    assert.equal(wrote(), before);
    assert.deepEqual(
      (await site.links()).map(({ accountId, customerId }) => `${accountId} ${customerId}`).sort(),
      known,
    );
    await assertTruth();
  });
});
