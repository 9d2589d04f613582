import assert from 'node:assert/strict';
import {
  type RevioSimulator,
  type RevioSimulatorOptions,
  SMALL_CUSTOMERS,
  startRevioSimulator,
} from '../../simulators/revio';
import { basic, call, ids, newCustomer } from './revio-call';

describe('the simulated Rev.io', () => {
  let simulator: RevioSimulator;
  const start = async (options: RevioSimulatorOptions = {}) => {
    await simulator?.close();
    simulator = await startRevioSimulator(options);
  };
  const rules = () => simulator.breaches.list().map(({ rule }) => rule);

  beforeEach(() => start());
  after(() => simulator.close());

  describe('at the door', () => {
    it('takes Basic user@client:password, and no other form', async () => {
      assert.equal((await call(simulator, 'GET', '/BillProfiles')).status, 200);
      const wrong = await call(simulator, 'GET', '/BillProfiles', undefined, {
        authorization: basic('simuser@simclient:no'),
      });
      assert.equal(wrong.status, 401);
      assert.deepEqual(rules(), [], 'a wrong password is no breach');
      const misshapen = await call(simulator, 'GET', '/BillProfiles', undefined, {
        authorization: basic('simuser:simpass'),
      });
      assert.equal(misshapen.status, 401);
      assert.match(rules()[0] ?? '', /authorization is not Basic/);
    });

    it('asks for the subscription key where one is set', async () => {
      await start({ subscriptionKey: 'SIMSUB' });
      assert.equal((await call(simulator, 'GET', '/BillProfiles')).status, 401);
      const opened = await call(simulator, 'GET', '/BillProfiles', undefined, {
        'Ocp-Apim-Subscription-Key': 'SIMSUB',
      });
      assert.equal(opened.status, 200);
      assert.ok(!JSON.stringify(simulator.log.calls()).includes('SIMSUB'), 'masked in the log');
    });

    it('ignores the case of paths, knows no others, and refuses wrong verbs', async () => {
      assert.equal((await call(simulator, 'GET', '/cUSTOMERS/1000')).status, 200);
      assert.equal((await call(simulator, 'GET', '/Requests')).status, 404);
      assert.equal((await call(simulator, 'GET', '/Customers/999999')).status, 404);
      assert.equal((await call(simulator, 'POST', '/IntegrationSystem', {})).status, 405);
      assert.equal((await call(simulator, 'PATCH', '/IntegrationKeyLink/1000', [])).status, 404);
    });

    it('never lets a customer be deleted, and remembers who tried', async () => {
      assert.equal((await call(simulator, 'DELETE', '/Customers/1000')).status, 403);
      assert.deepEqual(rules(), ['a customer must never be deleted']);
    });

    it('wants json-patch for a patch', async () => {
      const patch = [{ op: 'replace', path: '/line_1', value: 'x' }];
      const wrong = await call(simulator, 'PATCH', '/Addresses/1000', patch, { 'content-type': 'application/json' });
      assert.equal(wrong.status, 415);
      assert.equal(rules().length, 1);
    });

    it('refuses with 429 and counts a breach over the limit of a minute', async () => {
      await start({ switches: { callsPerMinute: 3 } });
      for (let n = 0; n < 3; n += 1) assert.equal((await call(simulator, 'GET', '/BillProfiles')).status, 200);
      const refused = await call(simulator, 'GET', '/BillProfiles');
      assert.equal(refused.status, 429);
      assert.match(String(refused.json.message), /^Rate limit is exceeded\. Try again in \d+ seconds\.$/);
      assert.ok(Number(refused.headers.get('retry-after')) >= 1);
      assert.deepEqual(rules(), ['more than 3 calls in a minute']);
    });
  });

  describe('lists', () => {
    it('gives ten unless told, 500 at most, and counts only the page', async () => {
      await start({ seed: { large: 600 } });
      const first = await call(simulator, 'GET', '/Customers');
      assert.deepEqual([first.json.record_count, first.json.has_more], [10, true]);
      const clamped = await call(simulator, 'GET', '/Customers?search.page_size=9000');
      assert.equal(clamped.json.record_count, 500);
      const second = await call(simulator, 'GET', '/Customers?search.page=2&search.page_size=500');
      assert.deepEqual([second.json.record_count, second.json.has_more], [100, false]);
    });

    it('ignores unknown filters, a bad sort, and bare names beside search. ones', async () => {
      const all = await call(simulator, 'GET', '/Customers?search.page_size=500&search.colour=red&search.sort=colour');
      assert.equal(all.json.record_count, 17);
      assert.deepEqual(rules(), []);
      const mixed = await call(simulator, 'GET', '/Customers?search.page=1&page_size=3');
      assert.equal(mixed.json.record_count, 10);
      const bare = await call(simulator, 'GET', '/Customers?page_size=3');
      assert.equal(bare.json.record_count, 3);
      await call(simulator, 'GET', '/Customers?search.account_number=');
      assert.deepEqual(rules(), ['bare and search. names in one request', 'blank search value: search.account_number']);
    });

    it('finds by account number with its zeros, and by what changed since', async () => {
      const found = await call(simulator, 'GET', '/Customers?search.account_number=00123');
      assert.deepEqual(ids(found), [SMALL_CUSTOMERS.leadingZeros]);
      simulator.clock.advance(3_600_000);
      const since = simulator.clock.stamp();
      simulator.edit({
        entity: 'customers',
        id: '1004',
        action: 'set',
        fields: { service_address: { line_1: '5 New' } },
      });
      const changed = await call(simulator, 'GET', `/Customers?search.updated_date_start=${since}`);
      assert.deepEqual(ids(changed), [1004]);
    });

    const distorted = async (distort: string, path: string) => {
      simulator.faults.clear();
      simulator.faults.add({ match: { operation: 'GET Customers' }, distort });
      return call(simulator, 'GET', path);
    };

    it('can be distorted: stuck, doubled, unsorted, unfiltered, short, empty', async () => {
      assert.equal((await distorted('has-more-stuck', '/Customers?search.page=9')).json.has_more, true);
      const onTwoPages = await distorted('row-on-two-pages', '/Customers?search.page=2&search.page_size=5');
      assert.deepEqual(ids(onTwoPages), [1004, 1005, 1006, 1007, 1008]);
      const unsorted = ids(await distorted('sort-ignored', '/Customers?search.sort=customer_id'));
      assert.notDeepEqual(unsorted, [...unsorted].sort());
      assert.equal((await distorted('filter-ignored', '/Customers?search.account_number=00123')).json.record_count, 10);
      assert.equal((await distorted('short', '/Customers?search.page_size=500')).json.record_count, 10);
      const empty = await distorted('empty', '/Customers');
      assert.deepEqual([empty.status, empty.json.record_count, empty.json.has_more], [200, 0, false]);
    });

    it('shifts when somebody removes a row between two pages', async () => {
      simulator.faults.add({
        match: { operation: 'GET Customers' },
        nth: 2,
        edits: [{ entity: 'customers', id: '1001', action: 'remove' }],
      });
      const first = ids(await call(simulator, 'GET', '/Customers?search.page=1&search.page_size=5'));
      const second = ids(await call(simulator, 'GET', '/Customers?search.page=2&search.page_size=5'));
      assert.deepEqual([first.at(-1), second[0]], [1004, 1006], '1005 is hidden');
    });

    it('keeps a fresh record out of listings for as many calls as the switch says', async () => {
      simulator.switches.hideFreshFor = 2;
      const { id } = (await call(simulator, 'POST', '/Customers', newCustomer())).json;
      assert.equal((await call(simulator, 'GET', `/Customers/${id}`)).status, 200);
      const counts = [];
      for (let n = 0; n < 3; n += 1) {
        counts.push((await call(simulator, 'GET', '/Customers?search.account_number=N-1')).json.record_count);
      }
      assert.deepEqual(counts, [0, 0, 1]);
    });
  });

  describe('customers and addresses', () => {
    it('answers a create with 201, ok, the id, and a Location that leads astray', async () => {
      const created = await call(simulator, 'POST', '/Customers', newCustomer());
      assert.equal(created.status, 201);
      assert.equal(created.json.ok, true);
      assert.ok(!created.headers.get('location')?.endsWith(`/${created.json.id}`));
      assert.deepEqual(
        simulator.log.writes().map(({ entity, kind }) => `${kind} ${entity}`),
        ['create addresses', 'create customers'],
      );
      const read = await call(simulator, 'GET', `/Customers/${created.json.id}`);
      assert.equal((read.json.service_address as { company_name: string }).company_name, 'New Shop');
      assert.equal(read.json.source, 'dealer-sync');
      assert.equal(read.json.close_date, '0001-01-01T00:00:00');
    });

    it('numbers a customer only when the account number was left blank', async () => {
      const { id } = (await call(simulator, 'POST', '/Customers', newCustomer({ account_number: '' }))).json;
      assert.match(String((await call(simulator, 'GET', `/Customers/${id}`)).json.account_number), /^7\d+$/);
    });

    const refusals: [string, Record<string, unknown>][] = [
      ['an inactive bill profile', { finance: { bill_profile_id: 3 } }],
      ['an unknown bill profile', { finance: { bill_profile_id: 99 } }],
      ['no class', { profile: {} }],
      ['a billing method that is none', { finance: { bill_profile_id: 1, billing_method: 'PIGEON' } }],
      ['bills by e-mail without an e-mail', { finance: { bill_profile_id: 1, billing_method: 'EMAIL' } }],
      ['a business without a name', { service_address: { line_1: '1 New St' } }],
      ['no service address', { service_address: undefined }],
    ];
    for (const [what, changes] of refusals) {
      it(`refuses ${what}, in an array, and breaks the run`, async () => {
        const refused = await call(simulator, 'POST', '/Customers', newCustomer(changes));
        assert.equal(refused.status, 400);
        assert.ok(Array.isArray(JSON.parse(refused.text)));
        assert.equal(rules().length, 1);
        assert.deepEqual(simulator.log.writes(), []);
      });
    }

    it('changes a shared address everywhere it stands, and moves the dates', async () => {
      const before = (await call(simulator, 'GET', `/Customers/${SMALL_CUSTOMERS.sharedAddress}`)).json;
      const row = (before.service_address as { address_id: number }).address_id;
      simulator.clock.advance(60_000);
      const patched = await call(simulator, 'PATCH', `/Addresses/${row}`, [
        { op: 'replace', path: '/line_1', value: '9 Moved' },
      ]);
      assert.deepEqual([patched.status, patched.json], [200, { ok: true, id: row }]);
      const after = (await call(simulator, 'GET', `/Customers/${SMALL_CUSTOMERS.sharedAddress}`)).json;
      for (const role of ['service_address', 'billing_address', 'listing_address']) {
        assert.equal((after[role] as { line_1: string }).line_1, '9 Moved');
      }
      assert.ok(String(after.updated_date) > String(before.updated_date));
      assert.equal(simulator.log.writes().length, 1);
    });

    it('parts a shared address: a row of its own, then the customer pointed at it', async () => {
      const customer = SMALL_CUSTOMERS.sharedAddress;
      const { id } = (await call(simulator, 'POST', '/Addresses', { customer_id: customer, line_1: '9 Apart' })).json;
      const step = { op: 'replace', path: '/service_address/address_id', value: id };
      assert.equal((await call(simulator, 'PATCH', `/Customers/${customer}`, [step])).status, 200);
      const { json } = await call(simulator, 'GET', `/Customers/${customer}`);
      assert.equal((json.service_address as { line_1: string }).line_1, '9 Apart');
      assert.equal((json.billing_address as { line_1: string }).line_1, '7 Single St');
    });

    it('knows only replace, and refuses or swallows an unknown path', async () => {
      const unknown = [{ op: 'replace', path: '/nowhere', value: '1' }];
      assert.equal(
        (await call(simulator, 'PATCH', '/Addresses/1000', [{ op: 'add', path: '/line_1', value: '1' }])).status,
        400,
      );
      assert.equal((await call(simulator, 'PATCH', '/Addresses/1000', unknown)).status, 400);
      simulator.switches.unknownPatchPath = 'silent';
      assert.equal((await call(simulator, 'PATCH', '/Addresses/1000', unknown)).status, 200);
      assert.deepEqual(simulator.log.writes(), []);
    });

    it('does a patch whole or not at all', async () => {
      const steps = [
        { op: 'replace', path: '/service_address/line_1', value: 'half' },
        { op: 'replace', path: '/status', value: 'NONSENSE' },
      ];
      assert.equal((await call(simulator, 'PATCH', '/Customers/1000', steps)).status, 400);
      assert.deepEqual(simulator.log.writes(), []);
    });

    it('closes by the way that the switch names', async () => {
      const close = [{ op: 'replace', path: '/status', value: 'CLOSED' }];
      const status = async (id: number) => (await call(simulator, 'GET', `/Customers/${id}`)).json.status;
      await call(simulator, 'PATCH', '/Customers/1000', close);
      assert.equal(await status(1000), 'CLOSED');
      simulator.switches.closing = 'silent';
      assert.equal((await call(simulator, 'PATCH', '/Customers/1001', close)).status, 200);
      assert.equal(await status(1001), 'OPEN');
      simulator.switches.closing = 'action';
      assert.equal((await call(simulator, 'PATCH', '/Customers/1001', close)).status, 400);
      assert.equal((await call(simulator, 'POST', '/Customers/1001/Close', {})).status, 200);
      assert.equal(await status(1001), 'CLOSED');
    });

    it('gives back other texts than it was sent, where the switch says so', async () => {
      simulator.switches.onSave = 'upper-case';
      await call(simulator, 'PATCH', '/Addresses/1000', [{ op: 'replace', path: '/line_1', value: '14 Mill St' }]);
      assert.equal((await call(simulator, 'GET', '/Addresses/1000')).json.line_1, '14 MILL ST');
    });
  });

  describe('contacts', () => {
    it('adds, changes, finds by customer, and removes', async () => {
      const { id } = (await call(simulator, 'POST', '/Contacts', { customer_id: 1003, name: 'Jo Doe', phone: '555' }))
        .json;
      await call(simulator, 'PATCH', `/Contacts/${id}`, [{ op: 'replace', path: '/mobile', value: '556' }]);
      const found = await call(simulator, 'GET', '/Contacts?search.customer_id=1003');
      assert.deepEqual(ids(found, 'contact_id'), [id]);
      assert.equal((found.json.records as { mobile: string }[])[0]?.mobile, '556');
      assert.equal((await call(simulator, 'DELETE', `/Contacts/${id}`)).status, 200);
      assert.equal((await call(simulator, 'GET', `/Contacts/${id}`)).status, 404);
      assert.equal((await call(simulator, 'POST', '/Contacts', { customer_id: 1003, name: ' ' })).status, 400);
    });
  });

  describe('key links', () => {
    const example = {
      integration_system_id: 4,
      integration_entity_type_id: 2,
      internal_id: 1015,
      external_id: '0012D00000dAsFzQAK',
    };

    it("follows Rev.io's own example to the end", async () => {
      const system = await call(simulator, 'GET', '/IntegrationSystem?search.system_name=SALESFORCE');
      assert.deepEqual(ids(system, 'integration_system_id'), [4]);
      const type = await call(simulator, 'GET', '/IntegrationEntityType?search.entity_type_name=customer');
      assert.deepEqual(ids(type, 'integration_entity_type_id'), [2]);
      const created = await call(simulator, 'POST', '/IntegrationKeyLink', example);
      assert.equal(created.status, 201);
      const found = await call(simulator, 'GET', `/IntegrationKeyLink?search.external_id=${example.external_id}`);
      assert.deepEqual(ids(found, 'integration_key_link_id'), [created.json.id]);
      const otherCase = await call(simulator, 'GET', '/IntegrationKeyLink?search.external_id=0012d00000dasfzqak');
      assert.equal(otherCase.json.record_count, 0, 'external ids compare with case');
    });

    it('checks that the internal id exists, and lets doubles be', async () => {
      const missing = await call(simulator, 'POST', '/IntegrationKeyLink', { ...example, internal_id: 424242 });
      assert.equal(missing.status, 400);
      assert.match(missing.text, /internal_id 424242 is not the primary key of any CUSTOMER/);
      await call(simulator, 'POST', '/IntegrationKeyLink', example);
      assert.equal((await call(simulator, 'POST', '/IntegrationKeyLink', example)).status, 201);
    });

    it('replaces by PUT, deletes, and cannot be patched', async () => {
      const { id } = (await call(simulator, 'POST', '/IntegrationKeyLink', example)).json;
      const put = await call(simulator, 'PUT', `/IntegrationKeyLink/${id}`, { ...example, internal_id: 1000 });
      assert.equal(put.status, 200);
      assert.equal((await call(simulator, 'GET', `/IntegrationKeyLink/${id}`)).json.internal_id, '1000');
      assert.equal((await call(simulator, 'PUT', `/IntegrationKeyLink/${id}`, { external_id: 'x' })).status, 400);
      assert.equal((await call(simulator, 'PATCH', `/IntegrationKeyLink/${id}`, [])).status, 405);
      assert.equal((await call(simulator, 'DELETE', `/IntegrationKeyLink/${id}`)).status, 200);
      assert.equal((await call(simulator, 'DELETE', `/IntegrationKeyLink/${id}`)).status, 404);
    });

    it('may lack our systems', async () => {
      simulator.switches.integrationSystems = 'none-of-ours';
      const { json } = await call(simulator, 'GET', '/IntegrationSystem');
      const names = (json.records as { system_name: string }[]).map(({ system_name }) => system_name);
      assert.deepEqual(names, ['QUICKBOOKS', 'SALESFORCE']);
    });
  });
});
