import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { shippedFlows } from '../../scripts/demo/node-red';
import { assertAccessible, darken } from './accessible';
import { EditorPage, launchBrowser } from './editor-page';
import { type RunningNodeRed, startNodeRed } from './node-red';
import { Site, until } from './site';

/** What the tests use of the editor's global. */
declare const RED: {
  sidebar: { show(id: string): void };
  actions: { invoke(name: string, value?: boolean): void };
};

const PANEL = '.dealer-sync-panel';
const SHOTS = join(__dirname, '..', '..', '.tmp', 'screenshots');

const show = (page: Page, tab = 'dealer-sync-sidebar') => page.evaluate((id) => RED.sidebar.show(id), tab);
const card = (page: Page, name: string) =>
  page.locator(`${PANEL} .dealer-sync-card`, { has: page.getByRole('heading', { name, exact: true }) });

async function keep(page: Page, name: string): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `sidebar-${name}.png`) });
}

describe('the sidebar', function () {
  this.timeout(90_000);
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());

  describe('beside running flows', () => {
    let site: Site;
    let editor: EditorPage;
    let page: Page;

    before(async () => {
      site = await Site.start();
      editor = await EditorPage.load(browser, site.nodeRed.url, 'cms-sync-run');
      page = editor.page;
    });
    after(async () => {
      await page?.close();
      await site?.end();
    });
    afterEach(() => assert.deepEqual(editor.takeComplaints(), [], 'the browser complained'));

    it('asks for nothing until it is seen', async () => {
      const asked: string[] = [];
      page.on('request', (request) => {
        if (/dealer-sync\/(setup|integrations)/.test(request.url())) asked.push(request.url());
      });
      await show(page, 'info');
      await editor.reload();
      await site.run('cms', { preview: true });
      assert.deepEqual(asked, []);
      await show(page);
      await card(page, 'CMS <-> Rev.io').waitFor();
      await page.waitForSelector(`${PANEL} a:has-text("Last:")`);
      assert.ok(asked.length > 0);
    });

    it('starts a preview, and tells its end', async () => {
      const known = new Set((await site.runs()).map(({ id }) => id));
      await card(page, 'CMS <-> Rev.io').getByRole('button', { name: 'Preview' }).press('Enter');
      await page.waitForSelector(`${PANEL} [role=status]:has-text("The preview is asked for")`);
      const preview = await until(async () => (await site.runs()).find(({ id }) => !known.has(id)), 'the preview');
      await site.over(preview.id);
      assert.ok(preview.preview);
      const last = card(page, 'CMS <-> Rev.io').getByRole('link', { name: 'Last:' });
      await page.waitForSelector(`${PANEL} a[href="dealer-sync/ui/#/runs/${preview.id}"]`);
      assert.match((await last.textContent()) ?? '', /done$/);
    });

    it('starts a run by keyboard, follows it live, and counts what then waits', async () => {
      // Writes that take a moment each, so that there is something to follow.
      for (const method of ['POST', 'PATCH']) site.revio.faults.add({ match: { method }, delayMs: 100 });
      const mine = card(page, 'CMS <-> Rev.io');
      const run = mine.getByRole('button', { name: 'Run' });
      await run.focus();
      await page.keyboard.press('Space');
      await mine.getByText(/writing: \d+ of \d+/).waitFor({ timeout: 40_000 });
      assert.equal(await mine.locator('.dealer-sync-state').textContent(), 'running');
      assert.ok(await run.evaluate((button) => button === document.activeElement), 'the focus stayed');
      await keep(page, 'running-1280');
      site.revio.faults.clear();

      await mine.locator('.dealer-sync-progress').waitFor({ state: 'hidden', timeout: 60_000 });
      const [ended] = await site.runs();
      const waiting = ended?.counts.pending ?? 0;
      assert.ok(waiting > 0, 'the demo has matches to review');
      for (const [name, place] of [
        [`${waiting} to review`, 'review'],
        [`conflicts: ${(await site.conflicts()).length}`, 'conflicts'],
        ['held: 0', 'held'],
        ['parked: 0', 'parked'],
      ] as const) {
        const link = mine.getByRole('link', { name });
        await link.waitFor();
        assert.equal(await link.getAttribute('href'), `dealer-sync/ui/#/${place}`);
      }
    });

    it('hears of what others do: decisions of a person elsewhere', async () => {
      const [first] = await site.pending();
      const { total } = await site.get<{ total: number }>('pending?limit=1');
      await site.post(`pending/${first?.id}`, { decision: 'accept' });
      await site.run();
      await card(page, 'CMS <-> Rev.io')
        .getByRole('link', { name: `${total - 1} to review` })
        .waitFor();
    });

    it('shows where an integration begins in the flow', async () => {
      await card(page, 'Rev.io -> CMS: push').getByRole('button', { name: 'Rev.io -> CMS: push' }).click();
      await page.waitForSelector('.red-ui-tab.active:has-text("Rev.io -> CMS: push")');
      const push = card(page, 'Rev.io -> CMS: push');
      assert.equal(
        await push.getByRole('button', { name: 'Run' }).count(),
        0,
        'it takes customers, which are not here',
      );
    });

    it('leads to the operations page', async () => {
      const link = page.locator(PANEL).getByRole('link', { name: 'Open operations page' });
      assert.equal(await link.getAttribute('href'), 'dealer-sync/ui/#/overview');
    });

    it('goes into a narrow sidebar and a third of the height, light and dark, without a violation', async () => {
      for (const theme of ['light', 'dark']) {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.evaluate(() => document.getElementById('red-ui-sidebar')?.style.removeProperty('width'));
        await assertAccessible(page, { include: PANEL }, theme);
        await keep(page, `${theme}-1280`);
        await page.evaluate(() => document.getElementById('red-ui-sidebar')?.style.setProperty('width', '180px'));
        await page.setViewportSize({ width: 1000, height: 380 });
        const { scrollWidth, clientWidth } = await page
          .locator(PANEL)
          .evaluate(({ scrollWidth, clientWidth }) => ({ scrollWidth, clientWidth }));
        assert.ok(scrollWidth <= clientWidth, `${scrollWidth} in ${clientWidth} pixels`);
        await assertAccessible(page, { include: PANEL }, `${theme}, narrow`);
        await keep(page, `${theme}-180`);
        if (theme === 'light') await darken(page);
      }
    });
  });

  describe('on flows that were just imported', () => {
    let nodeRed: RunningNodeRed;
    let editor: EditorPage;
    let page: Page;

    before(async () => {
      nodeRed = await startNodeRed({ env: { CMS_SERVER_URL: 'http://127.0.0.1:1', CMS_COMPANY_ID: 'SIM' } });
      await nodeRed.deploy(shippedFlows().map((node) => (node.type === 'inject' ? { ...node, once: false } : node)));
      editor = await EditorPage.load(browser, nodeRed.url, 'cms-sync-run');
      page = editor.page;
      await show(page);
    });
    after(async () => {
      await page?.close();
      await nodeRed?.stop();
    });
    afterEach(() => assert.deepEqual(editor.takeComplaints(), [], 'the browser complained'));

    const missing = (name: string) => card(page, name).locator('.dealer-sync-setup');

    it('names what each integration still lacks, the environment counted', async () => {
      const list = missing('CMS <-> Rev.io');
      await list.waitFor();
      assert.deepEqual(await list.getByRole('button').allInnerTexts(), [
        ...['Access Key ID', 'Key Code'],
        ...['User name', 'Client code', 'Password', 'Bill profile'],
      ]);
      assert.equal(
        await list.getByRole('button', { name: 'Key Code' }).getAttribute('title'),
        'Fill in Key Code in CMS, or set CMS_KEY_CODE',
      );
      assert.equal(await missing('Dealer feed').getByRole('button').textContent(), 'Folder');
      await keep(page, 'setup-1280');
      await assertAccessible(page, { include: PANEL }, 'set-up');
    });

    it('jumps to the field in its dialog', async () => {
      const jumps: [integration: string, field: string, focused: string][] = [
        ['CMS <-> Rev.io', 'Key Code', 'node-config-input-keyCode'],
        ['CMS <-> Rev.io', 'Bill profile', 'node-config-input-billProfile'],
        ['Rev.io -> Rapid Response', 'Base URL', 'dealer-sync-rr-place'],
        ['Dealer feed', 'Folder', 'node-config-input-folder'],
      ];
      for (const [integration, field, focused] of jumps) {
        await missing(integration).getByRole('button', { name: field, exact: true }).click();
        await page.waitForFunction((id) => document.activeElement?.id === id, focused);
        await page.click('#node-config-dialog-cancel');
        await page.waitForSelector('#node-config-dialog-cancel', { state: 'detached' });
      }
    });

    it('is done with a field once it is filled in and deployed', async () => {
      await missing('CMS <-> Rev.io').getByRole('button', { name: 'Client code' }).click();
      await page.waitForFunction(() => document.activeElement?.id === 'node-config-input-clientCode');
      await page.keyboard.type('acme');
      await page.click('#node-config-dialog-ok');
      await page.waitForSelector('#node-config-dialog-ok', { state: 'detached' });
      await Promise.all([
        page.waitForResponse((response) => /\/flows$/.test(response.url()) && response.request().method() === 'POST'),
        page.click('#red-ui-header-button-deploy'),
      ]);
      await missing('CMS <-> Rev.io').getByRole('button', { name: 'Client code' }).waitFor({ state: 'detached' });
    });

    it('jumps to a node that has no connection', async () => {
      const flows = shippedFlows()
        .filter(({ type }) => type !== 'dealer-sync-cms-config')
        .map((node) => (node.type === 'inject' ? { ...node, once: false } : node))
        .map((node) => (node.type === 'dealer-sync-cms' ? { ...node, cms: '' } : node));
      await nodeRed.deploy(flows);
      await editor.reload();
      await show(page);
      await missing('CMS <-> Rev.io').getByRole('button', { name: 'CMS' }).first().click();
      await page.waitForSelector('#node-input-cms');
      await page.click('#node-dialog-cancel');
      await page.waitForSelector('#node-dialog-cancel', { state: 'detached' });
    });

    it('leads the first user to the examples', async () => {
      // A node of Node-RED's own, for the test to see that the editor has loaded.
      const tab = { id: 'tab', type: 'tab', label: 'Mine' };
      await nodeRed.deploy([tab, { id: 'debug', type: 'debug', z: 'tab', x: 100, y: 100, wires: [] }]);
      const first = await EditorPage.load(browser, nodeRed.url, 'debug');
      await show(first.page);
      await first.page.locator(PANEL).getByRole('button', { name: 'Import an example' }).click();
      await first.page.waitForSelector('.ui-dialog:visible:has-text("@dealer-sync/node-red")');
      assert.deepEqual(first.takeComplaints(), []);
      await first.page.close();
    });
  });

  it('N3: offers a reader no run, and who may not read nothing at all', async () => {
    const settings = (permissions: string) =>
      `adminAuth: { type: 'credentials', users: [], default: { permissions: ${permissions} } },`;
    for (const [permissions, says] of [
      ["['flows.read', 'settings.read', 'nodes.read', 'plugins.read', 'status.read', 'dealer-sync.read']", undefined],
      ["['flows.read', 'settings.read', 'nodes.read', 'plugins.read', 'status.read']", 'dealer-sync.read'],
    ] as const) {
      const site = await Site.start({ settings: settings(permissions) });
      const editor = await EditorPage.load(browser, site.nodeRed.url, 'cms-sync-run');
      await show(editor.page);
      if (says) await editor.page.waitForSelector(`${PANEL} [role=status]:has-text("${says}")`);
      else assert.ok(await card(editor.page, 'CMS <-> Rev.io').getByRole('button', { name: 'Run' }).isDisabled());
      assert.equal((await editor.page.locator(`${PANEL} .dealer-sync-card`).count()) > 0, !says);
      assert.deepEqual(editor.takeComplaints(), []);
      await editor.page.close();
      await site.end();
    }
  });
});
