import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const LOCALES = join(__dirname, '..', '..', 'ui', 'locales');
const files = readdirSync(join(LOCALES, 'en')).filter((file) => file.endsWith('.json'));

function labels(language: string, file: string): Record<string, string> {
  return JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')) as Record<string, string>;
}

/** The places for values in a label, `{n}`; the form for a single one may do without. */
function places(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place).sort();
}

describe('the labels of the operations page', () => {
  for (const file of files) {
    it(`${file}: Spanish has what English has, with the same values`, () => {
      const [english, spanish] = [labels('en', file), labels('es', file)];
      assert.deepEqual(Object.keys(spanish).sort(), Object.keys(english).sort());
      for (const [key, text] of Object.entries(english)) {
        if (!key.endsWith('.one')) assert.deepEqual(places(spanish[key] ?? ''), places(text), key);
      }
    });
  }

  it('gives no key twice', () => {
    const keys = files.flatMap((file) => Object.keys(labels('en', file)));
    assert.deepEqual(
      keys.filter((key, index) => keys.indexOf(key) !== index),
      [],
    );
  });
});
