import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { RunView } from '../../lib/sync/operations/overview';
import { SMALL_SITES } from '../../simulators/cms';
import { SMALL_CUSTOMERS } from '../../simulators/revio';
import { edited, Site, USER, until } from './site';

const PUSH = 'revio-push-to-cms';
/** The customers that `addCustomers` adds come after those of the seed. */
const FIRST_OF_OURS = 1017;
const ID = {
  fresh: String(FIRST_OF_OURS),
  second: String(FIRST_OF_OURS + 1),
  third: String(FIRST_OF_OURS + 2),
  noPhone: String(FIRST_OF_OURS + 3),
  moved: String(FIRST_OF_OURS + 4),
  fourth: String(FIRST_OF_OURS + 5),
};

describe('pushing customers to CMS, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;

  before(async () => {
    site = await Site.start({
      cms: { seed: 'small' },
      revio: { seed: 'small' },
      env: { CMS_DEFAULT_AUTH_ID: '' },
      edit: (flows) =>
        edited(flows, `${PUSH}-push`, { payload: JSON.stringify({ cause: 'manual', customerIds: [ID.fresh] }) }),
    });
    addCustomers(site);
  });
  after(() => site?.end());

  const push = (...customerIds: string[]) => site.run(PUSH, { customerIds });
  const sitesNamed = (name: string) => site.cms.state.sites.all().filter((row) => row.site_name.trim() === name);
  const wrote = () => site.cms.log.writes().length + site.revio.log.writes().length;
  const outcomes = async (run: RunView) =>
    Object.fromEntries((await site.records(run.id)).map(({ key, outcome, code }) => [key, code ?? outcome]));

  it('a blank Default Contact Auth ID is one clear error, and nothing is written', async () => {
    const run = await push(ID.fresh, ID.second);
    assert.deepEqual([run.state, run.error?.code], ['failed', 'MISSING_AUTH_ID']);
    assert.match(run.error?.message ?? '', /Default Contact Auth ID/);
    assert.equal(wrote(), 0);
    // The run is over before Node-RED has carried its alert to the end of the flow.
    await until(async () => site.heard('alerts-send')[0], 'the alert');
    const sentence = /\[error\].*Default Contact Auth ID/g;
    assert.equal(site.told().match(sentence)?.length, 1, 'N1: one error, told once');
    assert.deepEqual(
      site.heard('alerts-send').map(({ topic }) => topic),
      ['failed'],
    );
    await site.nodeRed.stop();
    await site.startAgain({ CMS_DEFAULT_AUTH_ID: 'MSTR' });
  });

  it('creates the site once, with a contact that carries the Auth ID, when the inject is pressed', async () => {
    const run = await site.press(`${PUSH}-push`, PUSH);
    assert.deepEqual([run.state, run.who, run.counts.seen, run.counts.created], ['done', 'inject', 1, 1]);
    const [made, ...more] = sitesNamed('Fresh Push LLC');
    assert.ok(made && more.length === 0);
    assert.equal(site.cms.state.systemByNumber('PUSH01')?.site_no, made.site_no);
    assert.deepEqual(
      site.cms.state.contactsOf(made.site_no).map(({ name, auth_id }) => [name, auth_id]),
      [['Fay Fresh', 'MSTR']],
    );
    const link = site.revio.state.keyLinks.all().find((row) => row.external_id === String(made.site_no));
    assert.equal(link?.internal_id, ID.fresh);
  });

  it('S22: audits site, contact and key link', async () => {
    const entries = await site.audit(`?key=revio:${ID.fresh}`);
    assert.deepEqual(entries.map(({ entity, operation, who }) => [entity, operation, who]).sort(), [
      ['account', 'create', 'inject'],
      ['contact', 'create', 'inject'],
      ['key link', 'create', 'inject'],
    ]);
  });

  it('S8: pushed again, nothing is written', async () => {
    const before = wrote();
    const run = await push(ID.fresh);
    assert.deepEqual([run.state, run.counts.seen, run.counts.unchanged], ['done', 1, 1]);
    assert.equal(wrote(), before);
  });

  it('links a customer who is at CMS already, and doubles nobody', async () => {
    const before = site.cms.state.sites.size;
    const run = await push(String(SMALL_CUSTOMERS.business));
    assert.deepEqual([run.state, run.counts.linked + run.counts.conflict, run.counts.created], ['done', 1, 0]);
    assert.deepEqual(site.cms.state.sites.size, before);
    const link = site.revio.state.keyLinks.all().find((row) => row.external_id === String(SMALL_SITES.padded));
    assert.equal(link?.internal_id, String(SMALL_CUSTOMERS.business));
  });

  it('S16: a customer who may be one of the sites waits for a person', async () => {
    const run = await push(ID.moved);
    assert.deepEqual([run.state, run.counts.created, run.counts.pending], ['done', 0, 1]);
    assert.equal(sitesNamed('Movable Goods Emporium').length, 1);
    const [match] = await site.pending();
    assert.equal(match?.candidates[0]?.customer.id, ID.moved);
    await site.post(`pending/${match?.id}`, { decision: 'accept' });
    const next = await push(ID.moved);
    assert.equal(next.counts.linked + next.counts.conflict, 1);
    assert.equal(sitesNamed('Movable Goods Emporium').length, 1);
  });

  it('S13: several at once: each by itself, the good ones are made whatever the others say', async () => {
    const run = await push(ID.second, ID.third, ID.noPhone, String(SMALL_CUSTOMERS.closed), '99999', ID.second);
    assert.equal(run.state, 'done');
    assert.deepEqual(await outcomes(run), {
      [`revio:${ID.second}`]: 'created',
      [`revio:${ID.third}`]: 'created',
      [`revio:${ID.noPhone}`]: 'NO_PHONE',
      [`revio:${SMALL_CUSTOMERS.closed}`]: 'skipped',
      'revio:99999': 'UNKNOWN_CUSTOMER',
    });
    const entries = await site.audit(`?runId=${run.id}`);
    assert.ok(entries.every(({ who }) => who === USER));
    assert.equal(sitesNamed('Second Push LLC').length, 1);
  });

  it('S8: pushed by several people in one moment, the site is made once', async () => {
    const asked = await Promise.all(
      Array.from({ length: 4 }, () =>
        site.post<{ runId: string }>(`integrations/${PUSH}/run`, { customerIds: [ID.fourth] }),
      ),
    );
    for (const id of new Set(asked.map(({ runId }) => runId))) assert.equal((await site.over(id)).state, 'done');
    assert.equal(sitesNamed('Fourth Push LLC').length, 1);
  });

  it('answers 400 with a sentence when no customer is named, and tells the catch node', async () => {
    for (const body of [{}, { customerIds: [] }]) {
      const answer = await site.request('POST', `integrations/${PUSH}/run`, body);
      assert.deepEqual([answer.status, answer.body.code], [400, 'NO_CUSTOMERS']);
      assert.match(answer.body.message ?? '', /customerIds/);
    }
    const bad = await site.request('POST', `integrations/${PUSH}/run`, { customerIds: [{}] });
    assert.deepEqual([bad.status, bad.body.code], [400, 'BAD_TRIGGER']);
    const unknown = await site.request('POST', 'integrations/nobody/run', {});
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'UNKNOWN_INTEGRATION']);
  });

  it('S2: the sync that comes in finds the pushed sites linked, and imports no contact back', async () => {
    const contacts = site.revio.state.contacts.all().filter(({ customer_id }) => customer_id >= FIRST_OF_OURS);
    await site.press('cms-sync-now');
    const before = wrote();
    const run = await site.press('cms-sync-now');
    assert.deepEqual([run.state, wrote() - before], ['done', 0]);
    const now = site.revio.state.contacts.all().filter(({ customer_id }) => customer_id >= FIRST_OF_OURS);
    assert.deepEqual(now, contacts);
    const linked = new Set((await site.links()).map(({ customerId }) => customerId));
    for (const id of [ID.fresh, ID.second, ID.third, ID.fourth, ID.moved]) assert.ok(linked.has(id), id);
  });
});

