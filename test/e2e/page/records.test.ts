import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import type { RecordStory } from '../../../lib/sync/operations/record-story';
import { launchBrowser } from '../editor-page';
import { Site, USER, until } from '../site';
import { OperationsPage } from './operations-page';

describe('a record and its story on the operations page', function () {
  this.timeout(90_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let linked: { id: string; name: string; accountId: string; customerId: string };

  before(async () => {
    [site, browser] = await Promise.all([Site.start(), launchBrowser()]);
    await site.run();
    // An address with a conflict in any line waits whole.
    const waiting = new Set((await site.conflicts()).map(({ pairId }) => pairId));
    const [link] = (await site.links()).filter((one) => one.decidedBy === 'match' && !waiting.has(one.id));
    assert.ok(link?.account && link.accountId && link.customerId);
    linked = { id: link.id, name: link.account.name, accountId: link.accountId, customerId: link.customerId };
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/records', { user: USER });
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  const story = () => site.get<RecordStory>(`records/${encodeURIComponent(linked.id)}`);

  it('is found by a part of its number, and tells how it came to be linked', async () => {
    await shown.page.fill('input[type=search]', linked.accountId);
    await shown.page.waitForSelector('.pager:has-text("1 row")');
    await shown.lookAt('records');
    await shown.page.click('.table td a');
    await shown.page.waitForSelector(`h1:text-is("${linked.name}")`);
    await shown.page.waitForSelector('.badge:text-is("linked")');
    await shown.page.waitForSelector('text=Linked by a sure match');
    await shown.page.waitForSelector('.timeline >> text=key link created');
    await shown.lookAt('record');
  });

  it('puts the old values of a write back, and the story tells it', async () => {
    const before = (await story()).account?.address.city;
    site.revio.edit({
      entity: 'customers',
      action: 'set',
      id: linked.customerId,
      fields: { service_address: { city: 'Otherville' } },
    });
    await site.run();
    assert.match((await story()).account?.address.city ?? '', /^otherville$/i);
    assert.ok((await story()).timeline.some(({ audit }) => audit?.restorable));
    await shown.page.click('.timeline button:has-text("Put")');
    await shown.lookAt('record-put-back');
    await shown.page.click('dialog button.primary');
    await until(
      async () => ((await story()).account?.address.city.toLowerCase() === before?.toLowerCase() ? true : undefined),
      'the old value at the station',
    );
  });

  it('is taken apart on a word, which says what it does and that nothing is deleted', async () => {
    await shown.page.click('button:has-text("Take the link apart")');
    await shown.page.waitForSelector('dialog >> text=Nothing else is deleted');
    await shown.page.click('dialog button.danger');
    await shown.page.waitForSelector('text=The next run carries it out');
    const { decision } = await story();
    assert.deepEqual([decision?.kind, decision?.by], ['unlink', USER]);
    await shown.lookAt('record-decided');
    await shown.page.click('button:has-text("Take it back")');
    await shown.page.waitForSelector('text=It is taken back');
    assert.equal((await story()).decision, undefined);
  });

  it('is linked elsewhere by a search over all customers', async () => {
    const { items } = await site.get<{ items: { id: string; name: string }[] }>('customers?q=a&limit=5');
    const other = items.find(({ id }) => id !== linked.customerId);
    assert.ok(other);
    await shown.page.click('button:has-text("Link to another customer")');
    await shown.page.fill('dialog input', other.name);
    await shown.page.waitForSelector(`dialog [role=option][aria-selected=true]:has-text("${other.name}")`);
    await shown.page.keyboard.press('Enter');
    await shown.page.waitForSelector('dialog', { state: 'detached' });
    await until(async () => ((await story()).decision?.kind === 'relink' ? true : undefined), 'the decision');
    await shown.close();
  });
});
