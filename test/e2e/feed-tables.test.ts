import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { EditorPage, launchBrowser } from './editor-page';
import { type RunningNodeRed, startNodeRed } from './node-red';

declare const RED: { nodes: { node(id: string): { rows: Record<string, unknown>[]; changed: boolean } } };

const ON_TAB = { z: 'tab', x: 200, y: 200, wires: [] };
const FLOW = [
  { id: 'tab', type: 'tab', label: 'feeds' },
  // The editor's page waits for it.
  { id: 'cms-config', type: 'dealer-sync-cms-config', name: '' },
  { id: 'vehicle-type-map', type: 'dealer-sync-vehicle-type-map', name: '', rows: [], ...ON_TAB },
  {
    ...{ id: 'client-map', type: 'dealer-sync-client-map', name: '', ...ON_TAB },
    rows: [{ dealerId: 'MP101', client: 'Norvik', srType: 'recon', ignoreIfExists: true, ignoreDays: '30' }],
  },
  {
    ...{ id: 'service-requests', type: 'dealer-sync-service-requests', name: '', ...ON_TAB },
    rows: [
      { id: 'recon', name: 'Reconditioning', acceptance: true, estimating: true, work: true, delivery: true },
      { id: 'none', name: '<b>Nothing</b>' },
    ],
  },
];

describe('the tables of the dealer feed nodes, in a browser', function () {
  this.timeout(60_000);
  let nodeRed: RunningNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;

  before(async () => {
    nodeRed = await startNodeRed();
    await nodeRed.deploy(FLOW);
    browser = await launchBrowser();
    editor = await EditorPage.load(browser, nodeRed.url);
    page = editor.page;
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  /** Node-RED gives the focus to a dialog a moment after it has slid in, and would take it from whoever types. */
  const open = async (node: string) => {
    await editor.open(node);
    await page.waitForFunction(() => document.activeElement?.closest('.red-ui-tray-body'));
  };
  const cell = (row: number, field: string) =>
    page.locator(`.dealer-sync-table [data-row="${row}"] [data-field=${field}]`);
  const warnings = async (row: number) =>
    (await page.locator(`.dealer-sync-table [data-row="${row}"] .dealer-sync-row-warnings`).textContent()) ?? '';
  const press = (row: number, what: string) => page.click(`.dealer-sync-table [data-row="${row}"] [data-do=${what}]`);
  const rowCount = () => page.locator('.dealer-sync-table [data-row]').count();
  const rowsOf = (id: string) => page.evaluate((node) => RED.nodes.node(node).rows, id);
  const column = async (field: string) => {
    const values: string[] = [];
    for (let row = 0; row < (await rowCount()); row += 1) values.push(await cell(row, field).inputValue());
    return values;
  };
  /** As a spreadsheet puts it on the clipboard. */
  const paste = (row: number, field: string, text: string) =>
    cell(row, field).evaluate((input, data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', data);
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);

  it('adds rows, takes rows from a spreadsheet, and keeps them in the node', async () => {
    await open('vehicle-type-map');
    assert.equal(await rowCount(), 1, 'a blank row to begin with');
    await cell(0, 'systemCode').fill('New');
    await cell(0, 'vehicleType').fill('New');
    await cell(0, 'vehicleType').press('Enter');
    await page.keyboard.type('typed below');
    assert.deepEqual(await column('vehicleType'), ['New', 'typed below']);
    const head = 'System Code\tVehicle Type\tService Request Type\tMap only for DealerID\tInclude Only';
    await paste(1, 'systemCode', `${head}\nUsed\tUsed\trecon\t\tFALSE\n"A\tB"\t"say ""hi"""\trecon\tMP101\tTRUE\n`);
    await editor.close('vehicle-type-map');
    assert.deepEqual(await rowsOf('vehicle-type-map'), [
      { systemCode: 'New', vehicleType: 'New', srType: '', dealerId: '', includeOnly: false },
      { systemCode: 'Used', vehicleType: 'Used', srType: 'recon', dealerId: '', includeOnly: false },
      { systemCode: 'A\tB', vehicleType: 'say "hi"', srType: 'recon', dealerId: 'MP101', includeOnly: true },
    ]);
    assert.deepEqual(editor.takeComplaints(), []);
  });

  it('moves rows by button and by key, and deletes them', async () => {
    await open('vehicle-type-map');
    await press(0, 'down');
    assert.deepEqual(await column('systemCode'), ['Used', 'New', 'A\tB']);
    await cell(1, 'systemCode').press('Alt+ArrowUp');
    assert.deepEqual((await column('systemCode')).slice(0, 2), ['New', 'Used']);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-field')), 'systemCode');
    await press(2, 'delete');
    assert.equal(await rowCount(), 2);
    await editor.close('vehicle-type-map');
    assert.equal((await rowsOf('vehicle-type-map')).length, 2);
  });

  it('warns of rows that are never used, said twice, for unknown dealers and types, and of types without a phase', async () => {
    await open('vehicle-type-map');
    await paste(
      0,
      'systemCode',
      'Used\tUsed\trecon\n used \tOther\trecon\nused\tUsed\trecon\nX\tX\tnone\nY\tY\tlost\tMP999',
    );
    assert.equal(await warnings(0), '');
    assert.match(await warnings(1), /Row 1 is for the same and comes first, so this one is never used/);
    assert.match(await warnings(3), /type <b>Nothing<\/b> has no phase/);
    assert.match(await warnings(4), /dealer MP999[\s\S]*no service request type lost/i);
    assert.equal(await page.locator('.dealer-sync-row-warnings b').count(), 0, 'N4: text, never HTML');
    assert.match((await page.textContent('.dealer-sync-table [role=status]')) ?? '', /4/);
    const offered = await page
      .locator('.dealer-sync-table datalist option')
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    assert.deepEqual(offered.sort(), ['MP101', 'none', 'recon']);
    await editor.close('vehicle-type-map');

    await open('service-requests');
    assert.match(await warnings(1), /no phase/);
    await editor.close('service-requests');
    assert.deepEqual(editor.takeComplaints(), []);
  });

  it('refuses days that are none', async () => {
    await open('client-map');
    await cell(0, 'ignoreDays').fill('a week');
    assert.match(await warnings(0), /Ignore Days is a number/);
    await editor.close('client-map');
    assert.deepEqual(await editor.errorsOf('client-map'), [
      'Client - Dealer ID: write a number, 0 or more, or nothing, in row 1, Ignore Days',
    ]);
  });

  it('fits a narrow editor: each row is a card with its labels, and nothing sticks out', async () => {
    await page.setViewportSize({ width: 480, height: 800 });
    await open('service-requests');
    const table = page.locator('.dealer-sync-table');
    const sticksOut = await table.evaluate((element) => element.scrollWidth > element.clientWidth + 1);
    assert.equal(sticksOut, false);
    assert.ok(await page.locator('[data-row="0"] .dealer-sync-cell-label').first().isVisible());
    await editor.close('service-requests');
    await page.setViewportSize({ width: 1280, height: 900 });
    assert.deepEqual(editor.takeComplaints(), []);
  });
});