function addCustomers(site: Site): void {
  const add = (company_name: string, account_number: string, line_1: string) =>
    site.revio.edit({
      entity: 'customers',
      action: 'add',
      fields: {
        account_number,
        class: 'BUSINESS',
        service_address: { company_name, line_1, city: 'Testville', state_or_province: 'NY', postal_code: '00001' },
      },
    }) as { customer_id: number };
  const call = (customer_id: number, name: string, phone: string) =>
    site.revio.edit({ entity: 'contacts', action: 'add', fields: { customer_id, name, phone } });

  const fresh = add('Fresh Push LLC', 'PUSH01', '71 Fresh St');
  assert.equal(String(fresh.customer_id), ID.fresh);
  call(fresh.customer_id, 'Fay Fresh', '(555) 010-0101');
  call(add('Second Push LLC', 'PUSH02', '72 Second St').customer_id, 'Sam Second', '555-010-0102');
  call(add('Third Push LLC', 'PUSH03', '73 Third St').customer_id, 'Thea Third', '555-010-0103');
  add('Silent Push LLC', 'PUSH04', '74 Silent St');
  call(add('Movable Goods Emporium', 'PUSH05', '75 New Home Ave').customer_id, 'Mo Vable', '555-010-0105');
  call(add('Fourth Push LLC', 'PUSH06', '76 Fourth St').customer_id, 'Flo Fourth', '555-010-0106');
  site.cms.edit({
    entity: 'sites',
    action: 'add',
    fields: {
      site_name: 'Movable Goods Emporium',
      site_addr1: '3 Old Home Ln',
      city_name: 'Elsewhere',
      state_id: 'NY',
      zip_code: '00009',
      phone1: '5550100333',
    },
  });
}
