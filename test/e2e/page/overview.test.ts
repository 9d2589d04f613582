import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import type { IntegrationView } from '../../../lib/sync/operations/overview';
import type { PageOf } from '../../../lib/sync/operations/pages';
import type { HostView } from '../../../nodes/runtime/host-routes';
import { UNAVAILABLE } from '../../../simulators/revio';
import { launchBrowser } from '../editor-page';
import { mark } from '../quiet';
import { Site, USER, until } from '../site';
import { OperationsPage } from './operations-page';

/** A dealer with CMS and Rapid Response, of which the latter still lacks a setting. In order. */
describe('the overview of the operations page', function () {
  this.timeout(90_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;

  before(async () => {
    [site, browser] = await Promise.all([
      Site.start({ cms: {}, rapidResponse: {}, env: { RR_DEALER_NUMBER: '' } }),
      launchBrowser(),
    ]);
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/', { user: USER });
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  const card = (name: string) =>
    shown.page.locator('.integration', { has: shown.page.locator(`h2:text-is("${name}")`) });
  const integration = async (id: string) => {
    const found = (await site.get<IntegrationView[]>('integrations')).find((one) => one.id === id);
    assert.ok(found, id);
    return found;
  };

  it('says that nothing has run yet, and which setting is missing, with the way to its node', async () => {
    await shown.page.waitForSelector(
      '.standing >> text=Settings are missing before these can run: Rapid Response -> Rev.io',
    );
    const { name } = await integration('rapid-response-inbound');
    const missing = card(name).locator('.missing');
    assert.match((await missing.textContent()) ?? '', /Dealer Number.*RR_DEALER_NUMBER/);
    assert.match((await missing.locator('a').first().getAttribute('href')) ?? '', /#node\/.+/);
    await shown.lookAt('overview-first');
  });

  it('previews: nothing is written, and the plan is one click away', async () => {
    const { name } = await integration('cms');
    const since = mark(site);
    await card(name)
      .getByRole('button', { name: /^Preview/ })
      .click();
    await shown.page.waitForSelector('.toast:has-text("it writes nothing")');
    await card(name).locator('.last-run >> text=preview').waitFor();
    const { cms, revio } = since();
    assert.deepEqual([cms, revio], [[], []]);
  });

  it('runs at a word, tells live how far it is, and is stopped', async () => {
    const { name } = await integration('cms');
    // Slow enough to be watched, in the middle of its writes.
    site.revio.faults.add({ id: 'slow', match: { operation: 'POST Customers' }, delayMs: 400 });
    await card(name)
      .getByRole('button', { name: /^Run now/ })
      .click();
    await card(name).locator('.now progress[max]').waitFor();
    await card(name).locator('.now >> text=writing').waitFor();
    const done = () =>
      card(name)
        .locator('.now progress')
        .evaluate((bar) => (bar as HTMLProgressElement).value);
    const first = await done();
    await until(async () => ((await done()) > first ? true : undefined), 'counts that move');
    await card(name).locator('.now >> text=/about \\d+:\\d\\d left/').waitFor();
    await shown.lookAt('overview-running');
    await card(name).getByRole('button', { name: /^Stop/ }).click();
    await shown.page.waitForSelector('.toast:has-text("was stopped")');
    site.revio.faults.clear('slow');
    await until(async () => ((await integration('cms')).state === 'running' ? undefined : true), 'the end');
    await shown.page.waitForSelector('.standing >> text=/The last run of .* failed/');
    assert.equal((await site.audit('?operation=decide&entity=run'))[0]?.who, USER);
  });

  it('says what waits, and leads there; a bar of the chart leads to its run', async () => {
    const { name } = await integration('cms');
    await card(name)
      .getByRole('button', { name: /^Run now/ })
      .click();
    await until(async () => {
      const { lastRun } = await integration('cms');
      return lastRun?.state === 'done' && !lastRun.preview ? true : undefined;
    }, 'a run that is done');
    await card(name).locator('.last-run .badge.good').waitFor();
    const { counts } = await integration('cms');
    assert.ok(counts.pending > 0 && counts.conflicts > 0);
    const sentence = (await shown.page.textContent('.standing')) ?? '';
    assert.match(sentence, /things wait for you: \d+ matches to review, \d+ records in conflict/);
    await shown.lookAt('overview-waiting');
    await card(name).locator('.bars a').last().focus();
    await shown.page.keyboard.press('Enter');
    await shown.page.waitForSelector('text=All runs');
    const [newest] = await site.runs('cms');
    assert.equal(new URL(shown.page.url()).hash, `#/runs/${newest?.id}`);
  });

  it('S14: says when a system does not answer, and until when it is left alone', async () => {
    // Every read is tried four times; after ten failures in a row nothing more is sent there.
    site.revio.faults.add({ ...UNAVAILABLE, times: 100 });
    const isOpen = async () =>
      (await site.get<PageOf<HostView>>('hosts')).items.some(({ breaker }) => breaker !== 'closed') || undefined;
    for (let run = 0; run < 4 && !(await isOpen()); run += 1) {
      assert.equal((await site.run('cms')).state, 'failed');
    }
    await until(isOpen, 'the breaker');
    await shown.goTo('/');
    await shown.page.waitForSelector('.notice.problem:has-text("Nothing is sent there before")');
  });

  it('speaks Spanish', async () => {
    await shown.goTo('/');
    await shown.page.click('text=Español');
    await shown.page.waitForSelector('.standing >> text=esperan por usted');
    await shown.picture('overview-es');
    await shown.close();
  });
});
