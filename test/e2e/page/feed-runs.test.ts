import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import { dropFeed, type LotVehicle, STORY_DEALERS, VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';
import { launchBrowser } from '../editor-page';
import { type FlowNode, Site, USER } from '../site';
import { OperationsPage } from './operations-page';

const VEHICLES = 60;

/** A dealer's feed, then one that is far shorter. In order. */
describe('runs of a dealer feed on the operations page', function () {
  this.timeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), 'feeds-'));
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let lot: LotVehicle[];
  let files = 0;

  before(async () => {
    const edit = (flows: FlowNode[]) =>
      flows.map((node) => (node.id === 'ds-dms' ? { ...node, settleSeconds: '0.05' } : node));
    [site, browser] = await Promise.all([Site.start({ dealerFeed: { folder }, edit }), launchBrowser()]);
    lot = new VehicleSupply(new Random(1)).lot(VEHICLES);
  });
  after(async () => {
    await browser?.close();
    await site?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  function drop(vehicles: LotVehicle[]): void {
    const [dealer] = STORY_DEALERS;
    assert.ok(dealer);
    const { dealerId, name, format } = dealer;
    files += 1;
    const text = writeFeed(format, [{ dealerId, name, vehicles }]);
    dropFeed(folder, { name: `${files}_${dealerId}.csv`, text, at: Date.now() - 600_000 + files * 60_000 });
  }

  it('says in words what was done with each vehicle', async () => {
    drop(lot);
    const run = await site.run('dealer-feed');
    shown = await OperationsPage.open(browser, site.nodeRed.url, `/runs/${run.id}`, { user: USER });
    await shown.page.waitForSelector('.table >> text=Open a service request');
    await shown.picture('feed-run');
    await shown.goTo('/');
    await shown.page.waitForSelector('.integration >> text=60 created');
    await shown.picture('feed-overview');
  });

  it('F3: shows the plan of one dealer, and approves exactly that', async () => {
    const { page } = shown;
    drop(lot.slice(0, 5));
    const run = await site.run('dealer-feed');
    await page.waitForSelector('nav li:has-text("Held runs") .count:text("1")');
    await shown.goTo(`/runs/${run.id}`);
    await page.waitForSelector('.notice:has-text("would be closed")');
    await page.fill('input[type=search]', lot.at(-1)?.vin ?? '');
    await page.waitForSelector('.pager:text-is("1 row")');
    await shown.lookAt('feed-run-held');
    await page.click('.notice >> text=Held runs');
    await page.click('.hold h2 a');
    await page.waitForSelector('.lets:has-text("55 would be closed")');
    await page.waitForSelector('.pager:has-text("of 55")');
    await shown.picture('feed-held');
    await page.getByRole('button', { name: 'Approve this plan' }).click();
    await page.getByRole('button', { name: 'Approve and run' }).click();
    await page.waitForSelector('.run-state >> text=done');
    const { total } = await site.get<{ total: number }>('service-requests?status=open&limit=1');
    assert.equal(total, 5);
    await shown.close();
  });
});
