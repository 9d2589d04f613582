import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import {
  BAD_GATEWAY,
  REVIO_CREDENTIALS,
  type RevioSimulator,
  SMALL_CUSTOMERS,
  startRevioSimulator,
} from '../../simulators/revio';
import { answersOf, refusalsOf } from './one-message';
import { connections, heardNode, Rig } from './rig';

const OPERATIONS = [
  'list-customers',
  'get-customer',
  'find-customer',
  'create-customer',
  'update-customer',
  'close-customer',
  'list-contacts',
  'create-contact',
  'update-contact',
  'delete-contact',
  'list-bill-profiles',
];

describe('revio', () => {
  const rig = new Rig();
  let revio: RevioSimulator;
  const variables = ['REVIO_BASE_URL', 'REVIO_USERNAME', 'REVIO_CLIENT_CODE', 'REVIO_PASSWORD', 'MY_REVIO_URL'];
  const kept = variables.map((name) => [name, process.env[name]] as const);

  before(async () => {
    revio = await startRevioSimulator({ seed: 'small', switches: { callsPerMinute: 0 } });
    const { nodes, credentials } = connections({ revio: revio.url });
    const { username, password, clientCode } = REVIO_CREDENTIALS;
    Object.assign(process.env, {
      REVIO_BASE_URL: revio.url,
      REVIO_USERNAME: username,
      REVIO_CLIENT_CODE: clientCode,
      REVIO_PASSWORD: password,
      MY_REVIO_URL: revio.url,
    });
    await rig.load(
      [
        ...nodes,
        { id: 'from-environment', type: 'dealer-sync-revio-config', baseUrl: '', clientCode: '' },
        {
          id: 'by-reference',
          type: 'dealer-sync-revio-config',
          baseUrl: `\${MY_REVIO_URL}`,
          clientCode: `\${REVIO_CLIENT_CODE}`,
        },
        ...OPERATIONS.map((op) => heardNode(op, 'revio', 1, { revio: 'revio-config', op })),
        heardNode('blank-fields', 'revio', 1, { revio: 'from-environment', op: 'list-bill-profiles' }),
        heardNode('references', 'revio', 1, { revio: 'by-reference', op: 'list-bill-profiles' }),
        heardNode('unset', 'revio', 1, { revio: '', op: 'list-customers' }),
        heardNode('no-op', 'revio', 1, { revio: 'revio-config', op: 'paint-customer' }),
        heardNode('wrong', 'revio', 1, { revio: 'wrong-config', op: 'list-customers' }),
        { id: 'wrong-config', type: 'dealer-sync-revio-config', baseUrl: revio.url, clientCode },
        heardNode('no-url', 'revio', 1, { revio: 'url-config', op: 'list-customers' }),
        { id: 'url-config', type: 'dealer-sync-revio-config', baseUrl: 'revio.example', clientCode },
        heardNode('bad-profile', 'revio', 1, { revio: 'profile-config', op: 'list-customers' }),
        { id: 'profile-config', type: 'dealer-sync-revio-config', baseUrl: revio.url, clientCode, profile: '{oops' },
      ],
      {
        ...credentials,
        'by-reference': { username: `\${REVIO_USERNAME}`, password: `\${REVIO_PASSWORD}` },
        'wrong-config': { username, password: 'PLANTED-WRONG' },
        'url-config': { username, password },
        'profile-config': { username, password },
      },
    );
  });
  after(async () => {
    await rig.unload();
    await revio.close();
    for (const [name, value] of kept) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  afterEach(() => {
    revio.faults.clear();
    assert.deepEqual(revio.breaches.list(), []);
  });

  const one = answersOf(rig);

  it('lists the customers as items, from any trigger', async () => {
    const items = await one('list-customers', 'go');
    assert.equal(items.length, revio.state.customers.all().length);
    assert.equal(items[0].key, `revio:${items[0].customer.id}`);
  });

  it('gets and finds, in any of the forms that people send', async () => {
    const { business } = SMALL_CUSTOMERS;
    for (const payload of [String(business), business, { id: String(business) }, { id: business }]) {
      assert.equal((await one('get-customer', payload)).name, 'Ash & Birch Dental');
    }
    assert.equal(await one('get-customer', '999999'), null);
    assert.equal((await one('find-customer', { accountNumber: 'A-100' }))[0].id, String(business));
    assert.deepEqual(await one('find-customer', { accountNumber: 'a-100' }), [], 'exact, with case');
  });

  it('creates, updates and closes a customer', async () => {
    const address = { line1: '1 New St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };
    const draft = { kind: 'business', name: 'New Bakery', accountNumber: 'NEW1', address, billProfileId: '1' };
    const { id } = await one('create-customer', draft);
    const changed = await one('update-customer', { id, kind: 'business', address: { line1: '2 New St' } });
    assert.equal(changed.address.line1, '2 New St');
    assert.equal((await one('close-customer', { id })).status, 'closed');
  });

  it('creates, updates, lists and deletes a contact', async () => {
    const customerId = String(SMALL_CUSTOMERS.plain);
    const { id } = await one('create-contact', { customerId, name: 'Ann Baker', phone: '555 010 1234' });
    assert.equal((await one('update-contact', { id, name: 'Ann B. Baker' })).name, 'Ann B. Baker');
    assert.equal((await one('list-contacts', { customerId })).length, 1);
    assert.equal((await one('list-contacts', customerId)).length, 1);
    assert.equal(await one('delete-contact', id), null);
    assert.deepEqual(await one('list-contacts', { customerId }), []);
  });

  it('takes the environment where fields are blank, and a variable where a field names it', async () => {
    assert.ok((await one('blank-fields')).length > 0);
    assert.ok((await one('references')).length > 0);
  });

  describe('N1: tells exactly once', () => {
    const fails = refusalsOf(rig, () => revio);

    it('of a connection that is not chosen', () => fails('unset', {}, 'NO_CONFIG'));
    it('of an address that is none', () => fails('no-url', {}, 'BAD_URL'));
    it('of profile overrides that are no JSON', () => fails('bad-profile', {}, 'BAD_PROFILE'));
    it('of an operation that there is none', () => fails('no-op', {}, 'BAD_OPERATION'));

    it('of a wrong password, without telling it', async () => {
      assert.doesNotMatch(await fails('wrong', {}, 'UNAUTHORIZED'), /PLANTED/);
    });

    it('of a customer that Rev.io refuses', async () => {
      const draft = { kind: 'business', name: 'No Profile Inc', accountNumber: 'N1', billProfileId: '999' };
      const address = { line1: '1 New St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };
      await fails('create-customer', { ...draft, address }, 'REFUSED');
      revio.breaches.clear();
    });

    it('of a payload that lacks what the operation needs', async () => {
      for (const payload of [undefined, null, '', {}, { id: {} }, [], { id: '' }]) {
        await fails('get-customer', payload, 'BAD_PAYLOAD');
      }
      for (const id of ['create-customer', 'update-customer', 'create-contact', 'update-contact']) {
        for (const payload of [undefined, 'text', 7, [], {}]) {
          const { errors, completed } = await rig.send(id, { payload });
          assert.deepEqual([errors[0]?.code, completed], ['BAD_PAYLOAD', 0], `${id} ${JSON.stringify(payload)}`);
          assert.equal(errors.length, 1);
        }
      }
    });

    it('of a gateway that answers for Rev.io', async () => {
      revio.faults.add({ ...BAD_GATEWAY, match: { operation: 'PATCH *' } });
      await fails('update-customer', { id: '1015', kind: 'business', address: { line1: '9 X St' } }, 'SERVER_ERROR');
    });
  });
});
