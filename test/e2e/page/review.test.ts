import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { PendingPage, PendingView } from '../../../lib/sync/operations/pending';
import type { BulkPreview } from '../../../lib/sync/operations/pending-bulk';
import { launchBrowser } from '../editor-page';
import { linkedCustomers } from '../quiet';
import { Site, USER, until } from '../site';
import { NARROW, OperationsPage, WIDE } from './operations-page';

/** One morning's review, in order: each test goes on from where the one before it left off. */
describe('the review screen, in a real browser', function () {
  this.timeout(60_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let page: Page;
  let pending: PendingView[];

  const decided = () => site.all<PendingView>('pending?decided=true');
  const heading = () => page.textContent('.match-detail h2');
  /** Presses a key and waits until the heading is another one. */
  const pressAndMove = async (key: string) => {
    const before = await heading();
    await page.keyboard.press(key);
    await page.waitForFunction((was) => document.querySelector('.match-detail h2')?.textContent !== was, before);
  };

  before(async () => {
    [site, browser] = await Promise.all([Site.start(), launchBrowser()]);
    await site.run();
    pending = await site.pending();
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/review', { user: USER });
    page = shown.page;
    await page.waitForSelector('.match-detail h2');
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  it('shows both sides with the differences marked, the score with its reasons, and what becomes of it', async () => {
    const [first] = [...pending].sort((a, b) => (b.candidates[0]?.score ?? 0) - (a.candidates[0]?.score ?? 0));
    assert.ok(first);
    const text = (await page.textContent('.review-match')) ?? '';
    assert.match(text, /\d+% sure/);
    assert.match(text, /From 95% on it would be linked without a person, were there nothing against it/);
    assert.match(text, /Undecided, it becomes a new customer in \d+ (minute|hour)s?/);
    assert.ok((await page.locator('.comparison mark').count()) > 0);
    assert.ok((await page.locator('.reasons li').count()) > 1);
    await shown.lookAt('review');
  });

  it('takes 20 decisions with at most 25 keystrokes', async () => {
    let strokes = 0;
    const press = async (key: string) => {
      strokes += 1;
      await page.keyboard.press(key);
    };
    for (let n = 0; n < 12; n += 1) await press('a');
    for (let n = 0; n < 6; n += 1) await press('r');
    await press('u');
    await press('r');
    await press('e');
    await page.waitForSelector('[role=option][aria-selected=true]');
    await shown.picture('review-reassign');
    await press('Enter');
    await press('a');
    assert.ok(strokes <= 25, `${strokes} keystrokes`);
    await until(async () => ((await decided()).length === 20 ? true : undefined), 'twenty decisions in the store');
    const kinds = (await decided()).map(({ decision }) => decision);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    assert.deepEqual([count('accept'), count('reject'), count('reassign')], [13, 6, 1]);
    assert.ok((await decided()).every(({ decidedBy }) => decidedBy === USER));
    await page.waitForSelector('text=Undecided24');
  });

  it('undoes the last one by key, and any other from the list of the decided', async () => {
    await pressAndMove('u');
    await until(async () => ((await decided()).length === 19 ? true : undefined), 'the undo');
    await page.click('button:has-text("Decided"):not(:has-text("Un"))');
    await page.waitForSelector('.decided >> text=olga');
    const name = await heading();
    // Where there is no room for both, the match takes the place of the list, and the focus goes along.
    await page.setViewportSize(NARROW);
    await page.click('.match-list button >> nth=0');
    await page.waitForFunction(() => document.activeElement?.matches('.match-detail h2'));
    await shown.lookAt('review-decided');
    await page.click('text=Back to the list');
    await page.waitForFunction(() => document.activeElement?.matches('.match-list [aria-current="true"]'));
    await page.setViewportSize(WIDE);
    await page.click('.decided >> text=Undo');
    await until(async () => ((await decided()).length === 18 ? true : undefined), 'the undo of one');
    assert.ok(!(await decided()).some(({ account }) => account.name === name));
    await page.click('button:has-text("Undecided")');
    await page.waitForSelector('.match-detail h2');
  });

  it('searches, and goes from one to the next by arrow and by letter', async () => {
    const { account } = (await site.pending()).find(({ decision }) => !decision) ?? {};
    assert.ok(account);
    await page.fill('input[type=search]', account.name);
    await page.waitForFunction(
      (name) => document.querySelector('.match-detail h2')?.textContent === name,
      account.name,
    );
    await page.fill('input[type=search]', 'no such name anywhere');
    await page.waitForSelector('text=None fits the search');
    await page.fill('input[type=search]', '');
    await page.waitForSelector('.match-detail h2');
    await page.focus('h1');
    const first = await heading();
    await pressAndMove('j');
    await pressAndMove('ArrowDown');
    await pressAndMove('k');
    await pressAndMove('ArrowUp');
    assert.equal(await heading(), first);
  });

  it('shows the other candidates side by side by arrow, and accepts any of them', async () => {
    const several = (await site.pending()).find(({ decision, candidates }) => !decision && candidates.length > 1);
    assert.ok(several);
    const { account, candidates } = several;
    await page.fill('input[type=search]', account.name);
    await page.waitForFunction(
      (name) => document.querySelector('.match-detail h2')?.textContent === name,
      account.name,
    );
    await page.focus('h1');
    await page.keyboard.press('ArrowRight');
    await page.waitForSelector(`text=Candidate 2 of ${candidates.length}`);
    await page.keyboard.press('ArrowLeft');
    await page.waitForSelector(`text=Candidate 1 of ${candidates.length}`);
    await page.click('.others >> text=Accept this one');
    const decision = await until(async () => (await decided()).find(({ id }) => id === several.id), 'the decision');
    assert.equal(decision.decidedCustomerId, candidates[1]?.customer.id);
    await page.fill('input[type=search]', '');
  });

  it('accepts many above a score after showing what it does, and undoes them together', async () => {
    await page.focus('h1');
    await page.keyboard.press('b');
    await page.fill('dialog input[type=number]', '60');
    const would = await site.post<BulkPreview>('pending/bulk', { minScore: 0.6, preview: true });
    assert.ok(would.count > 0);
    await page.waitForSelector(`dialog >> text=Accept ${would.count}`);
    await shown.lookAt('review-bulk');
    const before = (await decided()).length;
    await page.click(`dialog >> text=Accept ${would.count}`);
    await until(async () => ((await decided()).length === before + would.count ? true : undefined), 'the bulk');
    await page.waitForSelector(`text=${would.count} accounts accepted`);
    await page.keyboard.press('u');
    await until(async () => ((await decided()).length === before ? true : undefined), 'the undo of the bulk');
  });

  it('hands the decisions to the next run, and shows then what is left', async () => {
    const accepted = (await decided()).filter(({ decision }) => decision !== 'reject');
    await site.run();
    const linked = await linkedCustomers(site);
    for (const { account, decidedCustomerId } of accepted) assert.equal(linked.get(account.id), decidedCustomerId);
    const { counts } = await site.get<PendingPage>('pending?limit=1');
    await page.waitForSelector(`text=Undecided${counts.undecided}`);
    await page.waitForSelector(`text=Decided${counts.decided}`);
  });

  it('says so when everything is decided, and that nobody waits once the run has taken it, in Spanish too', async () => {
    const ids = (await site.pending()).filter(({ decision }) => !decision).map(({ id }) => id);
    await site.post('pending', { ids, decision: 'accept' });
    await page.waitForSelector('text=Everything is decided');
    await page.click('text=Español');
    await page.waitForSelector('text=Todo está decidido');
    await shown.picture('review-es');
    await shown.close();
  });
});
