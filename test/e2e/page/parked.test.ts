import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { createNedbStore } from '../../../lib/store/nedb/nedb-store';
import type { ParkedView } from '../../../lib/sync/operations/parked';
import type { PairDoc } from '../../../lib/sync/pair';
import { launchBrowser } from '../editor-page';
import { Site, USER, until } from '../site';
import { OperationsPage } from './operations-page';

const REFUSED = 'Rev.io refused the address: the street is too long. Shorten it in CMS.';

/** In order: each test goes on from where the one before it left off. */
describe('the parked screen, in a real browser', function () {
  this.timeout(60_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let page: Page;

  const parked = () => site.all<ParkedView>('parked');

  /** What hours of failed tries leave. */
  async function park(count: number): Promise<void> {
    await site.nodeRed.stop();
    const store = createNedbStore({ dir: join(site.home, 'dealer-sync') });
    await store.open();
    const pairs = store.collection<PairDoc>('pairs');
    const { items } = await pairs.find({ where: { state: 'linked' }, sort: [{ field: '_id' }], limit: count });
    for (const [index, pair] of items.entries()) {
      const error = index
        ? { code: 'REVIO_500', message: 'Rev.io answered with status 500.', at: Date.now(), transient: true }
        : { code: 'REFUSED', message: REFUSED, at: Date.now(), transient: false };
      await pairs.put({ ...pair, state: 'parked', parkedFrom: 'linked', attempts: 5, error }, { durable: true });
    }
    await store.close();
    await site.startAgain();
  }

  before(async () => {
    [site, browser] = await Promise.all([
      Site.start({ cms: { seed: 'small' }, revio: { seed: 'small' } }),
      launchBrowser(),
    ]);
    await site.run();
    await park(3);
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/parked', { user: USER });
    page = shown.page;
    await page.waitForSelector('tbody tr');
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  it('says what happened and what to do, each once, and leads to the story', async () => {
    assert.equal(await page.locator('tbody tr').count(), 3);
    const refused = page.locator('tbody tr', { hasText: 'refused the address' });
    const [, reason, advice, since] = await refused.locator('td').allTextContents();
    assert.equal(reason, 'Rev.io refused the address: the street is too long.');
    assert.equal(advice, 'Shorten it in CMS.');
    assert.match(since ?? '', /5 tries/);
    const [record] = (await parked()).filter(({ code }) => code === 'REFUSED');
    assert.ok(record);
    assert.equal(await refused.locator('a').getAttribute('href'), `#/records/${encodeURIComponent(record.id)}`);
    await shown.lookAt('parked');
  });

  it('tries one again by keyboard, and goes on to the one that took its place', async () => {
    await page.focus('tbody tr button');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 2);
    assert.equal((await parked()).length, 2);
    await page.waitForSelector('text=is tried again by the next run');
    await page.waitForFunction(() => document.activeElement?.matches('tbody tr:first-child button'));
  });

  it('tries all others again, and says that nothing parked is good', async () => {
    await page.click('text=Try all 2 again');
    await until(async () => ((await parked()).length === 0 ? true : undefined), 'the retry');
    await page.waitForSelector('text=Nothing is parked. That is good');
    const run = await site.run();
    assert.deepEqual([run.state, run.counts.failed], ['done', 0]);
    assert.deepEqual(await parked(), []);
    await shown.lookAt('parked-empty');
    await shown.close();
  });
});
