#!/usr/bin/env node
// Dependencies point one way; this is the whole rule, and `npm run check` holds the tree to it.
// `node scripts/check-imports.mjs [folder]` prints each import that points the wrong way and exits with 1.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_RED = ['node-red', '@node-red/'];
const CLIENTS = ['lib/revio/', 'lib/cms/', 'lib/rapid-response/'];

/** `of`: whose imports; `not`: what they may not reach; `but`: exceptions from that; `why`: the sentence for people. */
const RULES = [
  {
    of: ['lib/', 'nodes/', 'plugins/', 'ui/'],
    not: ['simulators/', 'test/', 'bench/', 'scripts/'],
    why: 'what ships is built on lib/ alone; only test/, bench/ and scripts/ start simulators',
  },
  {
    of: ['lib/'],
    not: ['nodes/', 'plugins/', 'ui/', ...NODE_RED],
    why: 'lib/ knows nothing of Node-RED and is used without it',
  },
  {
    of: CLIENTS,
    not: ['lib/sync/', 'lib/store/', 'lib/matching/'],
    but: ['lib/sync/ports'],
    why: 'a client knows its wire and lib/sync/ports, not what is done with the records',
  },
  {
    of: ['lib/sync/'],
    not: [...CLIENTS, 'lib/http/'],
    why: 'the sync core speaks to the outside through lib/sync/ports only',
  },
  {
    of: ['lib/http/', 'lib/store/'],
    not: ['lib/sync/', 'lib/matching/', ...CLIENTS],
    why: 'the layers below know nothing of those that stand on them',
  },
  {
    of: ['lib/matching/'],
    not: ['lib/'],
    but: ['lib/matching/', 'lib/model/', 'lib/errors'],
    why: 'the matcher is pure: records in, matches out',
  },
  {
    of: ['lib/dealer-feed/rules/'],
    not: ['lib/'],
    but: [
      'lib/dealer-feed/rules/',
      'lib/dealer-feed/types',
      'lib/dealer-feed/service-request',
      'lib/dealer-feed/parser/feed-row',
    ],
    why: 'the feed rules are pure: state, rows, settings and the time in, a decision out',
  },
  {
    of: ['lib/mapping/'],
    not: ['lib/'],
    but: ['lib/mapping/', 'lib/model/', 'lib/errors'],
    why: 'a mapping is pure: a record of one side in, what the other should say out',
  },
  {
    of: ['simulators/'],
    not: ['lib/', 'nodes/', 'plugins/', 'ui/', 'test/', ...NODE_RED],
    why: 'a simulator shares nothing with the code that is tested against it but the contract',
  },
];

const IMPORT = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"]([^'"]+)['"]/g;

const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'));
const wrong = ['lib', 'nodes', 'plugins', 'ui', 'simulators'].flatMap(sources).flatMap(wrongImports);
for (const line of wrong) console.error(line);
if (wrong.length) process.exit(1);

/** Every TypeScript file under a top folder, as a path from the root with `/`; none when there is no such folder. */
function sources(folder) {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function wrongImports(file) {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].flatMap((match) => {
    const name = match[1];
    const target = name.startsWith('.') ? posix.join(posix.dirname(file), name) : name;
    const line = text.slice(0, match.index).split('\n').length;
    return RULES.filter(
      (rule) => reaches(rule.of, file) && reaches(rule.not, target) && !reaches(rule.but, target),
    ).map((rule) => `${file}:${line} imports ${name}: ${rule.why}`);
  });
}

/** Whether a path is, or lies in, one of the places. */
function reaches(places = [], path) {
  return places.some((place) => (place.endsWith('/') ? `${path}/`.startsWith(place) : path === place));
}
