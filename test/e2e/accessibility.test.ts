import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import { assertAccessible, darken } from './accessible';
import { EditorPage, launchBrowser } from './editor-page';
import { type RunningNodeRed, startNodeRed } from './node-red';

const ROOT = resolve(__dirname, '..', '..');
const { 'node-red': manifest } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  'node-red': { nodes: Record<string, string> };
};
const NODES = Object.keys(manifest.nodes);
const SHOTS = join(ROOT, '.tmp', 'screenshots');

/** Invisible fields that Node-RED puts into each form, to keep the browser's password manager away. */
const TRAPS = '[id^=red-ui-trap]';

/** axe-core's rules, over each dialog with all of its folds open. */
describe('dialogs for everybody', function () {
  this.timeout(120_000);
  let nodeRed: RunningNodeRed;
  let browser: Browser;
  let editor: EditorPage;

  before(async () => {
    nodeRed = await startNodeRed();
    // Nothing listens there.
    const cms = { id: 'cms-config', type: 'dealer-sync-cms-config', name: '', serverUrl: 'http://127.0.0.1:1' };
    await nodeRed.deploy([{ id: 'tab', type: 'tab', label: 'all nodes' }, cms]);
    browser = await launchBrowser();
    editor = await EditorPage.load(browser, nodeRed.url);
    await editor.addNodes(NODES.filter((name) => name !== 'cms-config'));
    mkdirSync(SHOTS, { recursive: true });
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });

  for (const theme of ['light', 'dark']) {
    describe(`in ${theme} colours`, () => {
      before(async () => {
        if (theme === 'dark') await darken(editor.page);
      });
      for (const name of NODES) {
        it(`${name} breaks no rule`, async () => {
          const { page } = editor;
          await editor.open(name);
          await page.evaluate(() => {
            for (const fold of document.querySelectorAll<HTMLDetailsElement>('.red-ui-tray details')) fold.open = true;
          });
          await assertAccessible(page, { include: '.red-ui-tray form', exclude: [TRAPS] }, name);
          await page.screenshot({ path: join(SHOTS, `dialog-${name}-${theme}.png`) });
          await editor.close(name);
          assert.deepEqual(editor.takeComplaints(), [], 'the browser complained');
        });
      }
    });
  }
});
