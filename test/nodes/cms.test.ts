import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { CMS_KEYS, type CmsSimulator, DOCTYPE, SMALL_SITES, startCmsSimulator, WEB_PAGE } from '../../simulators/cms';
import { answersOf, refusalsOf } from './one-message';
import { connections, heardNode, Rig } from './rig';

const OPERATIONS = [
  'list-accounts',
  'get-account',
  'find-account',
  'create-account',
  'update-account',
  'list-contacts',
  'create-contact',
  'list-codes',
];

describe('cms', () => {
  const rig = new Rig();
  let cms: CmsSimulator;
  const site = String(SMALL_SITES.padded);

  before(async () => {
    cms = await startCmsSimulator({ seed: 'small' });
    const { nodes, credentials } = connections({ cms: cms.url });
    const { accessKeyId, keyCode } = CMS_KEYS;
    await rig.load(
      [
        ...nodes,
        { id: 'wrong-config', type: 'dealer-sync-cms-config', serverUrl: cms.url, companyId: 'SIM' },
        { id: 'blank-config', type: 'dealer-sync-cms-config' },
        ...OPERATIONS.map((op) =>
          heardNode(op, 'cms', 1, { cms: 'cms-config', op, withContacts: true, table: 'auth' }),
        ),
        heardNode('no-contacts', 'cms', 1, { cms: 'cms-config', op: 'list-accounts', withContacts: false }),
        heardNode('unset', 'cms', 1, { cms: '', op: 'list-accounts' }),
        heardNode('gone', 'cms', 1, { cms: 'no-such-node', op: 'get-account' }),
        heardNode('no-op', 'cms', 1, { cms: 'cms-config', op: 'paint-account' }),
        heardNode('wrong', 'cms', 1, { cms: 'wrong-config', op: 'list-accounts' }),
        heardNode('blank', 'cms', 1, { cms: 'blank-config', op: 'list-accounts' }),
      ],
      { ...credentials, 'wrong-config': { accessKeyId, keyCode: `${keyCode}-PLANTED-WRONG` } },
    );
  });
  after(async () => {
    await rig.unload();
    await cms.close();
  });
  afterEach(() => {
    cms.faults.clear();
    assert.deepEqual(cms.breaches.list(), []);
  });

  const one = answersOf(rig);

  it('lists the active accounts as items, from any trigger, with their contacts', async () => {
    const items = await one('list-accounts', Date.now());
    const ids = items.map(({ key }: { key: string }) => key);
    assert.ok(ids.includes(`cms:${site}`) && !ids.includes(`cms:${SMALL_SITES.cancelled}`), ids.join());
    const [dental] = items;
    assert.equal(dental.account.name, 'Ash & Birch Dental');
    assert.equal(dental.account.contacts.length, 2);
    assert.ok((await one('no-contacts')).every(({ account }: { account: object }) => !('contacts' in account)));
  });

  it('gets an account by id, in any of the forms that people send', async () => {
    for (const payload of [site, Number(site), { id: site }, { id: Number(site) }, ` ${site} `]) {
      assert.equal((await one('get-account', payload)).id, site);
    }
    assert.equal(await one('get-account', '999999999'), null);
  });

  it('finds by number, creates, updates, and adds a contact', async () => {
    const address = { line1: '1 New St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };
    const draft = { kind: 'business', name: 'New Bakery', accountNumber: 'NEW0001', address, phone: '5550109999' };
    const made = await one('create-account', draft);
    assert.equal((await one('find-account', { accountNumber: 'NEW0001' }))[0].id, made.id);
    const update = { id: made.id, kind: 'business', address: { line1: '2 New St' } };
    assert.match((await one('update-account', update)).address.line1, /^2 new st$/i);
    const contact = await one('create-contact', { accountId: made.id, name: 'Ann Baker', phone: '5550101234' });
    assert.match(contact.name, /baker/i);
    assert.equal((await one('list-contacts', { id: made.id })).length, 1);
  });

  it('lists the codes of a table', async () => {
    assert.ok((await one('list-codes')).some(({ id }: { id: string }) => id === 'MSTR'));
  });

  describe('N1: tells exactly once', () => {
    const fails = refusalsOf(rig, () => cms);

    it('of a connection that is not chosen, or gone', async () => {
      await fails('unset', {}, 'NO_CONFIG');
      await fails('gone', site, 'NO_CONFIG');
    });

    it('of blank settings, naming them', async () => {
      assert.match(await fails('blank', {}, 'MISSING_SETTING'), /Server URL, Access Key ID, Key Code, Company ID/);
    });

    it('of a wrong key code, without telling it', async () => {
      assert.doesNotMatch(await fails('wrong', {}, 'UNAUTHORIZED'), /PLANTED/);
    });

    it('of an operation that there is none', () => fails('no-op', {}, 'BAD_OPERATION'));

    it('of a payload that lacks what the operation needs', async () => {
      for (const payload of [undefined, null, '', {}, { id: {} }, [], { id: '' }]) {
        await fails('get-account', payload, 'BAD_PAYLOAD');
      }
      for (const id of ['create-account', 'create-contact', 'update-account']) {
        for (const payload of [undefined, 'text', 7, [], {}]) {
          const { errors, completed } = await rig.send(id, { payload });
          assert.deepEqual([errors[0]?.code, completed], ['BAD_PAYLOAD', 0], `${id} ${JSON.stringify(payload)}`);
          assert.equal(errors.length, 1);
        }
      }
    });

    it('of a web page, a DOCTYPE (N4), and a reply that is cut again and again', async function () {
      this.timeout(30_000);
      cms.faults.add(WEB_PAGE);
      await fails('list-accounts', {}, 'HTML_REPLY');
      cms.faults.clear();
      cms.faults.add(DOCTYPE);
      assert.doesNotMatch(await fails('list-accounts', {}, 'UNSAFE_REPLY'), /expanded/);
      cms.faults.clear();
      // Four reads at once and their tries open the breaker: what opened it is what is told.
      cms.faults.add({ match: { operation: 'GetContactList' }, end: 'cut' });
      await fails('list-accounts', {}, 'REPLY_CUT');
    });
  });
});
