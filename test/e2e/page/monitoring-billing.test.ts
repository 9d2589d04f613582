import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import type { MonitoringBillingPage } from '../../../lib/sync/operations/monitoring-billing';
import { launchBrowser } from '../editor-page';
import { mark } from '../quiet';
import { edited, Site, USER } from '../site';
import { OperationsPage } from './operations-page';

/** A site that looks before it turns Production Mode on. */
describe('the monitoring-billing audit on the operations page', function () {
  this.timeout(90_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;

  before(async () => {
    [site, browser] = await Promise.all([
      Site.start({
        revio: { seed: 'demo' },
        cms: {},
        edit: (flows) => edited(flows, 'cms-sync-run', { productionMode: false }),
      }),
      launchBrowser(),
    ]);
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/monitoring-billing', { user: USER });
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  it('says that nobody has read the systems yet, and has them read without writing anything', async () => {
    const since = mark(site);
    await shown.page.waitForSelector('text=No run has read the systems yet');
    await shown.page.click('button:has-text("Look again")');
    await shown.page.waitForSelector('text=(preview)');
    const { cms, revio } = since();
    assert.deepEqual([cms, revio], [[], []]);
  });

  it('counts what the API counts, and a bar of the chart filters the list', async () => {
    const { totals } = await site.get<MonitoringBillingPage>('monitoring-billing');
    const count = totals.kinds['billed-not-monitored'];
    assert.ok(count > 0);
    await shown.page.click(`.share:has-text("Billed, not monitored")`);
    await shown.page.waitForSelector(`.pager:has-text("${count}")`);
    const findings = await shown.page.locator('.table .badge').allTextContents();
    assert.deepEqual([...new Set(findings)], ['Billed, not monitored']);
    await shown.page.click('text=Clear filters');
  });

  it('marks the difference within the texts, and finds a row by what is typed', async () => {
    const { items } = await site.get<MonitoringBillingPage>('monitoring-billing?kind=different&field=name&limit=1');
    const [row] = items;
    assert.ok(row?.account && row.customer);
    await shown.page.fill('input[type=search]', row.account.name);
    await shown.page.waitForSelector(`td:has-text("${row.account.id}"), td strong:has-text("${row.account.name}")`);
    await shown.page.waitForSelector('td mark');
  });

  it('gives the rows of the filters as a file', async () => {
    const q = await shown.page.inputValue('input[type=search]');
    const { total } = await site.get<MonitoringBillingPage>(`monitoring-billing?q=${encodeURIComponent(q)}`);
    const [file] = await Promise.all([shown.page.waitForEvent('download'), shown.page.click('text=Download CSV')]);
    const rows = parse(await readFile(await file.path(), 'utf8'), { bom: true });
    assert.equal(rows.length - 1, total);
  });

  it('prints every row of the filters, not only the page', async () => {
    await shown.page.click('text=Clear filters');
    const { total } = await site.get<MonitoringBillingPage>('monitoring-billing');
    assert.ok(total > 50);
    const printed = shown.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          window.print = () => {
            resolve(document.querySelectorAll('.print-only tbody tr').length);
            dispatchEvent(new Event('afterprint'));
          };
        }),
    );
    await shown.page.click('text=Print');
    assert.equal(await printed, total);
    await shown.page.waitForSelector('.print-only', { state: 'detached' });
  });

  it('has no violation in either theme and width', async () => {
    await shown.lookAt('monitoring-billing');
    await shown.close();
  });
});
