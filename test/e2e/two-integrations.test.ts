import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { LinkView } from '../../lib/sync/operations/links';
import { CMS_LOGIN } from '../../scripts/demo/simulators';
import { type CmsSimulator, startCmsSimulator } from '../../simulators/cms';
import { edited, type FlowNode, Site } from './site';

const FIRST_SITE = 100_000_001;
const CMS_SYSTEM = 7;
const OTHER_SYSTEM = 1;
const CUSTOMER = 2;
const OURS = 12;
/** Over the create limit, which must not count another integration's past. */
const EASTERN = 30;
const WESTERN = 4;

/**
 * One dealer, three CMS companies. Each counts its sites from the same number, so that what is not kept apart collides:
 * the shipped flow, one with a prefix on its external ids, and one with an integration system of its own.
 */
describe('several integrations side by side, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  let east: CmsSimulator;
  let west: CmsSimulator;

  before(async () => {
    [east, west] = await Promise.all([company('Eastern', EASTERN), company('Western', WESTERN)]);
    const seed = { large: OURS, contacts: true, linked: false };
    site = await Site.start({
      cms: { seed },
      revio: { seed },
      edit: (flows) => [
        ...flows,
        ...anotherFlow(flows, 'east', east, { system: 'CMS', prefix: 'EAST-' }),
        ...anotherFlow(flows, 'west', west, { system: 'QUICKBOOKS', prefix: '' }),
      ],
    });
  });
  after(async () => {
    await site?.end();
    await Promise.all([east?.close(), west?.close()]);
  });

  const customerLinks = () =>
    site.revio.state.keyLinks.all().filter((row) => row.integration_entity_type_id === CUSTOMER);

  it('each links and creates its own, and the create limit of one does not count the other’s first day', async () => {
    const first = await site.press('cms-sync-now');
    assert.deepEqual([first.state, first.counts.linked], ['done', OURS]);
    const [eastern, western] = await Promise.all([
      site.press('east-sync-now', 'east'),
      site.press('west-sync-now', 'west'),
    ]);
    assert.deepEqual([eastern.state, eastern.counts.created, eastern.reasons], ['done', EASTERN, undefined]);
    assert.deepEqual([western.state, western.counts.created], ['done', WESTERN]);
  });

  it('keeps their key links apart by prefix or system, though the site numbers are the same', () => {
    const numbers = (count: number, prefix = '') =>
      Array.from({ length: count }, (_, n) => `${prefix}${FIRST_SITE + n}`).sort();
    const external = (system: number, eastern: boolean) =>
      customerLinks()
        .filter((row) => row.integration_system_id === system && row.external_id.startsWith('EAST-') === eastern)
        .map(({ external_id }) => external_id)
        .sort();
    assert.deepEqual(external(CMS_SYSTEM, false), numbers(OURS));
    assert.deepEqual(external(CMS_SYSTEM, true), numbers(EASTERN, 'EAST-'));
    assert.deepEqual(external(OTHER_SYSTEM, false), numbers(WESTERN));
    const customers = customerLinks().map(({ internal_id }) => internal_id);
    assert.equal(new Set(customers).size, customers.length, 'nobody belongs to two');
  });

  it('S2: run at once again, all are quiet', async () => {
    const before = wrote();
    const runs = await Promise.all([
      site.press('cms-sync-hourly'),
      site.press('east-sync-hourly', 'east'),
      site.press('west-sync-hourly', 'west'),
    ]);
    for (const run of runs) assert.deepEqual([run.state, run.counts.created, run.counts.conflict], ['done', 0, 0]);
    assert.equal(wrote(), before);
  });

  it('S3: an edit at one company reaches that company’s customer alone', async () => {
    const links = await site.links();
    const number = String(FIRST_SITE);
    const named = (link: LinkView) => link.accountId === number;
    assert.equal(links.filter(named).length, 3);
    east.edit({ entity: 'sites', id: number, action: 'set', fields: { site_name: 'Eastern Renamed' } });
    for (const [inject, integration] of INJECTS) await site.press(inject, integration);
    const customers = links.filter(named).map(({ customerId }) => {
      const row = site.revio.state.customers.get(Number(customerId));
      assert.ok(row);
      return site.revio.state.address(row, 'service_address').company_name;
    });
    assert.equal(customers.filter((name) => name === 'Eastern Renamed').length, 1);
    for (const simulator of [site.cms, west]) assert.deepEqual(simulator.log.writes(), []);
  });

  it('S9: a lost store is built again from each one’s own key links', async () => {
    const before = wrote();
    const known = pairsOf(await site.links());
    await site.nodeRed.stop();
    await site.loseStore();
    await site.startAgain();
    for (const [inject, integration] of INJECTS) {
      const run = await site.press(inject, integration);
      assert.deepEqual([run.state, run.counts.created], ['done', 0], integration);
    }
    assert.equal(wrote(), before);
    assert.deepEqual(pairsOf(await site.links()), known);
  });

  function wrote(): number {
    return [site.cms, east, west, site.revio].reduce((sum, { log }) => sum + log.writes().length, 0);
  }
});

const INJECTS = [
  ['cms-sync-now', 'cms'],
  ['east-sync-now', 'east'],
  ['west-sync-now', 'west'],
] as const;

function pairsOf(links: LinkView[]): string[] {
  return links.map(({ accountId, customerId }) => `${accountId} ${customerId}`).sort();
}

async function company(name: string, sites: number): Promise<CmsSimulator> {
  const simulator = await startCmsSimulator({ seed: 'empty' });
  for (let n = 0; n < sites; n += 1) {
    simulator.edit({
      entity: 'sites',
      action: 'add',
      fields: {
        site_name: `${name} ${['Anvils', 'Bellows', 'Candles', 'Dowels', 'Easels'][n % 5]} ${n}`,
        site_addr1: `${n + 1} ${name} Way`,
        city_name: `${name}ville`,
        state_id: 'NY',
        zip_code: '00031',
        phone1: `55503${String(n).padStart(5, '0')}`,
        cs_no: `${name.charAt(0)}${String(n).padStart(4, '0')}`,
      },
    });
    simulator.edit({
      entity: 'contacts',
      action: 'add',
      fields: {
        site_no: FIRST_SITE + n,
        name: `Keyholder ${name} ${n}`,
        phones: [{ type: 'HM', number: '5550399999' }],
      },
    });
  }
  return simulator;
}

/** The shipped flow once more, as a person copies it in the editor, for another company. */
function anotherFlow(
  flows: FlowNode[],
  name: string,
  cms: CmsSimulator,
  keyLinks: { system: string; prefix: string },
): FlowNode[] {
  const config = flows.find((node) => node.id === 'ds-cms-config');
  assert.ok(config);
  const own = flows.filter((node) => node.id === 'cms-sync' || node.z === 'cms-sync');
  const text = JSON.stringify(own).replaceAll('cms-sync', `${name}-sync`).replaceAll('ds-cms-config', `${name}-config`);
  const copy = JSON.parse(text) as FlowNode[];
  const { CMS_ACCESS_KEY_ID, CMS_KEY_CODE, CMS_COMPANY_ID } = CMS_LOGIN;
  const start = edited(copy, `${name}-sync-run`, { integration: name, title: name, space: name });
  return [
    ...edited(edited(start, `${name}-sync-pair`, keyLinks), `${name}-sync-apply`, keyLinks),
    {
      ...config,
      id: `${name}-config`,
      serverUrl: cms.url,
      companyId: CMS_COMPANY_ID,
      credentials: { accessKeyId: CMS_ACCESS_KEY_ID, keyCode: CMS_KEY_CODE },
    },
  ];
}
