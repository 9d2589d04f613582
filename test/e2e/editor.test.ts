import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Browser, Page } from 'playwright-core';
import { shippedFlows } from '../../scripts/demo/node-red';
import { CONFIG_NODES, type EditorNode, EditorPage, launchBrowser } from './editor-page';
import { type RunningNodeRed, startNodeRed } from './node-red';

const ROOT = resolve(__dirname, '..', '..');
const { 'node-red': manifest } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8')) as {
  'node-red': { nodes: Record<string, string> };
};
const NODES = Object.keys(manifest.nodes);
const FLOW_NODES = NODES.filter((name) => !CONFIG_NODES.includes(name));

// biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Node-RED writes an environment variable
const FROM_ENVIRONMENT = '${OF_THE_SITE}';

/** A password that was saved before: the editor must never see it again (S21). */
const STORED_KEY_CODE = 'planted-key-code';
const DEPLOYED = [
  { id: 'tab', type: 'tab', label: 'all nodes' },
  {
    id: 'cms-config',
    type: 'dealer-sync-cms-config',
    name: '',
    // Nothing listens there, so a test of the connection ends at once.
    serverUrl: 'http://127.0.0.1:1',
    companyId: 'SIM',
    credentials: { accessKeyId: 'SIMKEY1', keyCode: STORED_KEY_CODE },
  },
];

/** What the tests use of the editor's global. */
declare const RED: {
  nodes: { node(id: string): EditorNode };
  actions: { invoke(name: string, value: boolean): void };
};

