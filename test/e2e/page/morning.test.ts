import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { IntegrationView, RunView } from '../../../lib/sync/operations/overview';
import { type Demo, startDemo } from '../../../scripts/demo/demo';
import { freePort } from '../../../scripts/demo/free-port';
import { launchBrowser } from '../editor-page';
import { until } from '../site';
import { OperationsPage } from './operations-page';

/** What `npm start` shows, cleared by somebody who knows no more than the screens say. In order, as a morning goes. */
describe('a morning with the demo, by what the screens say', function () {
  this.timeout(180_000);
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-demo-'));
  let demo: Demo;
  let browser: Browser;
  let shown: OperationsPage;
  let page: Page;

  const integrations = () => demo.nodeRed.get<IntegrationView[]>('dealer-sync/integrations');
  const counted = async (kind: keyof IntegrationView['counts']) =>
    Math.max(...(await integrations()).map(({ counts }) => counts[kind]));
  const firstRun = (integration: string) =>
    until(
      async () =>
        (await demo.nodeRed.get<RunView[]>(`dealer-sync/runs?integration=${integration}`)).find(
          ({ endedAt }) => endedAt !== undefined,
        ),
      `the first run of ${integration}`,
    );
  const goTo = async (screen: string) => {
    await page.click(`nav.side >> text=${screen}`);
    await page.waitForSelector(`h1:text-is("${screen}")`);
  };
  /** Presses the button of one integration's card, and waits for the end of the run that it starts. */
  const runNow = async (name: string) => {
    await goTo('Overview');
    const id = (await integrations()).find((one) => one.name === name)?.id;
    const before = new Set(
      (await demo.nodeRed.get<RunView[]>(`dealer-sync/runs?integration=${id}`)).map((run) => run.id),
    );
    await page.click(`.card:has(h2:text-is("${name}")) >> button:has-text("Run now")`);
    await until(async () => {
      const runs = await demo.nodeRed.get<RunView[]>(`dealer-sync/runs?integration=${id}`);
      return runs.find((run) => !before.has(run.id) && run.endedAt !== undefined);
    }, `a run of ${name}`);
  };

  before(async () => {
    [demo, browser] = await Promise.all([startDemo({ home, port: await freePort() }), launchBrowser()]);
    for (const one of ['cms', 'rapid-response-inbound', 'rapid-response-outbound']) await firstRun(one);
    shown = await OperationsPage.open(browser, demo.nodeRed.url, '/');
    page = shown.page;
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  it('begins with what waits', async () => {
    await page.waitForSelector('text=/\\d+ things wait for you/');
    await shown.lookAt('demo-overview');
    assert.ok((await counted('pending')) > 0 && (await counted('held')) > 0 && (await counted('parked')) > 0);
  });

  it('clears the review queue: the likely ones in bulk, the others one by one', async () => {
    await goTo('Review');
    await page.waitForSelector('.match-detail h2');
    await shown.lookAt('demo-review');
    await page.keyboard.press('b');
    await page.waitForSelector('dialog');
    await shown.picture('demo-review-bulk');
    await page.locator('dialog footer button.primary').click();
    await page.waitForSelector('dialog', { state: 'detached' });
    const undecided = async () =>
      (await demo.nodeRed.get<{ total: number }>('dealer-sync/pending?decided=false&limit=1')).total;
    while ((await undecided()) > 0) {
      const before = await undecided();
      await page.keyboard.press('r');
      await until(async () => ((await undecided()) < before ? true : undefined), 'the decision');
    }
    await runNow('CMS <-> Rev.io');
    await runNow('Rapid Response -> Rev.io');
    // What was rejected becomes a customer on the timer's next run; nobody is asked about it again.
    const { total } = await demo.nodeRed.get<{ total: number }>('dealer-sync/pending?decided=false&limit=1');
    assert.equal(total, 0);
  });

  /** Approves what is held, and waits for the end of the run that this starts. */
  const approve = async () => {
    const path = 'dealer-sync/runs?integration=rapid-response-outbound';
    const before = new Set((await demo.nodeRed.get<RunView[]>(path)).map(({ id }) => id));
    await goTo('Held runs');
    await page.click('main a[href^="#/held/"]');
    await page.waitForSelector('main >> text=/create/i');
    await page.click('button:has-text("Approve")');
    await page.click('dialog button.primary');
    return until(
      async () => (await demo.nodeRed.get<RunView[]>(path)).find(({ id, endedAt }) => !before.has(id) && endedAt),
      'the approved run',
    );
  };

  it('S10: is asked again about a plan that the review has changed, and exactly what is approved is carried out', async () => {
    await goTo('Held runs');
    await shown.lookAt('demo-held');
    const again = await approve();
    assert.deepEqual([again.state, again.writes.monitoring], ['held', 0]);
    const done = await approve();
    assert.equal(done.state, 'done');
    assert.ok(done.counts.created > 20);
    assert.equal(await counted('held'), 0);
  });

  it('has a parked record tried again, and it is done', async () => {
    await goTo('Parked');
    await page.waitForSelector('text=APPLEGATE, IRENE');
    await shown.lookAt('demo-parked');
    await page.click('main button:has-text("again") >> nth=0');
    await runNow('CMS <-> Rev.io');
    await until(async () => ((await counted('parked')) === 0 ? true : undefined), 'the retry');
    await goTo('Records');
    await page.fill('input[type=search]', 'APPLEGATE, IRENE');
    await page.waitForSelector('.table .badge:text-is("linked")');
  });

  it('takes the audit along', async () => {
    await goTo('Monitoring-billing audit');
    await shown.lookAt('demo-monitoring-billing');
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('text=Download CSV')]);
    assert.ok((await readFile(await file.path(), 'utf8')).split('\n').length > 10);
    await shown.close();
  });
});
