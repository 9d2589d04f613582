import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'mocha';
import type { MonitoringBillingPage } from '../../lib/sync/operations/monitoring-billing';
import { mark } from './quiet';
import { Site, USER } from './site';

/** Who may look, and who may not. */
const SETTINGS = `adminAuth: { type: 'credentials', users: [],
    tokens: async (token) => ({ username: token, permissions: token === 'visitor' ? ['flows.read'] : ['*'] }) },`;

const HOSTILE = { company_name: '=HYPERLINK("http://x.test","Pay")', line_1: '+1 Formula St' };
const ROUTES = ['monitoring-billing', 'monitoring-billing.csv'];

/** The demo world before its first write: every run is a preview. */
describe('the monitoring-billing audit by the API, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  let hostile: string;

  before(async () => {
    site = await Site.start({ cms: {}, rapidResponse: {}, revio: { seed: 'demo' }, settings: SETTINGS });
    const row = { ...HOSTILE, city: 'Testville', state_or_province: 'NY', postal_code: '00001' };
    const fields = { class: 'BUSINESS', account_number: '@77', status: 'OPEN', service_address: row };
    const added = site.revio.edit({ entity: 'customers', action: 'add', fields }) as { customer_id: number };
    hostile = String(added.customer_id);
  });
  after(() => site?.end());

  const ask = (query = '') => site.get<MonitoringBillingPage>(`monitoring-billing${query}`);
  const fetchAs = (user: string | undefined, path: string) =>
    fetch(`${site.nodeRed.url}/dealer-sync/${path}`, user ? { headers: { authorization: `Bearer ${user}` } } : {});

  it('N3: answers 401 without a user, and 401 or 403 without the permission', async () => {
    for (const path of ROUTES) {
      assert.equal((await fetchAs(undefined, path)).status, 401, path);
      assert.ok([401, 403].includes((await fetchAs('visitor', path)).status), path);
    }
  });

  it('says before the first run who has to be asked yet', async () => {
    const { total, asOf, waitingFor } = await ask();
    assert.deepEqual([total, asOf, waitingFor.sort()], [0, [], ['CMS', 'Rapid Response']]);
  });

  it('is told by previews, which write nothing; who is monitored in one system is not missed in the other', async () => {
    const since = mark(site);
    await site.run('cms', { preview: true });
    const cmsAlone = await ask();
    assert.deepEqual(cmsAlone.waitingFor, ['Rapid Response']);
    await site.run('rapid-response-inbound', { preview: true });
    const { cms, revio, station } = since();
    assert.deepEqual([cms, revio, station], [[], [], []]);

    const both = await ask('?limit=500');
    assert.deepEqual(
      both.asOf.map(({ integration, preview }) => [integration, preview]),
      [
        ['cms', true],
        ['rapid-response-inbound', true],
      ],
    );
    assert.deepEqual(both.waitingFor, []);
    const missed = both.totals.kinds['billed-not-monitored'];
    assert.ok(missed < cmsAlone.totals.kinds['billed-not-monitored'], 'the station monitors some of them');
    assert.equal(
      Object.values(both.totals.kinds).reduce((sum, count) => sum + count),
      both.total,
    );
    for (const system of ['CMS', 'Rapid Response']) {
      const { items } = await ask(`?limit=500&system=${encodeURIComponent(system)}`);
      assert.ok(items.some((row) => row.system === system));
      assert.ok(items.every((row) => row.system === system || (row.kind === 'billed-not-monitored' && !row.account)));
    }
  });

  it('filters and pages, and answers 400 with a sentence to a filter that cannot be meant', async () => {
    const { items, total } = await ask('?kind=billed-not-monitored&q=hyperlink');
    assert.deepEqual([total, items[0]?.customer?.id, items[0]?.reason], [1, hostile, 'no-account']);
    const [first, second] = [await ask('?offset=0&limit=3'), await ask('?offset=3&limit=3')];
    assert.equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 6);
    for (const { fields = [] } of (await ask('?kind=different&field=name&limit=500')).items) {
      assert.ok(fields.some(({ field }) => field === 'name'));
    }
    for (const path of ROUTES) {
      for (const query of ['kind=all', 'field=phone', 'how=much', ...(path === ROUTES[0] ? ['limit=all'] : [])]) {
        const { status, body } = await site.request('GET', `${path}?${query}`);
        assert.deepEqual([status, body.code], [400, 'BAD_REQUEST'], query);
        assert.match(body.message ?? '', /must be .+\.$/);
      }
    }
  });

  it('N4: gives the same rows as CSV, in which nothing is executed', async () => {
    for (const query of ['', '?kind=different', '?q=hyperlink']) {
      const response = await fetchAs(USER, `monitoring-billing.csv${query}`);
      assert.match(response.headers.get('content-type') ?? '', /^text\/csv; charset=utf-8$/);
      assert.match(response.headers.get('content-disposition') ?? '', /attachment; filename="monitoring-billing.csv"/);
      const text = await response.text();
      const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
      const items = await site.all<MonitoringBillingPage['items'][number]>(`monitoring-billing${query}`);
      assert.deepEqual(
        rows.map((row) => [row.kind, row.account_id, row.customer_id]),
        items.map(({ kind, account, customer }) => [kind, account?.id ?? '', customer?.id ?? '']),
      );
      for (const cell of rows.flatMap((row) => Object.values(row))) assert.doesNotMatch(cell, /^\s*[=+\-@]/);
      const planted = rows.find((row) => row.customer_id === hostile);
      assert.deepEqual(
        planted && [planted.customer_name, planted.customer_number, planted.customer_line1],
        query === '?kind=different' ? undefined : [`'${HOSTILE.company_name}`, "'@77", `'${HOSTILE.line_1}`],
      );
    }
  });
});
