import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import type { RunView } from '../../../lib/sync/operations/overview';
import { UNAVAILABLE } from '../../../simulators/cms';
import { launchBrowser } from '../editor-page';
import { Site, USER } from '../site';
import { OperationsPage } from './operations-page';

/** The history of a dealer's runs, and one of them looked into. In order. */
describe('runs on the operations page', function () {
  this.timeout(90_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let preview: RunView;
  let first: RunView;

  before(async () => {
    [site, browser] = await Promise.all([Site.start(), launchBrowser()]);
    preview = await site.run('cms', { preview: true });
    site.cms.faults.add({ ...UNAVAILABLE, match: { operation: 'GetSiteSystemList' }, times: 1 });
    first = await site.run();
    assert.equal(first.state, 'done');
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/runs', { user: USER });
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  it('lists each with its outcomes, writes and calls, by integration', async () => {
    const rows = shown.page.locator('.table tbody tr');
    await rows.nth(1).waitFor();
    assert.equal(await rows.count(), 2);
    const newest = (await rows.first().textContent()) ?? '';
    assert.match(newest, new RegExp(`${first.counts.pending} pending`));
    assert.match(newest, /by hand, olga/);
    assert.match((await rows.nth(1).textContent()) ?? '', /preview/);
    await shown.lookAt('runs');
    await shown.page.selectOption('select', { label: 'Rev.io -> CMS: push' });
    await shown.page.waitForSelector('text=This integration has not run yet');
    await shown.page.selectOption('select', '');
    await rows.nth(1).waitFor();
  });

  it('opens one to its records, by outcome, by action and by name, each with what was done', async () => {
    await shown.page.locator('.table tbody tr a').first().click();
    await shown.page.waitForSelector('.facts');
    const rows = shown.page.locator('.table tbody tr');
    await rows.first().waitFor();
    await shown.picture('run-all');
    const created = await site.records(first.id, 'created');
    await shown.page.click('.chips button:has-text("created")');
    await shown.page.waitForSelector(`.pager:text-is("${created.length} rows")`);
    assert.match((await rows.first().textContent()) ?? '', /Create the customer in Rev\.io.*name/);
    await shown.page.click('.chips button:has-text("created")');
    const done = shown.page.locator('fieldset', { hasText: 'What is done' });
    await done.getByRole('button', { name: /add contact/ }).click();
    await shown.page.locator('.table >> text=/Add contact .* in Rev.io/').first().waitFor();
    await done.getByRole('button', { name: 'All' }).click();
    const name = created[0]?.label ?? '';
    await shown.page.fill('input[type=search]', name);
    await shown.page.waitForSelector('.pager:text-is("1 row")');
    assert.equal(await rows.count(), 1);
    assert.match((await rows.first().textContent()) ?? '', new RegExp(name));
    assert.equal(
      await rows.first().locator('a').first().getAttribute('href'),
      `#/records/${encodeURIComponent(created[0]?.key ?? '')}`,
    );
    await shown.lookAt('run');
  });

  it('opens one to each of its calls, the failed ones alone, and to what it wrote', async () => {
    await shown.page.click('.parts button:has-text("Calls")');
    await shown.page.waitForSelector('.table >> text=list sites');
    await shown.page.click('text=Failed only');
    await shown.page.waitForSelector('.pager:text-is("1 row")');
    assert.equal(await shown.page.textContent('.table .badge.bad'), '503');
    await shown.lookAt('run-calls');
    await shown.page.click('.parts button:has-text("What it wrote")');
    await shown.page.waitForSelector('.table >> text=customer created');
    const { total } = await site.get<{ total: number }>(`audit?runId=${first.id}&limit=1`);
    await shown.page.waitForSelector(`.pager:has-text("${total.toLocaleString('en-US')}")`);
    const text = (await shown.page.textContent('main')) ?? '';
    assert.doesNotMatch(text, /simpass|SIMCODE1/, 'S21');
  });

  it('says of a preview that it wrote nothing, and what it would do', async () => {
    await shown.goTo(`/runs/${preview.id}`);
    await shown.page.waitForSelector('text=it read and decided, and wrote nothing');
    await shown.page.waitForSelector('th:has-text("What it would do")');
    await shown.page.click('.parts button:has-text("What it wrote")');
    await shown.page.waitForSelector('text=This run wrote nothing');
  });

  it('follows one that runs, to its end', async () => {
    site.cms.faults.add({ id: 'slow', match: { operation: 'GetSiteSystemList' }, delayMs: 1500, times: 1 });
    const { runId } = await site.post<{ runId: string }>('integrations/cms/run', {});
    await shown.goTo(`/runs/${runId}`);
    await shown.page.waitForSelector('.live-progress >> text=reading both sides');
    await shown.page.waitForSelector('.run-state >> text=done');
    await shown.page.locator('.table tbody tr').first().waitFor();
    await shown.close();
  });
});
