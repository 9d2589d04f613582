import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type Child, startChild } from '../../scripts/demo/child';
import { freePort } from '../../scripts/demo/free-port';

const ROOT = resolve(__dirname, '..', '..');
const MODULE = '@dealer-sync/node-red';
/** Another Node-RED, and the Node that it wants: `npm run test:node-red-5`. */
const { TEST_NODE_RED = join(ROOT, 'node_modules', 'node-red', 'red.js'), TEST_NODE = process.execPath } = process.env;

const SETTINGS = `module.exports = {
  flowFile: 'flows.json',
  credentialSecret: 'test',
  editorTheme: { tours: false, palette: { catalogues: [] } },
  telemetry: { enabled: false, updateNotification: false },
  externalModules: { palette: { allowInstall: false } },
};`;

interface NodeSet {
  id: string;
  module: string;
  types: string[];
  enabled: boolean;
  err?: string;
}

describe('the package as npm packs it', function () {
  this.timeout(120_000);
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-package-'));
  const site = join(home, 'site');
  const installed = join(site, 'node_modules', MODULE);
  let packed: { filename: string; files: { path: string }[] };
  let child: Child;
  let url: string;

  before(async () => {
    const npm = (args: string[], cwd: string) =>
      execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    // The test command has built it.
    [packed] = JSON.parse(npm(['pack', '--ignore-scripts', '--json', '--pack-destination', home], ROOT));
    mkdirSync(site);
    writeFileSync(join(site, 'package.json'), '{ "name": "site", "version": "0.0.1" }');
    const quiet = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    npm(['install', ...quiet, join(home, packed.filename)], site);
    writeFileSync(join(site, 'settings.js'), SETTINGS);
    writeFileSync(join(site, 'flows.json'), '[]');
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const args = [TEST_NODE_RED, '--userDir', site, '--settings', join(site, 'settings.js'), '--port', String(port)];
    child = startChild(TEST_NODE, args, { cwd: site, env: process.env });
    await child.line(/Started flows/, 60_000);
  });
  after(async () => {
    await child?.stop();
    rmSync(home, { recursive: true, force: true });
  });

  const get = async (path: string, accept = 'application/json'): Promise<string> => {
    const response = await fetch(`${url}/${path}`, { headers: { accept } });
    assert.equal(response.status, 200, path);
    return response.text();
  };

  const names = Object.keys(require('../../package.json')['node-red'].nodes);

  it('holds what runs, and nothing of how it is made', () => {
    const paths = packed.files.map(({ path }) => path);
    const top = new Set(paths.map((path) => path.split('/')[0]));
    assert.deepEqual([...top].sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'examples', 'package.json']);
    for (const path of paths) assert.doesNotMatch(path, /(?<!\.d)\.ts$|\.test\.|simulators|\.map$|\.env/, path);
  });

  it('loads every node type into a fresh Node-RED, without a complaint', async () => {
    const sets: NodeSet[] = JSON.parse(await get('nodes'));
    const ours = sets.filter((set) => set.module === MODULE);
    assert.deepEqual(ours.flatMap((set) => set.types).sort(), names.map((name) => `dealer-sync-${name}`).sort());
    for (const set of ours) assert.ok(set.enabled && !set.err, `${set.id}: ${set.err}`);
    const own = child.output().replace(/.*(Projects disabled|Encrypted credentials not found).*/g, '');
    assert.doesNotMatch(own, /\[(error|warn)\]/i);
  });

  it('serves dialogs, helps, texts in both languages, and icons', async () => {
    const dialogs = await get('nodes', 'text/html');
    for (const name of names) {
      for (const attribute of ['template', 'help']) {
        assert.ok(dialogs.includes(`data-${attribute}-name="dealer-sync-${name}"`), `${attribute} of ${name}`);
      }
    }
    for (const language of ['en-US', 'es']) {
      const texts = JSON.parse(await get(`nodes/messages?lng=${language}`));
      for (const name of names) assert.ok(texts[`${MODULE}/${name}`]?.common?.label, `${name} in ${language}`);
    }
    const icons: Record<string, string[]> = JSON.parse(await get('icons'));
    assert.deepEqual(icons[MODULE]?.toSorted(), readdirSync(join(ROOT, 'icons')).sort());
    for (const icon of icons[MODULE] ?? []) assert.match(await get(`icons/${MODULE}/${icon}`), /^<svg/);
  });

  it('adds its sidebar to the editor, in both languages', async () => {
    const plugins: NodeSet[] = JSON.parse(await get('plugins'));
    const [sidebar] = plugins.filter((plugin) => plugin.module === MODULE);
    assert.ok(sidebar?.enabled && !sidebar.err, `${sidebar?.id}: ${sidebar?.err}`);
    assert.match(await get('plugins', 'text/html'), /registerPlugin/);
    for (const language of ['en-US', 'es']) {
      const texts = JSON.parse(await get(`plugins/messages?lng=${language}`));
      assert.ok(texts[sidebar.id]?.panel, language);
    }
  });

  it('offers the shipped flows in the import menu, and each of them deploys', async () => {
    const examples = readdirSync(join(installed, 'examples')).map((file) => file.replace(/\.json$/, ''));
    assert.deepEqual(
      examples.sort(),
      readdirSync(join(ROOT, 'flows'))
        .map((file) => file.replace(/\.json$/, ''))
        .sort(),
    );
    const menu = await get(`library/examples/flows/${MODULE}`);
    for (const example of examples) {
      assert.ok(menu.includes(example), `${example} in ${menu}`);
      const flow = JSON.parse(await get(`library/examples/flows/${MODULE}/${encodeURIComponent(example)}`));
      // Nobody has entered an address yet, so nothing may start by itself.
      const still = flow.map((node: { type: string }) => (node.type === 'inject' ? { ...node, once: false } : node));
      const response = await fetch(`${url}/flows`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(still),
      });
      assert.equal(response.status, 204, example);
    }
    assert.doesNotMatch(child.output(), /missing types|\[error\]/i, child.output());
  });

  it('is a library too: the matcher, by its own name', () => {
    const script = `
      const { matchAccounts, DEFAULT_THRESHOLD } = require('${MODULE}/matching');
      const one = (id) => ({ id, name: 'Ash & Birch Dental', address: { line1: '12 Test St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' } });
      Promise.resolve(matchAccounts([one('a')], [one('c')], { threshold: DEFAULT_THRESHOLD }))
        .then(({ matched: [{ accountId, customerId }] }) => console.log(accountId + customerId));`;
    assert.equal(execFileSync(TEST_NODE, ['-e', script], { cwd: site, encoding: 'utf8' }).trim(), 'ac');
  });

  it('is a library too: the dealer feed engine, by its own name', () => {
    const script = `
      const { planFeed, MemoryFeedState, DEFAULT_FEED_GUARDS } = require('${MODULE}/dealer-feed');
      const settings = {
        feed: 'f', kind: 'snapshot', track: { days: 'never', stock: true, client: true }, autoClose: { mode: 'never' },
        vehicleTypes: [], clients: [{ dealerId: 'D1', client: 'North', srType: 'recon' }], serviceRequestTypes: [],
        reopen: true, guards: DEFAULT_FEED_GUARDS, timeZone: 'UTC', usualInterval: 60,
      };
      const row = { line: 1, dealerId: 'D1', vin: '11111111111111111', stock: '', systemCode: '', vehicle: {}, warnings: [] };
      const state = new MemoryFeedState('f', { requests: [] });
      const plan = planFeed({ settings, state, file: { time: 1, hash: 'h' }, now: 2, rows: [row] });
      console.log(plan.dealers[0].actions[0].id);`;
    const said = execFileSync(TEST_NODE, ['-e', script], { cwd: site, encoding: 'utf8' }).trim();
    assert.equal(said, 'f|d1|11111111111111111|1');
  });
});
