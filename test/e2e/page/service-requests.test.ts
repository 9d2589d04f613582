import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import type { RequestDetail, RequestView } from '../../../lib/dealer-feed/operations/views';
import { dropFeed, type LotVehicle, STORY_DEALERS, VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';
import { launchBrowser } from '../editor-page';
import { type FlowNode, Site, USER } from '../site';
import { OperationsPage } from './operations-page';

const VEHICLES = 60;

describe('service requests on the operations page', function () {
  this.timeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), 'feeds-'));
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let lot: LotVehicle[];

  before(async () => {
    const edit = (flows: FlowNode[]) =>
      flows.map((node) => (node.id === 'ds-dms' ? { ...node, settleSeconds: '0.05' } : node));
    [site, browser] = await Promise.all([Site.start({ dealerFeed: { folder }, edit }), launchBrowser()]);
    const [dealer] = STORY_DEALERS;
    assert.ok(dealer);
    lot = new VehicleSupply(new Random(1)).lot(VEHICLES);
    const { dealerId, name, format } = dealer;
    const at = Date.now() - 600_000;
    dropFeed(folder, { name: '1_good.csv', text: writeFeed(format, [{ dealerId, name, vehicles: lot }]), at });
    dropFeed(folder, { name: '2_bad.csv', text: '<html><body>Please sign in</body></html>', at: at + 60_000 });
    await site.run('dealer-feed');
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/service-requests', { user: USER });
  });
  after(async () => {
    await browser?.close();
    await site?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const requests = async (query = '') => site.all<RequestView>(`service-requests${query}`);
  const detail = (id: string) => site.get<RequestDetail>(`service-requests/${encodeURIComponent(id)}`);

  it('lists the open ones, page by page, and finds one by its VIN', async () => {
    const open = await requests('?status=open');
    assert.ok(open.length > 50);
    await shown.page.waitForSelector(`.pager:has-text("1–50 of ${open.length}")`);
    await shown.page.click('.pager >> text=Next');
    await shown.page.waitForSelector(`.pager:has-text("51–${open.length} of ${open.length}")`);
    const vin = open.at(-1)?.vin ?? '';
    await shown.page.fill('input[type=search]', vin);
    await shown.page.waitForSelector('.pager:has-text("1 row")');
    assert.equal(await shown.page.textContent('td[data-label=VIN]'), vin);
    await shown.lookAt('service-requests');
  });

  it('moves one along, edits it, makes an inspection of it, and closes it with a reason', async () => {
    await shown.page.click('.table td a');
    await shown.page.waitForSelector('h2:has-text("Status")');
    const id = decodeURIComponent(new URL(shown.page.url()).hash.split('/').at(-1) ?? '');
    const before = await detail(id);
    assert.ok(before.statuses.includes('delivery') && before.status !== 'delivery');
    await shown.page.click('button:has-text("To: delivery")');
    await shown.page.waitForSelector('.badge:has-text("delivery")');
    assert.equal((await detail(id)).status, 'delivery');

    await shown.page.click('button:has-text("Edit")');
    await shown.page.fill('dialog input[name=stock]', 'ST-42');
    await shown.lookAt('service-request-edit');
    await shown.page.click('dialog button:has-text("Save")');
    await shown.page.waitForSelector('dd:has-text("ST-42")');
    assert.deepEqual((await detail(id)).touchedByPerson, ['stock']);

    await shown.page.click('button:has-text("Add an inspection")');
    await shown.page.waitForSelector('text=The inspection is added.');
    assert.equal((await detail(id)).inspections.length, 1);

    await shown.page.click('button.danger:has-text("Close")');
    await shown.page.fill('dialog input', 'sold by hand');
    await shown.page.click('dialog button.primary');
    await shown.page.waitForSelector('.badge:has-text("closed")');
    const closed = await detail(id);
    assert.deepEqual([closed.status, closed.closedBy], ['closed', 'person']);
    const last = closed.history.at(-1);
    assert.deepEqual([last?.by, last?.what, last?.reason], [USER, 'closed', 'sold by hand']);
    await shown.page.waitForSelector('text=sold by hand');
    await shown.lookAt('service-request');
  });

  it('says why a vehicle has no service request', async () => {
    await shown.goTo('/service-requests');
    await shown.page.waitForSelector('h1:text("Service requests")');
    await shown.page.fill('input[type=search]', 'WBA00000000000000');
    await shown.page.click('text=Why has WBA00000000000000 none?');
    await shown.page.waitForSelector('h1:has-text("WBA00000000000000")');
    await shown.page.waitForSelector('.card li');
    await shown.lookAt('service-requests-why');
  });

  it('lists the files, and says why one was put aside', async () => {
    await shown.goTo('/service-requests/files');
    await shown.page.waitForSelector('tr:has-text("2_bad.csv") >> text=put aside');
    await shown.page.click('button:has-text("1_good.csv")');
    await shown.page.waitForSelector('dialog >> text=created');
    await shown.lookAt('service-requests-files');
    await shown.page.keyboard.press('Escape');
    await shown.close();
  });
});
