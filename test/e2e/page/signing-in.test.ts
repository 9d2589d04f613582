import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../editor-page';
import { Site, until } from '../site';
import { OperationsPage } from './operations-page';

/** One who may only look at flows, one who may look at ours, a billing clerk who may decide but touch no flow. */
const USERS: Record<string, string[]> = {
  visitor: ['flows.read'],
  reader: ['dealer-sync.read'],
  clerk: ['dealer-sync.read', 'dealer-sync.write'],
};
const PASSWORD = 'a-password';

/** Node-RED takes the last `adminAuth` of a settings file; the token `tests` is the test's own. */
const SETTINGS = `adminAuth: {
  type: 'credentials',
  users: async (username) => (${JSON.stringify(USERS)})[username] ? { username, permissions: (${JSON.stringify(USERS)})[username] } : null,
  authenticate: async (username, password) =>
    password === ${JSON.stringify(PASSWORD)} ? { username, permissions: (${JSON.stringify(USERS)})[username] } : null,
  tokens: async (token) => token === 'olga' ? { username: token, permissions: '*' } : null,
},`;

/** Browsers say so of each refusal, also of one that is part of the test. */
const REFUSED = /status of 40[13]/;

describe('signing in to the operations page', function () {
  this.timeout(90_000);
  let site: Site;
  let browser: Browser;

  before(async () => {
    [site, browser] = await Promise.all([Site.start({ settings: SETTINGS }), launchBrowser()]);
    await site.run();
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  const signIn = async (shown: OperationsPage, username: string, password = PASSWORD) => {
    await shown.page.fill('input[name=username]', username);
    await shown.page.fill('input[name=password]', password);
    await shown.page.keyboard.press('Enter');
  };
  const end = async (shown: OperationsPage) => {
    assert.deepEqual(
      shown.takeComplaints().filter((complaint) => !REFUSED.test(complaint)),
      [],
    );
    await shown.close();
  };

  it('asks who is there, and says when the password is wrong', async () => {
    const shown = await OperationsPage.open(browser, site.nodeRed.url, '/review');
    await shown.page.waitForSelector('input[name=username]');
    await shown.lookAt('sign-in');
    await signIn(shown, 'clerk', 'wrong');
    await shown.page.waitForSelector('text=User name or password are wrong.');
    assert.equal(await shown.page.locator('nav').count(), 0, 'nothing is shown to nobody');
    await end(shown);
  });

  it('tells one without the permission what to ask for, and lets somebody else sign in', async () => {
    const shown = await OperationsPage.open(browser, site.nodeRed.url, '/');
    await signIn(shown, 'visitor');
    await shown.page.waitForSelector('text=dealer-sync.read');
    assert.equal(await shown.page.locator('nav').count(), 0);
    await signIn(shown, 'reader');
    await shown.page.waitForSelector('h1:text("Overview")');
    await end(shown);
  });

  it('lets a reader look, with every button that writes off', async () => {
    const shown = await OperationsPage.open(browser, site.nodeRed.url, '/review');
    await signIn(shown, 'reader');
    await shown.page.waitForSelector('h1:text("Review")');
    await shown.page.waitForSelector('text=You may look but not change');
    const accept = shown.page.locator('.review-match button:has-text("Accept")').first();
    await accept.waitFor();
    assert.ok(await accept.isDisabled());
    await shown.page.keyboard.press('a');
    await shown.page.click('nav >> text=Runs');
    await shown.page.waitForSelector('h1:text("Runs")');
    assert.ok((await site.pending()).every(({ decision }) => decision === undefined));
    await end(shown);
  });

  it('lets a billing clerk decide under their own name, and sign out again', async () => {
    const shown = await OperationsPage.open(browser, site.nodeRed.url, '/review');
    await signIn(shown, 'clerk');
    await shown.page.waitForSelector('.match-detail h2');
    await shown.page.keyboard.press('a');
    const decided = await until(
      async () => (await site.pending()).find(({ decision }) => decision === 'accept'),
      'the decision',
    );
    assert.equal(decided.decidedBy, 'clerk');
    await shown.page.click('text=Sign out clerk');
    await shown.page.waitForSelector('input[name=username]');
    assert.equal(await shown.page.evaluate(() => localStorage.getItem('auth-tokens')), null);
    await end(shown);
  });

  it('is open where the editor is, and says so', async () => {
    const open = await Site.start({ settings: 'adminAuth: undefined,' });
    const shown = await OperationsPage.open(browser, open.nodeRed.url, '/');
    await shown.page.waitForSelector('text=Node-RED has no users');
    await shown.close();
    await open.end();
  });
});
