import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../editor-page';
import { Site, USER } from '../site';
import { OperationsPage } from './operations-page';

describe('the operations page, in a real browser', function () {
  this.timeout(60_000);
  let site: Site;
  let browser: Browser;

  before(async () => {
    [site, browser] = await Promise.all([Site.start(), launchBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  it('names each screen, leads there by link and by number key, and says so in Spanish', async () => {
    const shown = await OperationsPage.open(browser, site.nodeRed.url, '/', { user: USER });
    const { page } = shown;
    assert.equal(await page.textContent('h1'), 'Overview');
    await page.click('nav >> text=Audit trail');
    await page.waitForSelector('h1:text("Audit trail")');
    await page.keyboard.press('2');
    await page.waitForSelector('h1:text("Review")');
    await page.click('text=Español');
    await page.waitForSelector('h1:text("Revisión")');
    assert.equal(await page.getAttribute('html', 'lang'), 'es');
    await shown.close();
  });

  it('leads from the folder to the page, and lets no script of another in', async () => {
    for (const path of ['dealer-sync', 'dealer-sync/', 'dealer-sync/ui', 'dealer-sync/ui/']) {
      const response = await fetch(`${site.nodeRed.url}/${path}`);
      assert.equal(new URL(response.url).pathname, '/dealer-sync/ui/', path);
      assert.match(response.headers.get('content-security-policy') ?? '', /script-src 'self'/);
    }
  });

  it('weighs less than 150 KB', async () => {
    let weight = 0;
    for (const file of ['', 'page.js', 'page.css', 'icon.svg']) {
      const response = await fetch(`${site.nodeRed.url}/dealer-sync/ui/${file}`, {
        headers: { 'accept-encoding': 'gzip' },
      });
      assert.equal(response.headers.get('content-encoding'), 'gzip');
      // fetch unpacks it: what went over the wire is what the server says.
      weight += Number(response.headers.get('content-length'));
    }
    assert.ok(weight > 5_000 && weight < 150_000, `${weight} bytes`);
  });
});