describe('editor', function () {
  this.timeout(60_000);
  let nodeRed: RunningNodeRed;
  let browser: Browser;
  let editor: EditorPage;
  let page: Page;

  before(async () => {
    nodeRed = await startNodeRed();
    await nodeRed.deploy(DEPLOYED);
    browser = await launchBrowser();
    editor = await EditorPage.load(browser, nodeRed.url);
    page = editor.page;
    await addNodes();
  });
  after(async () => {
    await browser?.close();
    await nodeRed?.stop();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await editor.reload();
      await addNodes();
    }
    assert.deepEqual(editor.takeComplaints(), [], 'the browser complained');
  });

  const field = (node: string, name: string) => editor.field(node, name);

  const addNodes = () => editor.addNodes(NODES.filter((name) => name !== 'cms-config'));

  for (const width of [1280, 480]) {
    describe(`at ${width} px`, () => {
      before(async () => {
        await page.setViewportSize({ width, height: 900 });
        // On a narrow screen people close the sidebar first.
        await page.evaluate((shown) => RED.actions.invoke('core:toggle-sidebar', shown), width > 1000);
      });
      for (const name of NODES) {
        it(`opens ${name} with every field and text in its place`, async () => {
          await editor.open(name);
          const fields = Object.keys(await page.evaluate((id) => RED.nodes.node(id)._def.defaults, name));
          const missing: string[] = [];
          // A table is built into a container, as in Node-RED's own nodes.
          for (const one of fields) {
            if (!(await page.$(`${field(name, one)}, ${field(name, one)}-container`))) missing.push(one);
          }
          assert.deepEqual(missing, []);

          const form = page.locator('form', { has: page.locator(field(name, 'name')) });
          for (const element of await form.locator('[data-i18n]').all()) {
            const key = await element.getAttribute('data-i18n');
            const attribute = /^\[(.*)\]/.exec(key ?? '')?.[1];
            const text = attribute ? await element.getAttribute(attribute) : await element.textContent();
            // i18next gives the key back, with or without its namespace, when it knows no text.
            assert.ok(
              text && !/^\S*\b(common|label|hint|option|placeholder|trial|unit)\.\S+$/.test(text),
              `${key} has no text`,
            );
          }
          const edge = await form.evaluate((element) => element.getBoundingClientRect().right);
          for (const element of await form.locator('input, select, textarea, button').all()) {
            const box = await element.boundingBox();
            if (box) assert.ok(box.x + box.width <= edge + 1, `${await element.getAttribute('id')} sticks out`);
          }
          await editor.close(name);
        });
      }
    });
  }

  it('takes every node as it comes from the palette', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const name of NODES) assert.deepEqual(await editor.errorsOf(name), [], name);
  });

  it('says in words what is wrong with a value, and takes an environment variable for any', async () => {
    const tries: [node: string, field: string, bad: string, said: RegExp][] = [
      ['fuzzy-match', 'threshold', '95', /^Threshold: write a number from 0.5 to 1$/],
      ['sync-plan', 'closeCount', '1.5', /^Closes: write a whole number from 0 to 1000000$/],
      ['sync-start', 'integration', 'my id', /^Integration id: use letters/],
      ['sync-start', 'title', '', /^Title: fill this in$/],
      ['sync-start', 'schedule', 'hourly', /^Schedule: write a cron expression/],
      ['cms-config', 'serverUrl', 'cms.example', /^Server URL: write a whole address/],
      ['cms-config', 'serverUrl', 'https://me:secret@cms.example', /^Server URL: leave user name and password out/],
      ['rapid-response-config', 'dealerNumber', 'MP1', /^Dealer Number: write a whole number/],
      ['rapid-response-config', 'timezone', 'Eastern', /^Default Timezone: write a whole number/],
      ['cms-config', 'profile', '[1]', /^Profile: write a JSON object/],
    ];
    for (const [node, name, bad, said] of tries) {
      await editor.open(node);
      if (name === 'profile') await page.click('summary');
      const before = await page.inputValue(field(node, name));
      await page.fill(field(node, name), bad);
      await editor.close(node);
      assert.match((await editor.errorsOf(node)).join(), said);
      for (const good of [FROM_ENVIRONMENT, before]) {
        await editor.open(node);
        if (name === 'profile') await page.click('summary');
        await page.fill(field(node, name), good);
        await editor.close(node);
        assert.deepEqual(await editor.errorsOf(node), [], `${node} ${name} = ${good}`);
      }
    }
  });

  it('shows the fields that the chosen operation uses', async () => {
    await editor.open('key-link');
    const shown = async () => {
      const names = ['system', 'prefix', 'searchBy', 'linkId', 'externalId', 'internalId'];
      const visible: string[] = [];
      for (const name of names) {
        if (await page.isVisible(`.form-row:has(> #node-input-${name}), .form-row:has(> div > #node-input-${name})`)) {
          visible.push(name);
        }
      }
      return visible.join(' ');
    };
    assert.equal(await shown(), 'system prefix');
    await page.selectOption('#node-input-op', 'find');
    assert.equal(await shown(), 'system searchBy externalId');
    await page.selectOption('#node-input-searchBy', 'internal');
    assert.equal(await shown(), 'system searchBy internalId');
    await page.selectOption('#node-input-op', 'create');
    assert.equal(await shown(), 'system externalId internalId');
    await page.selectOption('#node-input-op', 'delete');
    assert.equal(await shown(), 'linkId');
    await page.selectOption('#node-input-op', 'list-systems');
    assert.equal(await shown(), '');
    await page.selectOption('#node-input-op', 'pair');
    await editor.close('key-link');
  });

  it('S21: tries the connection without the stored password, which it never had', async () => {
    await editor.open('cms-config');
    assert.equal(await page.inputValue('#node-config-input-keyCode'), '__PWRD__');
    await page.fill('#node-config-input-companyId', 'OTHER');
    const [request] = await Promise.all([
      page.waitForRequest('**/dealer-sync/editor/test/cms-config'),
      page.click('#dealer-sync-cms-test button'),
    ]);
    const body = request.postDataJSON() as { id: string; values: Record<string, string>; credentials: object };
    assert.equal(body.id, 'cms-config');
    assert.equal(body.values.companyId, 'OTHER');
    assert.deepEqual(body.credentials, { accessKeyId: 'SIMKEY1' });
    assert.ok(!request.postData()?.includes(STORED_KEY_CODE));
    // Whatever came of it is said in a sentence, and the button is free for another try.
    await page.waitForSelector('#dealer-sync-cms-test button:enabled', { timeout: 30_000 });
    assert.match((await page.textContent('#dealer-sync-cms-test [role=status]')) ?? '', /\w+ \w+.*\./);
    await page.fill('#node-config-input-keyCode', 'typed');
    const [second] = await Promise.all([
      page.waitForRequest('**/dealer-sync/editor/test/cms-config'),
      page.click('#dealer-sync-cms-test button'),
    ]);
    assert.deepEqual((second.postDataJSON() as { credentials: object }).credentials, {
      accessKeyId: 'SIMKEY1',
      keyCode: 'typed',
    });
    await page.waitForSelector('#dealer-sync-cms-test button:enabled', { timeout: 30_000 });
    await page.fill('#node-config-input-keyCode', '__PWRD__');
    await editor.close('cms-config');
  });

  it('offers Rev.io’s twelve entity types when the live list cannot be read', async () => {
    await editor.open('key-link');
    await page.click('button:right-of(#node-input-entityType)');
    await page.waitForSelector('.red-ui-menu a:has-text("Inventory_Item")');
    assert.equal(await page.locator('.red-ui-menu:visible a').count(), 12);
    await page.click('.red-ui-menu a:has-text("Service_Product")');
    assert.equal(await page.inputValue('#node-input-entityType'), 'Service_Product');
    await page.fill('#node-input-entityType', 'Customer');
    await editor.close('key-link');
  });

  it('compares two records on trial, with the reasons in words', async () => {
    await editor.open('fuzzy-match');
    await page.click('summary');
    const record = { name: 'Ash & Birch Dental', line1: '12 Test St', city: 'Testville', postalCode: '00001' };
    for (const side of ['account', 'customer']) {
      for (const [name, value] of Object.entries(record)) {
        await page.fill(`[data-side=${side}][data-field=${name}]`, value);
      }
    }
    await page.click('#dealer-sync-match-trial button');
    await page.waitForSelector('#dealer-sync-match-trial [role=status]:has-text("would be linked")');
    assert.match((await page.textContent('#dealer-sync-match-trial ul')) ?? '', /address agrees/);
    await editor.close('fuzzy-match');
  });

  it('shows what the templates of map-site make of a sample, as one types', async () => {
    const table = '#dealer-sync-mapping-toCustomer';
    const shows = (name: string, text: string) =>
      page.waitForSelector(`${table} [data-preview=${name}]:text-is("${text}")`);
    await editor.open('map-site');
    await shows('lastName', 'BIRCH');
    await shows('state', 'OH');
    await page.fill(`${table} [data-field=city]`, '{{town}}');
    await shows('city', 'no record has {{town}}');
    await page.fill(`${table} [data-field=lastName]`, '{{lastName}} ({{city}})');
    await shows('lastName', 'BIRCH (Testville)');
    await page.click(`${table} summary`);
    await page.fill(`${table} textarea`, '{"kind": "business", "name": "<b>Elm & Co</b>"}');
    await shows('companyName', '<b>Elm & Co</b>');
    await shows('firstName', 'not for this kind');
    await page.fill(`${table} textarea`, '[');
    await page.waitForSelector(`${table} [role=status]:has-text("is no record")`);
    await editor.close('map-site');
    assert.deepEqual(await editor.errorsOf('map-site'), [
      'To Rev.io: mend the template of "City": no record has {{town}}',
    ]);

    await editor.open('map-site');
    assert.equal(await page.inputValue(`${table} [data-field=lastName]`), '{{lastName}} ({{city}})');
    for (const name of ['city', 'lastName']) await page.click(`${table} [data-field=${name}] + button`);
    assert.equal(await page.inputValue(field('map-site', 'toCustomer')), '', 'what is the default is not kept');
    await editor.close('map-site');
    assert.deepEqual(await editor.errorsOf('map-site'), []);
  });

  it('has a label for each port, and a help text, of every node', async () => {
    for (const name of FLOW_NODES) {
      const labels = await page.evaluate((id) => {
        const node = RED.nodes.node(id);
        const { outputLabels, paletteLabel } = node._def as unknown as {
          outputLabels: (this: object, index: number) => string;
          paletteLabel: (this: object) => string;
        };
        const outputs = Array.from({ length: node.outputs }, (_, index) => outputLabels.call(node, index));
        return [paletteLabel.call(node._def), ...outputs];
      }, name);
      assert.equal(labels[0], name.replaceAll('-', ' '));
      for (const label of labels) assert.doesNotMatch(label, /output\.|title/, `${name}: ${label}`);
    }
    for (const name of NODES) {
      const help = await page.textContent(`script[data-help-name="dealer-sync-${name}"]`);
      assert.ok(help && help.length > 300, `${name} has no help to speak of`);
    }
  });

  // After all others, since it takes the place of what they have deployed.
  describe('with the shipped flows', () => {
    it('takes every node of the shipped flows as it is imported', async () => {
      const flows = shippedFlows();
      // The first is what the page waits for.
      await nodeRed.deploy([
        ...DEPLOYED,
        ...flows.map((node) => (node.type === 'inject' ? { ...node, once: false } : node)),
      ]);
      await editor.reload();
      for (const { id, type } of flows.filter((node) => node.type.startsWith('dealer-sync-')))
        assert.deepEqual(await editor.errorsOf(id), [], `${id} (${type})`);
    });
  });
});
