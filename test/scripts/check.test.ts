import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';

const script = join(__dirname, '..', '..', 'scripts', 'check-imports.mjs');

describe('import directions', () => {
  let tree: string;
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'imports-'));
  });
  afterEach(() => rmSync(tree, { recursive: true }));

  /** Runs the check over a tree that holds this one file. */
  function check(file: string, source: string) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), source);
    const run = spawnSync(process.execPath, [script, tree], { encoding: 'utf8' });
    return { failed: run.status !== 0, said: run.stderr };
  }

  const wrong: [file: string, imported: string][] = [
    ['lib/clock.ts', '../nodes/cms/cms'],
    ['lib/sync/run.ts', 'node-red'],
    ['lib/sync/run.ts', '@node-red/util'],
    ['lib/http/client.ts', '../../simulators/revio'],
    ['lib/sync/run.ts', '../revio/client'],
    ['lib/sync/run.ts', '../cms'],
    ['lib/sync/deep/run.ts', '../../http/client'],
    ['lib/revio/client.ts', '../sync/planner'],
    ['lib/cms/client.ts', '../store/store'],
    ['lib/store/nedb.ts', '../sync/pair'],
    ['lib/matching/index.ts', '../clock'],
    ['nodes/cms/cms.ts', '../../simulators/cms'],
    ['ui/page.tsx', '../test/helper'],
    ['simulators/cms/server.ts', '../../lib/errors'],
  ];
  for (const [file, imported] of wrong) {
    it(`refuses ${imported} in ${file}`, () => {
      const { failed, said } = check(file, `// a line\nimport { it } from '${imported}';\n`);
      assert.ok(failed);
      assert.match(said, new RegExp(`^${file}:2 imports ${imported.replaceAll('.', '\\.')}: \\w+`));
    });
  }

  for (const source of [
    `import type { X } from '../store/store';`,
    `export * from '../store/store';`,
    `const store = require('../store/store');`,
    `const store = () => import('../store/store');`,
    `import {\n  X,\n} from '../store/store';`,
  ]) {
    it(`sees ${JSON.stringify(source)}`, () => assert.ok(check('lib/revio/client.ts', source).failed));
  }

  const right: [file: string, imported: string][] = [
    ['lib/revio/client.ts', '../sync/ports'],
    ['lib/revio/client.ts', '../http/client'],
    ['lib/sync/run.ts', '../store/store'],
    ['lib/matching/index.ts', '../model/records'],
    ['lib/matching/index.ts', './score'],
    ['nodes/cms/cms.ts', '../../lib/cms'],
    ['nodes/cms/cms.ts', 'node-red'],
    ['simulators/cms/server.ts', 'node:http'],
  ];
  for (const [file, imported] of right) {
    it(`takes ${imported} in ${file}`, () => {
      const { failed, said } = check(file, `import { it } from '${imported}';\n`);
      assert.ok(!failed, said);
    });
  }

  it('holds for this project', () => {
    const run = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    assert.equal(run.stderr, '');
    assert.equal(run.status, 0);
  });
});
