import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { ConflictPage, ConflictView } from '../../../lib/sync/operations/conflicts';
import { launchBrowser } from '../editor-page';
import { Site, USER, until } from '../site';
import { OperationsPage } from './operations-page';

/** In order: each test goes on from where the one before it left off. */
describe('the conflicts screen, in a real browser', function () {
  this.timeout(60_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let page: Page;
  let conflicts: ConflictView[];
  let first: ConflictView;

  const decisionOf = async (id: string) => (await site.conflicts()).find((one) => one.id === id)?.decision;
  const undecided = async () => (await site.conflicts()).filter(({ decision }) => !decision);

  before(async () => {
    [site, browser] = await Promise.all([Site.start(), launchBrowser()]);
    await site.run();
    conflicts = await site.conflicts();
    first = conflicts[0] as ConflictView;
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/conflicts', { user: USER });
    page = shown.page;
    await page.waitForSelector('.conflict');
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  it('shows each field with what both sides say, the difference marked, and why nobody could tell', async () => {
    assert.equal(await page.locator('.conflict').count(), conflicts.length);
    const card = (await page.textContent('.conflict-card')) ?? '';
    for (const text of [
      first.account,
      first.customer,
      'CMS says',
      'Rev.io says',
      'different things when they were linked',
    ])
      assert.ok(card.includes(text), text);
    assert.ok((await page.locator('.side-value mark').count()) > 0);
    await shown.lookAt('conflicts');
  });

  it('chooses a side by keyboard, keeps the focus there, and takes it back by the same key', async () => {
    const button = page.locator('.conflict').first().getByRole('button').nth(1);
    await button.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('.conflict .chosen >> text=Chosen: undo');
    assert.deepEqual((await decisionOf(first.id))?.side, 'revio');
    assert.equal((await decisionOf(first.id))?.by, USER);
    assert.ok(await button.evaluate((element) => element === document.activeElement), 'the focus is lost');
    await page.waitForSelector('text=The next run writes what Rev.io says to CMS');
    await page.keyboard.press('Enter');
    await until(async () => ((await decisionOf(first.id)) ? undefined : true), 'the undo');
    await page.waitForSelector('.chosen', { state: 'detached' });
  });

  it('says how many of a kind there are before one word decides them all', async () => {
    const { kinds } = await site.get<ConflictPage>('conflicts?limit=1');
    const kind = kinds[0];
    assert.ok(kind && kind.total > 1);
    await page.click('text=Decide many');
    await page.click('dialog >> text=Keep CMS');
    await page.waitForSelector(`dialog >> text=${kind.total} conflicts.`);
    await shown.lookAt('conflicts-kind');
    await page.click(`dialog >> text=Decide ${kind.total}`);
    await until(
      async () => ((await undecided()).length === conflicts.length - kind.total ? true : undefined),
      'the kind to be decided',
    );
    await page.waitForSelector(`text=${kind.total} conflicts decided`);
    assert.ok((await site.conflicts()).filter(({ field }) => field === kind.field).every((one) => one.decision));
    await shown.lookAt('conflicts-decided');
  });

  it('narrows down by kind and by search', async () => {
    await page.fill('input[type=search]', first.accountRecord?.name ?? '');
    await page.waitForFunction(() => document.querySelectorAll('.conflict-card').length === 1);
    await page.fill('input[type=search]', 'nobody of that name');
    await page.waitForSelector('text=None fits the search');
    await page.fill('input[type=search]', '');
    await page.waitForSelector('.conflict-card');
  });

  it('hands the choices to the next run, and says when nothing is left that this is good', async () => {
    const rest = await undecided();
    if (rest.length) await site.post('conflicts', { ids: rest.map(({ id }) => id), side: 'monitoring' });
    await site.run();
    assert.deepEqual(await site.conflicts(), []);
    await page.waitForSelector('text=No conflict waits. That is good');
    await shown.close();
  });
});
