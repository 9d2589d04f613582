import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import type { LinkView } from '../../../lib/sync/operations/links';
import { launchBrowser } from '../editor-page';
import { Site, USER, until } from '../site';
import { OperationsPage } from './operations-page';

/** What was written and decided, found again, kept as a file, and put back. In order. */
describe('the audit trail on the operations page', function () {
  this.timeout(90_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let link: LinkView;
  let street: string;

  before(async () => {
    [site, browser] = await Promise.all([
      Site.start({ cms: { seed: 'small' }, revio: { seed: 'small' } }),
      launchBrowser(),
    ]);
    await site.run();
    // One whose alarm address is its own: else moving it would be asked about.
    const links = await site.links();
    const found = links.find(({ customerId }) => addressOf(customerId ?? '')?.own);
    assert.ok(found);
    link = found;
    street = addressOf(link.customerId ?? '')?.line_1 ?? '';
    site.cms.edit({
      entity: 'sites',
      action: 'set',
      id: link.accountId ?? '',
      fields: { site_addr1: '900 Edited Ave' },
    });
    await site.run();
    assert.equal(addressOf(link.customerId ?? '')?.line_1, '900 EDITED AVE');
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/audit', { user: USER });
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  function addressOf(customerId: string): { line_1: string; own: boolean } | undefined {
    const customer = site.revio.state.customers.get(Number(customerId));
    if (!customer) return undefined;
    const { service_address_id: own, billing_address_id: billing, listing_address_id: listing } = customer;
    const { line_1 } = site.revio.state.address(customer, 'service_address');
    return { line_1: String(line_1), own: own !== billing && own !== listing };
  }

  const rows = () => shown.page.locator('.table tbody tr');

  it('filters by what, with what, where, who and when; each entry old → new', async () => {
    const { page } = shown;
    await rows().first().waitFor();
    const all = (await site.audit()).length;
    await page.waitForSelector(`.pager:text-is("${all} rows")`);
    await page.selectOption('label:has-text("What was done") select', 'update');
    await page.selectOption('label:has-text("With what") select', 'customer');
    await page.selectOption('label:has-text("System") select', 'Rev.io');
    await page.fill('input[type=search] >> nth=0', link.customerId ?? '');
    await page.waitForSelector('.pager:text-is("1 row")');
    const text = (await rows().first().textContent()) ?? '';
    assert.match(text, new RegExp(`street${street}.*→.*900 Edited Ave`, 'i'));
    assert.match(text, new RegExp(`${USER}.*customer changed`));
    await shown.lookAt('audit-trail');

    await page.fill('input[type=search] >> nth=1', 'nobody');
    await page.waitForSelector('text=No entry fits these filters');
    await page.fill('input[type=search] >> nth=1', USER);
    await rows().first().waitFor();
    await page.fill('input[type=date] >> nth=1', '2020-01-01');
    await page.waitForSelector('text=No entry fits these filters');
    await page.fill('input[type=date] >> nth=1', '');
    await rows().first().waitFor();
  });

  it('keeps what the filters show as a file', async () => {
    const [kept] = await Promise.all([shown.page.waitForEvent('download'), shown.page.click('text=Export CSV')]);
    const lines = parse(readFileSync(await kept.path(), 'utf8'), { columns: true, bom: true }) as Record<
      string,
      string
    >[];
    assert.deepEqual(
      lines.map((line) => [line.Who, line.System, line.Operation, line.Entity, line.Id]),
      [[USER, 'Rev.io', 'update', 'customer', link.customerId]],
    );
  });

  it('leads to the record and to the run', async () => {
    const hrefs = await rows()
      .first()
      .locator('a')
      .evaluateAll((links) => links.map((one) => one.getAttribute('href')));
    const [run] = await site.runs();
    assert.deepEqual(hrefs, [`#/records/${link.id}`, `#/runs/${run?.id}`]);
  });

  it('puts the old values back, by keyboard, and says so in the trail', async () => {
    const { page } = shown;
    await page.getByRole('button', { name: 'Put back' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog >> text=gets the values from before this write again');
    await shown.lookAt('audit-put-back');
    await page.locator('dialog').getByRole('button', { name: 'Put back' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.toast:has-text("puts the old values back at Rev.io")');
    await until(
      async () => (addressOf(link.customerId ?? '')?.line_1 === street ? true : undefined),
      'the old street at Rev.io',
    );
    await page.click('text=Clear filters');
    await page.selectOption('label:has-text("What was done") select', 'decide');
    await page.waitForSelector('.table >> text=write: old values put back');
    await shown.close();
  });
});
