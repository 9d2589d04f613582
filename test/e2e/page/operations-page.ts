import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
/** Kept with the test run, for people to look at; not part of the project. */
const SHOTS = join(__dirname, '..', '..', '..', '.tmp', 'screenshots');

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 380, height: 800 };
export const SIZES = { wide: WIDE, narrow: NARROW };
export const THEMES = ['light', 'dark'] as const;

export interface PageOptions {
  /** Signed in as; none: whoever the editor takes for anonymous. */
  user?: string;
  viewport?: { width: number; height: number };
  theme?: (typeof THEMES)[number];
  language?: string;
}

/** The operations page in a browser. Whatever the browser complains of fails the test that closes it. */
export class OperationsPage {
  private readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    root: string,
  ) {
    page.setDefaultTimeout(15_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(root)) this.complaints.push(`asked another host: ${request.url()}`);
    });
  }

  /** @param url Node-RED's admin root */
  static async open(browser: Browser, url: string, path = '/', options: PageOptions = {}): Promise<OperationsPage> {
    const { user, viewport = WIDE, theme = 'light', language = 'en-US' } = options;
    const context = await browser.newContext({ viewport, colorScheme: theme, locale: language });
    if (user) {
      await context.addInitScript(
        ([key, token]) => localStorage.setItem(key as string, JSON.stringify({ access_token: token })),
        ['auth-tokens', user],
      );
    }
    const shown = new OperationsPage(context, await context.newPage(), url);
    await shown.page.goto(`${url}/dealer-sync/ui/#${path}`);
    await shown.page.waitForSelector('h1');
    return shown;
  }

  /** Another screen, by its address. */
  async goTo(path: string): Promise<void> {
    await this.page.evaluate((hash) => {
      location.hash = hash;
    }, path);
  }

  /** In the other theme, without loading anything again. */
  async inTheme(theme: (typeof THEMES)[number]): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme });
  }

  /** What axe-core finds wrong with the page as it stands; each as `rule: element`. */
  async violations(): Promise<string[]> {
    // By the debugger: the page's own policy lets no script in.
    await this.page.evaluate(AXE);
    const results = await this.page.evaluate(() =>
      (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return results.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
  }

  /** Keeps a picture, named `<name>-<size>-<theme>.png`. */
  async picture(name: string): Promise<string> {
    mkdirSync(SHOTS, { recursive: true });
    const path = join(SHOTS, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** A screen looked at in both themes and widths: no violation, nothing wider than the window, a picture of each. */
  async lookAt(name: string): Promise<void> {
    const before = this.page.viewportSize() ?? WIDE;
    for (const [size, viewport] of Object.entries(SIZES)) {
      await this.page.setViewportSize(viewport);
      const wider = await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${name} is ${wider} px wider than ${size}`);
      for (const theme of THEMES) {
        await this.inTheme(theme);
        await this.picture(`${name}-${size}-${theme}`);
        assert.deepEqual(await this.violations(), [], `${name}, ${size}, ${theme}`);
      }
    }
    await this.page.setViewportSize(before);
  }

  /** What the browser complained of since this was last asked. */
  takeComplaints(): string[] {
    return this.complaints.splice(0);
  }

  async close(): Promise<void> {
    await this.context.close();
    assert.deepEqual(this.complaints, [], 'the browser complained');
  }
}
