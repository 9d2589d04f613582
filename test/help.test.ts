import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';

const ROOT = join(__dirname, '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const NODES = readdirSync(join(ROOT, 'nodes')).filter((name) => existsSync(join(ROOT, 'nodes', name, `${name}.html`)));

/** What a node's definition says of itself. */
function definitionOf(node: string): { config: boolean; inputs: number; outputs: number } {
  const script = read('nodes', node, `${node}.editor.ts`);
  const number = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(script)?.[1] ?? 0);
  return { config: /category: 'config'/.test(script), inputs: number('inputs'), outputs: number('outputs') };
}

const sectionOf = (help: string, title: string) =>
  new RegExp(`^### ${title}\n([\\s\\S]*?)(?=^### |</script>)`, 'm').exec(help)?.[1]?.trim() ?? '';

/** The English texts that stand beside the fields of a dialog. */
function labelsOf(node: string): string[] {
  const { label } = JSON.parse(read('locales', 'en-US', `${node}.json`)) as { label?: Record<string, string> };
  const keys = [...read('nodes', node, `${node}.html`).matchAll(/data-i18n="label\.([\w-]+)"/g)].map(([, key]) => key);
  return keys.flatMap((key) => (key && label?.[key] ? [label[key]] : []));
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Headings, as Node-RED's own nodes have them, and the platform's way to write them: markdown in the locale's file. */
describe('the help', () => {
  for (const node of NODES) {
    const help = read('locales', 'en-US', `${node}.html`);
    const { config, inputs, outputs } = definitionOf(node);

    describe(`of ${node}`, () => {
      it('is markdown that begins with what the node is for', () => {
        assert.match(
          help,
          new RegExp(`^<script type="text/markdown" data-help-name="dealer-sync-${node}">\n[^#\n]{30,}\n`),
        );
      });

      it('has a section for all that goes in and out, for details and for references', () => {
        const wanted = config
          ? ['Properties', 'Details', 'References']
          : [...(inputs ? ['Inputs'] : []), ...(outputs ? ['Outputs'] : []), 'Details', 'References'];
        for (const title of wanted) assert.ok(sectionOf(help, title).length > 10, `### ${title}`);
        assert.equal([...help.matchAll(/^### (.*)$/gm)].at(-1)?.[1], 'References', 'references come last');
      });

      if (outputs > 1) {
        it('tells what leaves by each output', () => {
          const numbers = [...sectionOf(help, 'Outputs').matchAll(/^(\d+)\. \S/gm)].map(([, number]) => Number(number));
          assert.deepEqual(
            numbers,
            Array.from({ length: outputs }, (_, index) => index + 1),
          );
        });
      }

      it('speaks of every field of the dialog', () => {
        const known = new Set(wordsOf(help));
        const silent = labelsOf(node).filter((label) => !wordsOf(label).every((word) => known.has(word)));
        assert.deepEqual(silent, []);
      });

      it('names only nodes that there are, and pages of this project that are there', () => {
        const references = sectionOf(help, 'References');
        for (const [, page = ''] of references.matchAll(/dealer-sync\/node-red\/blob\/main\/([^)#]+)/g)) {
          assert.ok(existsSync(join(ROOT, page)), page);
        }
        for (const [, name = ''] of references.matchAll(/\*([\w-]+)\*/g)) {
          assert.ok(NODES.includes(name) || name === 'catch', name);
        }
        for (const [, page = '', anchor = ''] of references.matchAll(/blob\/main\/([^)#]+)#([^)]+)/g)) {
          const headings = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => wordsOf(text).join('-'));
          assert.ok(headings.includes(anchor), `${page}#${anchor}`);
        }
      });
    });
  }
});
