import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What the tests use of axe's global. */
declare const axe: {
  run(
    context: object,
    options: object,
  ): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary: string }[] }[] }>;
};

export interface Scope {
  /** What is ours on the page. */
  include: string;
  /** Within it, what Node-RED or a browser draws. */
  exclude?: string[];
}

/** No violation of axe-core's rules in what is ours on a page of Node-RED; the rest of that page is not ours to mend. */
export async function assertAccessible(page: Page, { include, exclude = [] }: Scope, what: string): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  // Node-RED's body has no height, and hides what goes beyond it: axe would look at the contrast of nothing.
  await page.evaluate(() => document.body.style.setProperty('height', '100vh'));
  const violations = await page.evaluate(
    async ([included, excluded]) => {
      const found = await axe.run(
        { include: [[included]], exclude: (excluded as string[]).map((css) => [css]) },
        { resultTypes: ['violations'] },
      );
      return found.violations.map(
        ({ id, help, nodes }) =>
          `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`).join('\n')}`,
      );
    },
    [include, exclude] as const,
  );
  assert.deepEqual(violations, [], what);
}

/** Puts an editor into dark colours, for as long as the page is not loaded anew. */
export async function darken(page: Page): Promise<void> {
  await page.addStyleTag({ path: join(__dirname, 'dark-theme.css') });
}
