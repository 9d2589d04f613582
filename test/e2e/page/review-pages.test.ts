import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { BLANK_ADDRESS, type Customer } from '../../../lib/model/records';
import { createNedbStore } from '../../../lib/store/nedb/nedb-store';
import type { PendingView } from '../../../lib/sync/operations/pending';
import { newPair, type PairDoc } from '../../../lib/sync/pair';
import { launchBrowser } from '../editor-page';
import { Site, USER, until } from '../site';
import { OperationsPage } from './operations-page';

const MANY = 130;
const PAGE = 50;

/** In order: each test goes on from where the one before it left off. */
describe('the review of more than a page, in a real browser', function () {
  this.timeout(60_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let page: Page;
  /** As the server lists them. */
  let order: string[];

  const decided = () => site.all<PendingView>('pending?decided=true');
  const selected = () => page.textContent('.match-list [aria-current="true"] .match-name');
  const standsOn = (name: string | undefined) =>
    page.waitForFunction((want) => document.querySelector('.match-detail h2')?.textContent === want, name);

  async function fillQueue(): Promise<void> {
    await site.nodeRed.stop();
    const store = createNedbStore({ dir: join(site.home, 'dealer-sync') });
    await store.open();
    const pairs = store.collection<PairDoc>('pairs');
    for (let index = 0; index < MANY; index += 1) await pairs.insert(pendingPair(index));
    await store.close();
    await site.startAgain();
  }

  before(async () => {
    [site, browser] = await Promise.all([
      Site.start({ cms: { seed: 'small' }, revio: { seed: 'small' } }),
      launchBrowser(),
    ]);
    await fillQueue();
    order = (await site.all<PendingView>('pending?sort=score')).map(({ account }) => account.name);
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/review', { user: USER });
    page = shown.page;
    await standsOn(order[0]);
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  it('turns the page at its ends, by key', async () => {
    await page.waitForSelector(`text=1–${PAGE} of ${MANY}`);
    for (let n = 1; n <= PAGE; n += 1) {
      await page.keyboard.press('j');
      await standsOn(order[n]);
    }
    await page.waitForSelector(`text=${PAGE + 1}–${2 * PAGE} of ${MANY}`);
    await page.keyboard.press('k');
    await standsOn(order[PAGE - 1]);
    assert.equal(await selected(), order[PAGE - 1]);
  });

  it('decides across pages, one after the other, none left out and none twice', async () => {
    await page.reload();
    await standsOn(order[0]);
    const count = PAGE + 10;
    for (let n = 0; n < count; n += 1) {
      await page.keyboard.press('a');
      await standsOn(order[n + 1]);
    }
    await until(async () => ((await decided()).length === count ? true : undefined), 'the decisions');
    const names = (await decided()).map(({ account }) => account.name);
    assert.deepEqual(names.sort(), order.slice(0, count).sort());
    await page.waitForSelector(`text=Undecided${MANY - count}`);
    await shown.close();
  });
});

function pendingPair(index: number): PairDoc {
  const id = String(200_000_000 + index);
  const name = `Waiting Account ${index}`;
  const customer: Customer = {
    id: String(90_000 + index),
    kind: 'business',
    name,
    address: { ...BLANK_ADDRESS, line1: `${index} Queue St` },
    status: 'open',
  };
  const score = 0.5 + index / 1_000;
  const reasons = [{ key: 'matching.reason.nameAgrees' }];
  return {
    ...newPair(`cms.${id}`, 'cms', { accountId: id }, Date.now()),
    state: 'pending',
    account: { id, name, address: { ...BLANK_ADDRESS, line1: `${index} Queue Street` } },
    candidates: [{ customerId: customer.id, score, reasons, customer }],
    score,
    threshold: 0.95,
    queuedAt: Date.now(),
  };
}
