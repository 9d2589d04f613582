import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { CMS_KEYS, type CmsSimulator, startCmsSimulator } from '../../simulators/cms';
import {
  RAPID_RESPONSE_CREDENTIALS,
  type RapidResponseSimulator,
  startRapidResponseSimulator,
} from '../../simulators/rapid-response';
import { REVIO_CREDENTIALS, type RevioSimulator, startRevioSimulator } from '../../simulators/revio';
import { EditorPage, launchBrowser } from './editor-page';
import { type RunningNodeRed, startNodeRed } from './node-red';

describe('editor beside the live systems', function () {
  this.timeout(60_000);
  let cms: CmsSimulator;
  let revio: RevioSimulator;
  let station: RapidResponseSimulator;
  let nodeRed: RunningNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;

  before(async () => {
    [cms, revio, station] = await Promise.all([
      startCmsSimulator(),
      startRevioSimulator(),
      startRapidResponseSimulator({ switches: { callsPerSecond: 0 } }),
    ]);
    // The addresses come from the environment, as for a flow that was just imported.
    nodeRed = await startNodeRed({
      env: { CMS_SERVER_URL: cms.url, REVIO_BASE_URL: revio.url, RR_BASE_URL: station.url },
    });
    const { accessKeyId, keyCode, companyId } = CMS_KEYS;
    const { username, password, clientCode } = REVIO_CREDENTIALS;
    await nodeRed.deploy([
      { id: 'tab', type: 'tab', label: 'flow' },
      { id: 'cms-config', type: 'dealer-sync-cms-config', companyId, credentials: { accessKeyId, keyCode } },
      { id: 'revio-config', type: 'dealer-sync-revio-config', clientCode, credentials: { username, password } },
      {
        id: 'rapid-response-config',
        type: 'dealer-sync-rapid-response-config',
        ...{ dealerNumber: '390041', deviceType: 'QOLIQ4', timezone: '13', revio: 'revio-config' },
        credentials: RAPID_RESPONSE_CREDENTIALS,
      },
      {
        id: 'key-link',
        type: 'dealer-sync-key-link',
        z: 'tab',
        x: 200,
        y: 100,
        wires: [],
        revio: 'revio-config',
        op: 'find',
        system: 'CMS',
        entityType: 'Customer',
      },
    ]);
    browser = await launchBrowser();
    editor = await EditorPage.load(browser, nodeRed.url);
    page = editor.page;
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    await Promise.all([cms?.close(), revio?.close(), station?.close()]);
  });
  afterEach(() => assert.deepEqual(editor.takeComplaints(), [], 'the browser complained'));

  /** The entries of the menu that the button beside a field opens. */
  async function choicesBeside(node: string, name: string): Promise<string[]> {
    await page.click(`div:has(> ${editor.field(node, name)}) > button`);
    await page.waitForSelector('.red-ui-menu:visible a');
    return page.locator('.red-ui-menu:visible a').allInnerTexts();
  }

  it('tests the connection to CMS with the stored key code, and names the chosen code', async () => {
    await editor.open('cms-config');
    await page.click('#dealer-sync-cms-test button');
    await page.waitForSelector('#dealer-sync-cms-test [role=status]:has-text("Connected to")');
    const [first = ''] = await choicesBeside('cms-config', 'defaultAuthId');
    await page.click('.red-ui-menu:visible a');
    const id = await page.inputValue(editor.field('cms-config', 'defaultAuthId'));
    assert.ok(id && first.endsWith(`(${id})`), `${first} / ${id}`);
    assert.ok(await page.isVisible(`[role=status]:has-text("${first}")`));
    await editor.close('cms-config');
  });

  it('says in the user’s words that the key code is wrong', async () => {
    await editor.open('cms-config');
    await page.fill(editor.field('cms-config', 'keyCode'), 'wrong');
    await page.click('#dealer-sync-cms-test button');
    await page.waitForSelector('#dealer-sync-cms-test [role=status] .fa-exclamation-triangle');
    assert.match((await page.textContent('#dealer-sync-cms-test [role=status]')) ?? '', /Access Key ID|Key Code/);
    await page.click('#node-config-dialog-cancel');
    await page.waitForSelector(editor.field('cms-config', 'name'), { state: 'detached' });
  });

  it('offers the active bill profiles only', async () => {
    await editor.open('revio-config');
    assert.equal((await choicesBeside('revio-config', 'billProfile')).length, 2);
    await page.click('.red-ui-menu:visible a');
    assert.match(await page.inputValue(editor.field('revio-config', 'billProfile')), /^\d+$/);
    await editor.close('revio-config');
  });

  it('offers the integration systems by name, through the connection of the node', async () => {
    await editor.open('key-link');
    const systems = await choicesBeside('key-link', 'system');
    assert.ok(systems.includes('SALESFORCE') && systems.includes('CMS'), systems.join());
    await page.click('.red-ui-menu:visible a:has-text("SALESFORCE")');
    assert.equal(await page.inputValue(editor.field('key-link', 'system')), 'SALESFORCE');
    await editor.close('key-link');
  });

  it('tests the connection to Rapid Response, and names what the codes of new sites stand for', async () => {
    const id = 'rapid-response-config';
    const field = (name: string) => editor.field(id, name);
    await editor.open(id);
    assert.ok(!(await page.isVisible(field('baseUrl'))), 'the address comes from the environment');
    await page.click('#dealer-sync-rr-test button');
    await page.waitForSelector('#dealer-sync-rr-test [role=status]:has-text("Connected to")');
    for (const name of ['Simulated Alarm Dealer (390041)', 'Qolsys IQ Panel 4 (QOLIQ4)', 'Eastern (13)'])
      assert.ok(await page.isVisible(`[role=status]:has-text("${name}")`), name);
    const offered = async (name: string) => {
      const choices = await choicesBeside(id, name);
      await page.keyboard.press('Escape');
      await page.click(field('name'));
      await page.waitForSelector('.red-ui-menu:visible', { state: 'hidden' });
      return choices.join();
    };
    assert.match(await offered('dealerNumber'), /390041/);
    assert.match(await offered('timezone'), /Pacific/);
    const types = await offered('deviceType');
    assert.ok(types.includes('MISC') && !types.includes('OLDPOTS'), `those in use only: ${types}`);
    assert.equal((await choicesBeside(id, 'billProfile')).length, 2, 'active ones only, of the chosen Rev.io');
    await page.click('.red-ui-menu:visible a');
    assert.match(await page.inputValue(field('billProfile')), /^\d+$/);

    await page.selectOption('#dealer-sync-rr-place', { label: 'East Dev' });
    assert.match(await page.inputValue(field('baseUrl')), /eastdevapi/);
    await page.selectOption('#dealer-sync-rr-place', { label: 'other' });
    assert.ok(await page.isVisible(field('baseUrl')));
    await page.fill(field('baseUrl'), station.url);
    await page.fill(field('password'), 'wrong');
    await page.click('#dealer-sync-rr-test button');
    await page.waitForSelector('#dealer-sync-rr-test [role=status] .fa-exclamation-triangle');
    assert.match((await page.textContent('#dealer-sync-rr-test [role=status]')) ?? '', /Username or the Password/);
    await page.click('#node-config-dialog-cancel');
    await page.waitForSelector(field('name'), { state: 'detached' });
  });

  it('S21: no password came into the page', async () => {
    const stored = {
      'cms-config': ['keyCode', CMS_KEYS.keyCode],
      'rapid-response-config': ['password', RAPID_RESPONSE_CREDENTIALS.password],
    } as const;
    for (const [id, [name, secret]] of Object.entries(stored)) {
      const seen = await (await fetch(`${nodeRed.url}credentials/dealer-sync-${id}/${id}`)).text();
      assert.ok(!seen.includes(secret) && seen.includes(`has_${name}`), seen);
      assert.ok(!nodeRed.log().includes(secret));
    }
  });
});
