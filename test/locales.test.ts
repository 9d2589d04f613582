import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const ROOT = join(__dirname, '..');
const NODES = readdirSync(join(ROOT, 'nodes')).filter((name) => existsSync(join(ROOT, 'nodes', name, `${name}.html`)));
const PLUGINS = readdirSync(join(ROOT, 'plugins'));
const LANGUAGES = readdirSync(join(ROOT, 'locales'));

type Catalogue = { [key: string]: string | Catalogue };

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const catalogue = (language: string, name: string) => {
  const path = join('locales', language, `${name}.json`);
  return existsSync(join(ROOT, path)) ? (JSON.parse(read(path)) as Catalogue) : {};
};

function keysOf(catalogue: Catalogue, prefix = ''): string[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );
}

function textOf(catalogue: Catalogue, key: string): string {
  const text = key
    .split('.')
    .reduce<string | Catalogue | undefined>((at, part) => (typeof at === 'object' ? at[part] : undefined), catalogue);
  return typeof text === 'string' ? text : '';
}

const placeholders = (text: string) => (text.match(/__\w+?__/g) ?? []).sort();

describe('locales', () => {
  for (const node of NODES) {
    it(`has every text that ${node}'s dialog shows, and a help`, () => {
      const known = new Set([...keysOf(catalogue('en-US', 'common')), ...keysOf(catalogue('en-US', node))]);
      const template = read('nodes', node, `${node}.html`);
      const script = read('nodes', node, `${node}.editor.ts`);
      const used = [
        ...[...template.matchAll(/data-i18n="(?:\[[\w-]+\])?([^"]+)"/g)].map((match) => match[1]),
        ...[...script.matchAll(/'((?:label|placeholder|hint|unit)\.[\w.-]+)'/g)].map((match) => match[1]),
        'title',
      ];
      assert.deepEqual(
        used.filter((key) => key && !known.has(key)),
        [],
      );
      assert.match(read('locales', 'en-US', `${node}.html`), new RegExp(`data-help-name="dealer-sync-${node}"`));
    });
  }

  for (const plugin of PLUGINS) {
    it(`has every text that ${plugin} shows, and no other`, () => {
      const known = keysOf(catalogue('en-US', plugin));
      const scripts = [
        `${plugin}.editor.ts`,
        ...readdirSync(join(ROOT, 'plugins', plugin, 'editor')).map((file) => join('editor', file)),
      ]
        .map((file) => read('plugins', plugin, file))
        .join('\n');
      const used = [...scripts.matchAll(/'((?:panel|card|setup|state|outcome|phase|count)\.\w+|tab|title)'/g)].map(
        ([, key]) => key,
      );
      assert.deepEqual(
        used.filter((key) => key && !known.includes(key)),
        [],
      );
      // `state.${state}`, `card.run` and `Title`: keys that a script puts together.
      const composed = /`(\w+)\.\$\{/g;
      const prefixes = [...scripts.matchAll(composed)].map(([, prefix]) => `${prefix}.`);
      const suffixed = new Set(known.map((key) => key.replace(/Title$/, '')));
      const unused = known.filter(
        (key) =>
          !used.includes(key) &&
          !prefixes.some((prefix) => key.startsWith(prefix)) &&
          !(key.endsWith('Title') && suffixed.has(key.replace(/Title$/, ''))),
      );
      assert.deepEqual(unused, []);
    });
  }

  it('has every text that the shared editor scripts use', () => {
    const known = new Set(keysOf(catalogue('en-US', 'common')));
    for (const file of readdirSync(join(ROOT, 'nodes', 'editor'))) {
      for (const [, key = ''] of read('nodes', 'editor', file).matchAll(/'(common\.[\w.]+)'/g)) {
        assert.ok(known.has(key), `${file}: ${key}`);
      }
    }
  });

  for (const language of LANGUAGES.filter((name) => name !== 'en-US')) {
    for (const name of ['common', ...NODES, ...PLUGINS]) {
      it(`${language}: ${name} has no key that English lacks, and the same values to fill in`, () => {
        const english = catalogue('en-US', name);
        const other = catalogue(language, name);
        for (const key of keysOf(other)) {
          assert.ok(textOf(english, key), `${key} is no key of en-US`);
          assert.deepEqual(placeholders(textOf(other, key)), placeholders(textOf(english, key)), key);
        }
      });
    }
  }
});
