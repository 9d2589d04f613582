import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from './history';
import { inSimulation, playTwice } from './search';

const FOLDER = join(__dirname, 'found');

describe('Lives that once broke a rule', function () {
  this.timeout(60_000);
  inSimulation();

  for (const file of readdirSync(FOLDER).sort()) {
    it(file.replace(/\.json$/, '').replaceAll('-', ' '), async () => {
      const told = await playTwice(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as History);
      assert.ok(told.calls > 0);
    });
  }
});
