import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Browser } from 'playwright-core';
import type { HoldView } from '../../../lib/sync/operations/holds';
import { launchBrowser } from '../editor-page';
import { Site, USER } from '../site';
import { OperationsPage } from './operations-page';

/** A first plan for the station that is over the create limit, as it always is: each site costs money. In order. */
describe('held runs on the operations page', function () {
  this.timeout(90_000);
  let site: Site;
  let browser: Browser;
  let shown: OperationsPage;
  let hold: HoldView;

  before(async () => {
    [site, browser] = await Promise.all([Site.start({ rapidResponse: {} }), launchBrowser()]);
    shown = await OperationsPage.open(browser, site.nodeRed.url, '/held', { user: USER });
  });
  after(async () => {
    await browser?.close();
    await site?.end();
  });

  const created = () => site.station.log.writes().filter(({ kind }) => kind === 'create').length;
  const newestHold = async () => {
    const [newest] = await site.holds();
    assert.ok(newest);
    return newest;
  };

  it('says that no run is held and that this is good; one that is held then comes by itself', async () => {
    await shown.page.waitForSelector('text=No run is held. That is good');
    await site.run('rapid-response-outbound');
    hold = await newestHold();
    await shown.page.waitForSelector(`.hold >> text=${hold.counts.creates} would be created`);
    await shown.page.waitForSelector('text=records would be created.');
    await shown.lookAt('held');
  });

  it('shows what the plan would do: counted, listed, searched', async () => {
    await shown.page.click('.hold h2 a');
    await shown.page.waitForSelector('h2:text("What the plan would do")');
    await shown.page.waitForSelector(`.chips button:has-text("${hold.counts.creates} create")`);
    const rows = shown.page.locator('.table tbody tr');
    await rows.first().waitFor();
    await shown.picture('held-plan-all');
    await shown.page.click('.chips button:has-text("create")');
    await shown.page.waitForSelector(`.pager:text-is("${hold.counts.creates} rows")`);
    assert.match((await rows.first().textContent()) ?? '', /Create the site at Rapid Response/);
    const [record] = await site.records(hold.runId);
    await shown.page.click('.chips button:text-is("All")');
    await shown.page.fill('input[type=search]', record?.key ?? '');
    await shown.page.waitForSelector('.pager:text-is("1 row")');
    await shown.lookAt('held-plan');
    assert.equal(created(), 0);
  });

  it('S10: approves exactly this plan by keyboard, and leads to the run that carries it out', async () => {
    const button = shown.page.getByRole('button', { name: 'Approve this plan' });
    await button.focus();
    await shown.page.keyboard.press('Enter');
    await shown.page.waitForSelector('dialog >> text=exactly these may pass');
    await shown.lookAt('held-approve');
    await shown.page.getByRole('button', { name: 'Approve and run' }).focus();
    await shown.page.keyboard.press('Enter');
    await shown.page.waitForSelector('.toast:has-text("The run has begun")');
    await shown.page.waitForSelector('.run-state >> text=done');
    const [run] = await site.runs('rapid-response-outbound');
    assert.equal(new URL(shown.page.url()).hash, `#/runs/${run?.id}`);
    assert.deepEqual([run?.who, run?.counts.created], [USER, hold.counts.creates]);
    const [decision] = await site.audit('?operation=decide&entity=hold');
    assert.deepEqual([decision?.who, decision?.new.decision], [USER, 'approve']);
    await shown.goTo(`/runs/${hold.runId}`);
    await shown.page.waitForSelector(`text=${USER} has approved its plan`);
    await shown.goTo(`/held/${hold.id}`);
    await shown.page.waitForSelector('text=This run is not held any more');
    // The browser tells of the 404 that said so.
    assert.match(shown.takeComplaints().join(), /404/);
  });

  it('discards a plan: nothing of it is written', async () => {
    await shown.goTo('/held');
    await shown.page.waitForSelector('text=No run is held');
    const before = created();
    for (let n = 0; n < 30; n += 1) {
      site.revio.edit({
        entity: 'customers',
        action: 'add',
        fields: {
          account_number: `NEW${n}`,
          status: 'OPEN',
          class: 'BUSINESS',
          service_address: {
            company_name: `Newcomer ${n} LLC`,
            line_1: `${n + 1} Newcomer Way`,
            city: `Newville ${n}`,
            state_or_province: 'NY',
            postal_code: `0${3000 + n * 53}`,
          },
        },
      });
    }
    await site.run('rapid-response-outbound');
    await shown.page.click('.hold h2 a');
    await shown.page.getByRole('button', { name: 'Discard' }).click();
    await shown.page.waitForSelector('dialog >> text=Nothing of this plan is written');
    await shown.page.locator('dialog').getByRole('button', { name: 'Discard' }).click();
    await shown.page.waitForSelector('text=No run is held');
    assert.deepEqual(await site.holds(), []);
    assert.equal(created(), before);
    await shown.close();
  });
});
