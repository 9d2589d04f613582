/**
 * `npm run pictures`: makes the pictures of the README and the docs anew, from a fresh demo world in a real browser.
 * Needs Chromium (`CHROMIUM`, or /usr/bin/chromium).
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startDemo } from './demo/demo';
import { freePort } from './demo/free-port';

const TO = join(__dirname, '..', 'docs', 'pictures');
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 380, height: 760 };

interface Picture {
  name: string;
  /** Its address on the page. */
  screen: string;
  /** What is there when the screen is. */
  until: string;
  viewport?: typeof WIDE;
  dark?: boolean;
  before?(page: Page): Promise<void>;
}

const PICTURES: Picture[] = [
  { name: 'overview', screen: '/', until: 'text=/things wait for you/' },
  { name: 'review', screen: '/review', until: '.match-detail h2' },
  { name: 'review-narrow', screen: '/review', until: '.match-list button', viewport: NARROW, dark: true },
  { name: 'conflicts', screen: '/conflicts', until: 'main mark' },
  {
    name: 'held',
    screen: '/held',
    until: 'main .table, main ul',
    before: async (page) => {
      await page.click('main a[href^="#/held/"]');
      await page.waitForSelector('main .table tbody tr');
    },
  },
  { name: 'monitoring-billing', screen: '/monitoring-billing', until: '.table tbody tr', dark: true },
  {
    name: 'record',
    screen: '/records/search/SIM0030',
    until: '.table td a',
    before: async (page) => {
      await page.click('.table td a');
      await page.waitForSelector('.timeline li');
    },
  },
];

const FIRST_RUNS = ['cms', 'rapid-response-inbound', 'rapid-response-outbound', 'dealer-feed'];

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'dealer-sync-pictures-'));
  mkdirSync(TO, { recursive: true });
  const demo = await startDemo({ home, port: await freePort() });
  try {
    for (const integration of FIRST_RUNS) await firstRun(integration, demo.nodeRed.get);
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    });
    for (const picture of PICTURES) {
      const context = await browser.newContext({
        viewport: picture.viewport ?? WIDE,
        colorScheme: picture.dark ? 'dark' : 'light',
        locale: 'en-US',
      });
      const page = await context.newPage();
      await page.goto(`${demo.nodeRed.url}/dealer-sync/ui/#${picture.screen}`);
      await page.waitForSelector(picture.until);
      await picture.before?.(page);
      await page.screenshot({ path: join(TO, `${picture.name}.png`) });
      await context.close();
      console.log(`docs/pictures/${picture.name}.png`);
    }
    const page = await browser.newPage({ viewport: WIDE });
    await page.goto(demo.nodeRed.url);
    await page.waitForFunction(() =>
      Boolean((globalThis as unknown as { RED?: Editor }).RED?.nodes?.node('cms-sync-run')),
    );
    await page.waitForSelector('#red-ui-loading-progress', { state: 'hidden' });
    await page.evaluate((id) => {
      const { workspaces, sidebar } = (globalThis as unknown as { RED: Editor }).RED;
      workspaces.show('cms-sync');
      sidebar.show(id);
    }, 'dealer-sync-sidebar');
    await page.waitForSelector('text=Open operations page');
    await page.screenshot({ path: join(TO, 'editor.png') });
    console.log('docs/pictures/editor.png');
    await browser.close();
  } finally {
    await demo.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** What is used of the editor's global. */
interface Editor {
  nodes?: { node(id: string): unknown };
  workspaces: { show(id: string): void };
  sidebar: { show(id: string): void };
}

async function firstRun(integration: string, get: <T>(path: string) => Promise<T>): Promise<void> {
  for (;;) {
    const [run] = await get<{ endedAt?: string }[]>(`dealer-sync/runs?integration=${integration}&limit=1`);
    if (run?.endedAt) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
