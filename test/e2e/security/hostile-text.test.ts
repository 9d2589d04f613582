import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import type { RequestView } from '../../../lib/dealer-feed/operations/views';
import { dropFeed, STORY_DEALERS, VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';
import { EditorPage, launchBrowser } from '../editor-page';
import { OperationsPage } from '../page/operations-page';
import { type FlowNode, Site } from '../site';

const root = join(__dirname, '..', '..', '..');

/** Runs as soon as anybody takes it for HTML. */
const IMAGE = `<img src=x onerror=document.title='PWNED'>`;
/** The same without a blank, for a name that may have none: of a user, of a dealer. */
const DRAWING = `<svg/onload=document.title='PWNED'>`;

/** What a spreadsheet takes for a formula, at the beginning of a cell and after what others begin a cell at. */
const FORMULAS = [`=cmd|' /C calc'!A0`, '+1+cmd', '-2+3', '@SUM(1+1)', '"=1+1"', 'x;=1+1', 'x\n=1+1', `x;"=1+1"`];

/** The texts of every record, at both sides. */
function plant({ cms, revio }: Site): void {
  const { sites, contacts } = cms.state;
  for (const [at, { site_no, site_name }] of sites.all().entries()) {
    const formula = FORMULAS[at] ?? '';
    sites.touch(site_no, { site_name: `${formula} ${site_name} ${IMAGE}`, site_addr2: IMAGE, udf1: IMAGE });
  }
  for (const { ctaclink_no, name } of contacts.all()) contacts.touch(ctaclink_no, { name: `${name} ${IMAGE}` });
  const { addresses, billProfiles } = revio.state;
  for (const { address_id, company_name, last_name } of addresses.all())
    addresses.touch(address_id, {
      ...(company_name ? { company_name: `${company_name} ${IMAGE}` } : { last_name: `${last_name} ${IMAGE}` }),
      line_2: DRAWING,
    });
  for (const contact of revio.state.contacts.all())
    revio.state.contacts.touch(contact.contact_id, { name: IMAGE, comments: IMAGE, email: `"${DRAWING}"@x.example` });
  for (const { bill_profile_id, description } of billProfiles.all())
    billProfiles.touch(bill_profile_id, { description: `${description} ${IMAGE}` });
}

/** Looks for what the texts become if anybody takes them for HTML. */
async function assertHarmless(page: Page, where: string): Promise<void> {
  const found = await page.evaluate(() => ({
    elements: document.querySelectorAll('img[src="x"], [onerror], [onload], svg[onload]').length,
    title: document.title,
  }));
  assert.deepEqual({ ...found, title: found.title === 'PWNED' }, { elements: 0, title: false }, where);
}

/** Resolves once the page shows the text as a text. */
const showsIt = (page: Page, where: string) =>
  page
    .getByText(/<(img src=x|svg\/onload)/i)
    .first()
    .waitFor()
    .catch(() => assert.fail(`${where} does not show the text at all`));

describe('N4: text from outside is never HTML, in a real browser', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'feeds-'));
  let site: Site;
  let browser: Browser;

  before(async () => {
    const edit = (flows: FlowNode[]) =>
      flows.map((node) => ({
        ...node,
        ...(node.id === 'ds-dms' ? { settleSeconds: '0.05' } : {}),
        ...(node.type === 'dealer-sync-sync-start' ? { name: `${node.name} ${IMAGE}` } : {}),
        ...(node.id === 'cms-sync-gate' ? { createCount: '1000', createShare: '100' } : {}),
      }));
    const start = Site.start({ cms: { seed: 'match' }, revio: { seed: 'match' }, dealerFeed: { folder }, edit });
    [site, browser] = await Promise.all([start, launchBrowser()]);
    plant(site);
    const vehicles = new VehicleSupply(new Random(1))
      .lot(5)
      .map((vehicle) => ({ ...vehicle, make: IMAGE, model: IMAGE, trim: IMAGE, stock: DRAWING }));
    const [dealer] = STORY_DEALERS;
    assert.ok(dealer);
    const text = writeFeed(dealer.format, [{ dealerId: dealer.dealerId, name: IMAGE, vehicles }]);
    const at = Date.now() - 600_000;
    dropFeed(folder, { name: '1_good.csv', text, at });
    dropFeed(folder, { name: `2_${IMAGE}.csv`, text: `<html>${IMAGE}</html>`, at: at + 60_000 });
    await site.run('dealer-feed');
    // What remote systems say of a failure: of one record, and of a whole run.
    const refusal = { status: 400, body: [{ ok: false, message: IMAGE }], match: { operation: 'POST Customers' } };
    site.revio.faults.add({ ...refusal, times: 3 });
    await site.run('cms');
    site.revio.faults.clear();
    site.revio.faults.add({ status: 400, body: [{ ok: false, message: `Said ${IMAGE}` }] });
    await site.run('cms');
    site.revio.faults.clear();
    // By a user of that name.
    const headers = { authorization: `Bearer ${DRAWING}`, 'content-type': 'application/json' };
    for (const { id } of (await site.pending()).slice(0, 2))
      await fetch(`${site.nodeRed.url}/dealer-sync/pending/${encodeURIComponent(id)}`, {
        ...{ method: 'POST', headers, body: '{"decision":"accept"}' },
      });
    await site.run('cms');
  });
  after(async () => {
    await browser?.close();
    await site?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('on no screen of the operations page, for no record and no user', async () => {
    const shown = await OperationsPage.open(browser, site.nodeRed.url, '/', { user: DRAWING });
    const { page } = shown;
    page.on('dialog', (dialog) => assert.fail(`a dialog: ${dialog.message()}`));
    const screens = await page.locator('nav a').evaluateAll((links) => links.map((one) => one.getAttribute('href')));
    assert.ok(screens.length > 7);
    const paths = screens.map((href) => String(href).slice(1));
    const id = encodeURIComponent;
    const [link] = await site.links();
    const [request] = await site.all<RequestView>('service-requests');
    assert.ok(link && request);
    for (const run of [...(await site.runs('cms')), ...(await site.runs('dealer-feed'))])
      paths.push(`/runs/${id(run.id)}`);
    for (const one of [...(await site.pending()).slice(0, 1), ...(await site.conflicts()).slice(0, 1)])
      paths.push(`/records/${id('pairId' in one ? String(one.pairId) : one.id)}`);
    paths.push(`/records/${id(link.id)}`, `/records/search/${id(IMAGE)}`, `/service-requests/${id(request.id)}`);
    paths.push(`/service-requests/vin/${id(request.vin)}`, '/service-requests/files', `/runs/${id(IMAGE)}`);
    /** Where nothing of a record stands: an empty list, and what was not found. */
    const without = /^\/(held|parked)$|^\/runs\/%3C/;
    for (const path of paths) {
      await shown.goTo(path);
      // From the start: what the screen before has shown is not taken for this one's.
      await page.reload();
      if (without.test(path)) await page.waitForSelector('h1');
      else await showsIt(page, path);
      await assertHarmless(page, path);
    }
    // What is not there is said by the server with the id, and that is what was asked for.
    shown.takeComplaints().forEach((complaint) => {
      assert.match(complaint, /404/, complaint);
    });
    await shown.close();
  });

  it('in no dialog of the editor, nor its sidebar, workspace and notices', async () => {
    const editor = await EditorPage.load(browser, site.nodeRed.url, 'cms-sync-run');
    const { page } = editor;
    page.on('dialog', (dialog) => assert.fail(`a dialog: ${dialog.message()}`));
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.evaluate(() => (globalThis as unknown as Editor).RED.sidebar.show('dealer-sync-sidebar'));
    await showsIt(page, 'the sidebar');
    await assertHarmless(page, 'the sidebar and the workspace');

    // A live list, and the name of what was chosen from it.
    const inDialog = async (config: string, work: () => Promise<void>) => {
      await page.evaluate(
        ([type, id]) => (globalThis as unknown as Editor).RED.editor.editConfig('', type as string, id as string),
        [`dealer-sync-${config}`, config === 'revio-config' ? 'ds-revio' : 'ds-cms-config'],
      );
      await page.waitForSelector('#node-config-input-name', { state: 'visible' });
      await work();
      await assertHarmless(page, config);
      await page.click('#node-config-dialog-cancel');
      await page.waitForSelector('#node-config-input-name', { state: 'detached' });
    };
    await inDialog('revio-config', async () => {
      await page.click('div:has(> #node-config-input-billProfile) > button');
      await page.waitForSelector('.red-ui-menu:visible a:has-text("<img src=x")');
      await assertHarmless(page, 'a live list');
      await page.click('.red-ui-menu:visible a');
      await page.waitForSelector('[role=status]:has-text("<img src=x")');
    });
    site.cms.faults.add({
      status: 500,
      headers: { 'content-type': 'text/xml' },
      body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring>${IMAGE.replaceAll('<', '&lt;')}</faultstring></s:Fault></s:Body></s:Envelope>`,
    });
    await inDialog('cms-config', async () => {
      await page.click('#dealer-sync-cms-test button');
      await page.waitForSelector('#dealer-sync-cms-test [role=status]:has-text("<img src=x")');
    });
    // The failure as a status, and as an error in the debug sidebar, which is Node-RED's own.
    await site.run('cms');
    site.cms.faults.clear();
    await assertHarmless(page, 'the workspace after a failed run');
    assert.ok(!asked.includes('/x'), 'the image was asked for');
    await page.close();
  });

  it('nor a formula in a file for a spreadsheet, whichever sign that parts its cells at', async () => {
    for (const file of ['audit.csv', 'monitoring-billing.csv']) {
      const response = await fetch(`${site.nodeRed.url}/dealer-sync/${file}`);
      const text = (await response.text()).replace(/^\uFEFF/, '');
      assert.match(response.headers.get('content-disposition') ?? '', /^attachment/);
      for (const delimiter of [',', ';', '\t']) {
        const cells = cellsOf(text, delimiter);
        const executed = cells.filter((cell) => /^[\s"]*[=+@-]/.test(cell));
        assert.deepEqual(executed, [], `${file}, parted at "${delimiter}"`);
        assert.ok(
          cells.some((cell) => cell.includes('<img src=x')),
          'the text is there',
        );
        if (file !== 'audit.csv')
          assert.ok(
            cells.some((cell) => cell.includes('=cmd|')),
            'the formula is there',
          );
      }
    }
  });

  it('in nothing of ours that runs in a browser: texts are set as texts', () => {
    const AS_HTML =
      /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|srcdoc|document\.write|\beval\(|new Function|javascript:|\.html\(|parseHTML|createContextualFragment/;
    const files = ['ui', 'plugins', 'nodes'].flatMap((part) =>
      readdirSync(join(root, part), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    );
    assert.ok(files.length > 100);
    for (const file of files) assert.doesNotMatch(readFileSync(file, 'utf8'), AS_HTML, file);
  });
});

/** All cells, as a spreadsheet with this delimiter reads them: a quote counts at the beginning of a cell only. */
function cellsOf(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === delimiter || sign === '\n' || sign === '\r') {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell];
}

/** What the test uses of the editor's global. */
interface Editor {
  RED: { sidebar: { show(id: string): void }; editor: { editConfig(name: string, type: string, id: string): void } };
}
