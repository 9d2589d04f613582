#!/usr/bin/env node
// Builds dist/ and examples/: what `npm pack` ships, and what a Node-RED started from this folder loads.
//
//   dist/lib/…                     lib/ compiled to CommonJS, file by file: bundled copies would each have module state
//                                  and error classes of their own
//   dist/nodes/<node>/<node>.js    the node's runtime
//   dist/nodes/<node>.js           a shim: Node-RED looks for icons/ and locales/ beside the file that package.json names,
//   dist/nodes/<node>.html         so all nodes lie flat in one folder, each with its dialog and editor script
//   dist/vendor/cronosjs.js        a build-time dependency, bundled
//   dist/ui/                       the operations page, bundled, each file also compressed
//   examples/                      a copy of flows/: Node-RED looks in no other folder, and npm packs no symlink
//
// Everything is built beside the old dist/ and takes its place at once, so that whoever reads it never sees half a build.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...path) => join(root, ...path);
const out = at('.tmp', `build-${process.pid}`);
const NODE_TARGET = 'node20';
const EDITOR_TARGET = 'es2021';
const PAGE_TARGET = 'es2022';

const problems = [];

const nodes = readdirSync(at('nodes'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(at('nodes', entry.name, `${entry.name}.html`)))
  .map((entry) => entry.name)
  .sort();

mkdirSync(join(out, 'nodes'), { recursive: true });
try {
  compile();
  await bundleVendor();
  await bundlePage();
  for (const node of nodes) {
    writeShim(node);
    await writeEditor(node);
  }
  copyLocales();
  copyIfThere(at('icons'), join(out, 'nodes', 'icons'));
  checkManifest();
  takeTheirPlace();
} finally {
  rmSync(out, { recursive: true, force: true });
}

for (const problem of problems) console.error(problem);
if (problems.length) {
  console.error(`build: dist/ is written, but has ${problems.length} problem(s), see above`);
  process.exit(1);
}

/** tsc writes JavaScript in spite of type errors: they end the build as a problem, but leave something to look at. */
function compile() {
  const run = spawnSync(
    process.execPath,
    [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', at('tsconfig.build.json'), '--outDir', out],
    { cwd: root, encoding: 'utf8' },
  );
  if (run.status !== 0) problems.push((run.stdout + run.stderr).trim());
  // Declarations are for those who use lib/ as a library; nobody imports a node.
  for (const file of readdirSync(join(out, 'nodes'), { recursive: true })) {
    if (file.endsWith('.d.ts')) rmSync(join(out, 'nodes', file));
  }
}

async function bundleVendor() {
  await build({
    entryPoints: [at('node_modules', 'cronosjs', 'dist-node', 'index.js')],
    outfile: join(out, 'vendor', 'cronosjs.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: NODE_TARGET,
    banner: { js: `/*! cronosjs\n${readFileSync(at('node_modules', 'cronosjs', 'LICENSE'), 'utf8').trim()}\n*/` },
    logLevel: 'silent',
  });
}

/** The page's script and styles, one file each, with a compressed copy beside it: Node-RED compresses nothing itself. */
async function bundlePage() {
  const to = join(out, 'ui');
  await build({
    entryPoints: [at('ui', 'page.tsx')],
    outdir: to,
    bundle: true,
    minify: true,
    format: 'esm',
    target: PAGE_TARGET,
    charset: 'utf8',
    tsconfig: at('tsconfig.ui.json'),
    logLevel: 'silent',
  }).catch((error) => problems.push(`ui/page.tsx: ${error.message}`));
  mkdirSync(to, { recursive: true });
  for (const file of ['index.html', 'icon.svg']) cpSync(at('ui', file), join(to, file));
  for (const file of readdirSync(to))
    writeFileSync(join(to, `${file}.gz`), gzipSync(readFileSync(join(to, file)), { level: 9 }));
}

function writeShim(node) {
  if (!existsSync(join(out, 'nodes', node, `${node}.js`))) {
    problems.push(`nodes/${node}/${node}.ts is missing: a node needs a runtime beside its dialog`);
    return;
  }
  writeFileSync(join(out, 'nodes', `${node}.js`), `module.exports = require('./${node}/${node}.js');\n`);
}

/**
 * The dialog's templates, then its script as one IIFE. Not minified: tools that rate packages look in the html for
 * `registerType('…', {…})` as it is written in the source.
 */
async function writeEditor(node) {
  const html = readFileSync(at('nodes', node, `${node}.html`), 'utf8');
  const result = await build({
    entryPoints: [at('nodes', node, `${node}.editor.ts`)],
    bundle: true,
    write: false,
    format: 'iife',
    target: EDITOR_TARGET,
    charset: 'utf8',
    legalComments: 'none',
    tsconfig: at('tsconfig.editor.json'),
    logLevel: 'silent',
  }).catch((error) => {
    problems.push(`nodes/${node}/${node}.editor.ts: ${error.message}`);
    return undefined;
  });
  if (!result) return;
  const script = result.outputFiles[0].text.replaceAll('</script', '<\\/script');
  writeFileSync(
    join(out, 'nodes', `${node}.html`),
    `${html.trim()}\n\n<script type="text/javascript">\n${script}</script>\n`,
  );
}

/** Each node has a catalogue of its own in Node-RED, so what all share (`common.json`) is put into each one. */
function copyLocales() {
  for (const language of readdirSync(at('locales'))) {
    const from = at('locales', language);
    const to = join(out, 'nodes', 'locales', language);
    mkdirSync(to, { recursive: true });
    const common = existsSync(join(from, 'common.json')) ? readJson(join(from, 'common.json')) : {};
    for (const node of nodes) {
      const labels = join(from, `${node}.json`);
      if (existsSync(labels)) {
        const catalogue = { ...common, ...readJson(labels) };
        writeFileSync(join(to, `${node}.json`), `${JSON.stringify(catalogue, null, 2)}\n`);
      }
      copyIfThere(join(from, `${node}.html`), join(to, `${node}.html`));
    }
  }
}

/** package.json is what Node-RED reads; it must name the nodes that are there. */
function checkManifest() {
  const named = Object.entries(readJson(at('package.json'))['node-red'].nodes);
  const wanted = nodes.map((node) => [node, `dist/nodes/${node}.js`]);
  const differs = (entries, others) =>
    entries.filter(([name, path]) => !others.some((other) => other[0] === name && other[1] === path));
  for (const [name, path] of differs(wanted, named)) {
    problems.push(`package.json: "node-red".nodes lacks "${name}": "${path}", which nodes/${name} provides`);
  }
  for (const [name, path] of differs(named, wanted)) {
    problems.push(`package.json: "node-red".nodes has "${name}": "${path}", but there is no such node in nodes/`);
  }
}

function takeTheirPlace() {
  const old = at('.tmp', `old-${process.pid}`);
  if (existsSync(at('dist'))) renameSync(at('dist'), old);
  renameSync(out, at('dist'));
  rmSync(old, { recursive: true, force: true });
  rmSync(at('examples'), { recursive: true, force: true });
  mkdirSync(at('examples'));
  const flows = existsSync(at('flows')) ? readdirSync(at('flows')).filter((name) => name.endsWith('.json')) : [];
  for (const flow of flows) cpSync(at('flows', flow), at('examples', flow));
}

function copyIfThere(from, to) {
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
