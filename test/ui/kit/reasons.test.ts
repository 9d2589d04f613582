import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { REASONS_EN } from '../../../lib/matching/reasons.en';
import { reasonSays } from '../../../ui/kit/reason-says';

const LOCALES = join(__dirname, '..', '..', '..', 'ui', 'locales');
const labels = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(join(LOCALES, language, 'reasons.json'), 'utf8'));
const placeholders = (text = '') => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the reasons of a match, on the page', () => {
  it('are the sentences of the matcher in English', () => {
    const expected = Object.entries(REASONS_EN).map(([key, text]) => [`reason.${key}`, text]);
    assert.deepEqual(labels('en'), Object.fromEntries(expected));
  });

  it('are all there in Spanish, with the same values', () => {
    const spanish = labels('es');
    assert.deepEqual(Object.keys(spanish).sort(), Object.keys(labels('en')).sort());
    for (const [key, text] of Object.entries(REASONS_EN))
      assert.deepEqual(placeholders(spanish[`reason.${key}`]), placeholders(text), key);
  });

  it('speak for a match, against it, or say why a person is asked', () => {
    const says = (name: string) => reasonSays({ key: `matching.${name}` });
    for (const name of ['nameAgrees', 'wordsAgree', 'spelling', 'streetAgrees', 'emailNear', 'accountNumberAgrees'])
      assert.equal(says(`reason.${name}`), 'for', name);
    for (const name of [
      'wordsDiffer',
      'houseDiffers',
      'onlyAtAccount',
      'closed',
      'alreadyLinkedTo',
      'accountNumberInUse',
    ])
      assert.equal(says(`reason.${name}`), 'against', name);
    for (const name of [
      'reason.alike',
      'reason.ambiguous',
      'reason.phoneShared',
      'guard.generation',
      'guard.nameDiffers',
    ])
      assert.equal(says(name), 'unsure', name);
  });
});
