import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import { dropFeed, MUTATORS, tellStory, VehicleSupply, writeFeed } from '../../simulators/dms';
import { Random } from '../../simulators/kit/random';
import { EditorPage, launchBrowser } from './editor-page';
import { type RunningNodeRed, startNodeRed } from './node-red';

const SECRET = 'stored-and-secret';

describe('dms-config, in a real Node-RED', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'dms-'));
  const seen: string[] = [];
  const server = createServer((req, res) => {
    seen.push(req.headers.authorization ?? '');
    res.writeHead(200, { 'content-length': '3', 'last-modified': 'Sat, 14 Mar 2026 08:00:00 GMT' });
    res.end(req.method === 'HEAD' ? undefined : 'a,b');
  });
  let address = '';
  let nodeRed: RunningNodeRed;
  let browser: Browser;
  let editor: EditorPage;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const feed of tellStory({ from: Date.UTC(2026, 2, 14, 8), hours: 2 })) dropFeed(folder, feed);
    nodeRed = await startNodeRed({ env: { DMS_FEED_DIR: folder } });
    await nodeRed.deploy([
      { id: 'tab', type: 'tab', label: 'feeds' },
      // The editor's page waits for it.
      { id: 'cms-config', type: 'dealer-sync-cms-config', name: '' },
      {
        id: 'dms-config',
        type: 'dealer-sync-dms-config',
        name: '',
        sourceKind: 'folder',
        profile: 'generic',
        quote: '"',
      },
      {
        ...{ id: 'web', type: 'dealer-sync-dms-config', name: 'on the web', sourceKind: 'http', profile: 'generic' },
        ...{ urls: `${address}/feed.csv`, credentials: { username: 'u', password: SECRET } },
      },
    ]);
    browser = await launchBrowser();
    editor = await EditorPage.load(browser, nodeRed.url);
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ask(path: string, body: object) {
    const reply = await fetch(`${nodeRed.url}dealer-sync/editor/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await reply.json()) as { ok: boolean; code?: string; message: string };
  }

  it('Test connection lists the newest files and says what becomes of each', async () => {
    const values = { sourceKind: 'folder', folder: '', profile: 'vauto', files: '*_{dealer}.csv' };
    const { ok, message } = await ask('test/dms-config', { id: '', values, credentials: {} });
    assert.ok(ok, message);
    assert.match(message, /2026-03-14T0900_MP101\.csv \(\d+ kB, 2026-03-14 09:00 UTC\): is taken next/);
    assert.match(message, /2026-03-14T0800_MP101\.csv \(.*\): older, passed over/);
  });

  it('Test connection uses a stored password at the stored address only (S21)', async () => {
    const values = { sourceKind: 'http', urls: `${address}/feed.csv`, profile: 'generic' };
    assert.ok((await ask('test/dms-config', { id: 'web', values, credentials: { username: 'u' } })).ok);
    const basic = `Basic ${Buffer.from(`u:${SECRET}`).toString('base64')}`;
    assert.equal(seen.at(-1), basic);
    const before = seen.length;
    const moved = { ...values, urls: `${address}/feed.csv\n${address}/other.csv` };
    const refused = await ask('test/dms-config', { id: 'web', values: moved, credentials: {} });
    assert.equal(refused.code, 'RETYPE_PASSWORD');
    assert.equal(seen.length, before);
  });

  it('answers anything that is no sample with a sentence (N3)', async () => {
    for (const body of [{}, { sample: 7 }, { sample: '' }, { sample: 'AAAA', values: { profile: 'no' } }]) {
      const { ok, message } = await ask('preview-feed', body);
      assert.equal(ok, false);
      assert.match(message, /\.$/);
    }
  });

  it('previews a chosen file: columns, what is quarantined, codes; text from it is never HTML (N4)', async () => {
    const { page } = editor;
    const vehicles = new VehicleSupply(new Random(1)).lot(20);
    const hostile = vehicles.map((vehicle) => ({ ...vehicle, type: '<img src=x onerror="document.title=1">' }));
    const text = writeFeed('generic', [{ dealerId: 'MP1', name: 'One', vehicles: hostile }]);
    const path = join(folder, 'sample.csv');
    writeFileSync(path, MUTATORS.blankVin(Buffer.from(text), new Random(1)));
    await editor.open('dms-config');
    await page.setInputFiles('#dealer-sync-dms-sample', path);
    await page.click('#dealer-sync-dms-preview button');
    const result = page.locator('#dealer-sync-dms-previewed');
    await result.locator('table').nth(1).waitFor();
    const shown = (await result.textContent()) ?? '';
    assert.match(shown, /VINVIN/);
    assert.match(shown, /MP1 \(19\)/);
    assert.match(shown, /quarantinedThe row has no VIN/);
    assert.match(shown, /<img src=x/);
    assert.equal(await result.locator('img').count(), 0);

    // The same sample with another profile: the whole file would be refused, and why.
    await page.selectOption('#node-config-input-profile', 'homenet-tab');
    await page.click('#dealer-sync-dms-preview button');
    await page.getByText('The whole file would be refused').waitFor();
    await page.selectOption('#node-config-input-profile', 'generic');
    await editor.close('dms-config');
    assert.deepEqual(editor.takeComplaints(), []);
  });

  it('shows the fields of the chosen source, and the column table of a custom profile', async () => {
    const { page } = editor;
    await editor.open('dms-config');
    assert.ok(await page.isVisible('#node-config-input-folder'));
    assert.ok(!(await page.isVisible('#node-config-input-hostKey')));
    await page.selectOption('#node-config-input-sourceKind', 'sftp');
    assert.ok(await page.isVisible('#node-config-input-hostKey'));
    assert.ok(!(await page.isVisible('#node-config-input-folder')));
    assert.ok(!(await page.isVisible('#node-config-input-vinColumn')));
    await page.selectOption('#node-config-input-profile', 'custom');
    assert.ok(await page.isVisible('#node-config-input-vinColumn'));
    await editor.close('dms-config');
    assert.deepEqual(editor.takeComplaints(), []);
  });
});
