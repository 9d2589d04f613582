import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'mocha';
import type { Node, NodeAPI } from 'node-red';
import { NodeStatus } from '../../../nodes/runtime/status';

const LOCALES = resolve(__dirname, '..', '..', '..', 'locales');
/** Longer texts are cut under the node, or stretch over its neighbours. */
const LONGEST = 19;

type Texts = Record<string, string>;
const textsOf = (language: string): Texts =>
  JSON.parse(readFileSync(join(LOCALES, language, 'common.json'), 'utf8')).common.status ?? {};
const LANGUAGES = readdirSync(LOCALES).filter((language) => existsSync(join(LOCALES, language, 'common.json')));

/** Node-RED's own filling in, which falls back to English. */
function statusIn(language: string): { status: NodeStatus; shown: string[] } {
  const shown: string[] = [];
  const texts = { ...textsOf('en-US'), ...textsOf(language) };
  const RED = {
    _: (key: string, values: Record<string, string>) =>
      (texts[key.replace('common.status.', '')] ?? key).replace(/__(\w+)__/g, (_, name) => String(values[name])),
  };
  const node = { status: ({ text }: { text: string }) => shown.push(text) };
  return { status: new NodeStatus(RED as unknown as NodeAPI, node as unknown as Node), shown };
}

describe('status', () => {
  for (const language of LANGUAGES) {
    it(`fits under a node in ${language}, with the numbers of a large dealer`, () => {
      const { status, shown } = statusIn(language);
      for (const n of [0, 7, 9999, 10_000, 99_950, 100_000, 1_234_567]) {
        for (const key of Object.keys(textsOf('en-US'))) status.done(key, { n, of: n, w: n, topic: 'conflicts' });
      }
      for (const text of shown) assert.ok(text.length <= LONGEST && !/__|\./.test(text.replace(/\.\d/, '')), text);
    });
  }

  it('shows an error code in words, cut', () => {
    const { status, shown } = statusIn('en-US');
    for (const code of ['NO_RUN', 'MISSING_BILL_PROFILE', 'UNKNOWN_BILL_PROFILE_OF_A_CUSTOMER']) status.failed(code);
    assert.equal(shown[0], 'no run');
    for (const text of shown) assert.ok(text.length <= LONGEST, text);
  });

  it('shortens numbers from ten thousand on', () => {
    const { status, shown } = statusIn('en-US');
    status.done('read', { n: 9999 });
    status.done('read', { n: 12_345 });
    status.done('read', { n: 2_000_000 });
    assert.deepEqual(shown, ['9999 read', '12k read', '2M read']);
  });

  it('says the same once, and again after something else', () => {
    const { status, shown } = statusIn('en-US');
    const read = () => status.done('read', { n: 7 });
    for (const say of [read, read, () => status.failed('NO_RUN'), read, () => status.working('read', { n: 7 })]) say();
    assert.deepEqual(shown, ['7 read', 'no run', '7 read', '7 read']);
  });
});
