import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTATIONS } from '../../scripts/mutations/index';
import { mutate } from '../../scripts/mutations/mutation';

const root = join(__dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The first column of the page's table. */
const rows = read('docs/mutations.md')
  .split('\n')
  .map((line) => line.split(/(?<!\\)\|/)[1]?.trim());

describe('mutations: each guard that can be taken away', () => {
  for (const mutation of MUTATIONS) {
    it(`${mutation.guarantee}: ${mutation.takesAway}`, () => {
      const source = read(mutation.file);
      assert.notEqual(mutate(source, mutation), source);
      for (const test of mutation.tests) assert.ok(existsSync(join(root, 'test', test)), test);
      assert.match(read('docs/guarantees.md'), new RegExp(`^\\| ${mutation.guarantee} `, 'm'));
      assert.ok(rows.includes(mutation.takesAway.replaceAll('|', '\\|')), 'run npm run test:mutations');
    });
  }

  it('has each once', () => {
    const rows = MUTATIONS.map(({ takesAway }) => takesAway);
    assert.deepEqual(rows, [...new Set(rows)]);
  });

  it('fails where the source has moved on', () => {
    const [one] = MUTATIONS;
    assert.ok(one);
    assert.throws(() => mutate('', one), /0 times instead of once/);
    assert.throws(() => mutate(one.find + one.find, one), /2 times instead of once/);
  });
});
