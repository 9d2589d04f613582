#!/usr/bin/env node
// Builds dist/ and examples/: what `npm pack` ships, and what a Node-RED started from this folder loads.
//
//   dist/lib/…                     lib/ compiled to CommonJS, file by file: bundled copies would each have module state
//                                  and error classes of their own
//   dist/nodes/<node>/<node>.js    the node's runtime
//   dist/nodes/<node>.js           a shim: Node-RED looks for icons/ and locales/ beside the file that package.json names,
//   dist/nodes/<node>.html         so all nodes lie flat in one folder, each with its dialog and editor script
//   dist/plugins/…                 the same for what adds to the editor itself
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

/** What Node-RED loads, by the folder of ours and of dist/ that it lies in; package.json names both in the same words. */
const parts = { nodes: partsIn('nodes'), plugins: partsIn('plugins') };

for (const folder of Object.keys(parts)) mkdirSync(join(out, folder), { recursive: true });
try {
  compile();
  await bundleVendor();
  await bundlePage();
  for (const [folder, names] of Object.entries(parts)) {
    for (const name of names) {
      writeShim(folder, name);
      await writeEditor(folder, name);
    }
    copyLocales(folder, names);
  }
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
  for (const folder of Object.keys(parts)) {
    for (const file of readdirSync(join(out, folder), { recursive: true })) {
      if (file.endsWith('.d.ts')) rmSync(join(out, folder, file));
    }
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

function partsIn(folder) {
  return readdirSync(at(folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(at(folder, entry.name, `${entry.name}.html`)))
    .map((entry) => entry.name)
    .sort();
}

function writeShim(folder, name) {
  if (!existsSync(join(out, folder, name, `${name}.js`))) {
    problems.push(`${folder}/${name}/${name}.ts is missing: a ${folder.slice(0, -1)} needs a runtime beside its html`);
    return;
  }
  writeFileSync(join(out, folder, `${name}.js`), `module.exports = require('./${name}/${name}.js');\n`);
}

/**
 * The html, then its script as one IIFE. Not minified: tools that rate packages look in the html for
 * `registerType('…', {…})` as it is written in the source.
 */
async function writeEditor(folder, name) {
  const html = readFileSync(at(folder, name, `${name}.html`), 'utf8');
  const result = await build({
    entryPoints: [at(folder, name, `${name}.editor.ts`)],
    bundle: true,
    write: false,
    format: 'iife',
    target: EDITOR_TARGET,
    charset: 'utf8',
    legalComments: 'none',
    tsconfig: at('tsconfig.editor.json'),
    logLevel: 'silent',
  }).catch((error) => {
    problems.push(`${folder}/${name}/${name}.editor.ts: ${error.message}`);
    return undefined;
  });
  if (!result) return;
  const script = result.outputFiles[0].text.replaceAll('</script', '<\\/script');
  writeFileSync(
    join(out, folder, `${name}.html`),
    `${html.trim()}\n\n<script type="text/javascript">\n${script}</script>\n`,
  );
}

/** Each node and plugin has a catalogue of its own in Node-RED, so what all share (`common.json`) is put into each one. */
function copyLocales(folder, names) {
  for (const language of readdirSync(at('locales'))) {
    const from = at('locales', language);
    const to = join(out, folder, 'locales', language);
    mkdirSync(to, { recursive: true });
    const common = existsSync(join(from, 'common.json')) ? readJson(join(from, 'common.json')) : {};
    for (const name of names) {
      const labels = join(from, `${name}.json`);
      if (existsSync(labels)) {
        const catalogue = { ...common, ...readJson(labels) };
        writeFileSync(join(to, `${name}.json`), `${JSON.stringify(catalogue, null, 2)}\n`);
      }
      copyIfThere(join(from, `${name}.html`), join(to, `${name}.html`));
    }
  }
}

/** package.json is what Node-RED reads; it must name what is there. */
function checkManifest() {
  const manifest = readJson(at('package.json'))['node-red'];
  const differs = (entries, others) =>
    entries.filter(([name, path]) => !others.some((other) => other[0] === name && other[1] === path));
  for (const [folder, names] of Object.entries(parts)) {
    const named = Object.entries(manifest[folder] ?? {});
    const wanted = names.map((name) => [name, `dist/${folder}/${name}.js`]);
    for (const [name, path] of differs(wanted, named)) {
      problems.push(`package.json: "node-red".${folder} lacks "${name}": "${path}", which ${folder}/${name} provides`);
    }
    for (const [name, path] of differs(named, wanted)) {
      problems.push(`package.json: "node-red".${folder} has "${name}": "${path}", but ${folder}/ has no such folder`);
    }
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
