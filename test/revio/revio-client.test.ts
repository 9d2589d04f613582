import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { DealerSyncError } from '../../lib/errors';
import { CallCounter, countCalls } from '../../lib/http/call-counts';
import type { Customer } from '../../lib/model/records';
import { createRevioClient, type RevioClient } from '../../lib/revio/revio-client';
import { type RevioSettings, settingsWarnings } from '../../lib/revio/settings';
import type { CustomerDraft } from '../../lib/sync/ports';
import type { FaultRule } from '../../simulators/kit/faults';
import {
  BAD_GATEWAY,
  BAD_REQUEST_ARRAY,
  CUT_REPLY,
  EMPTY_BODY,
  lostReply,
  NO_PERMISSION,
  OK_FALSE,
  QUOTA,
  REVIO_CREDENTIALS,
  type RevioSimulator,
  rateLimitFault,
  SERVER_ERROR,
  SMALL_CUSTOMERS as SMALL,
  startRevioSimulator,
  UNAUTHORIZED,
  UNAVAILABLE,
} from '../../simulators/revio';
import { HandClock } from '../http/hand-clock';

const DRAFT: CustomerDraft = {
  kind: 'residential',
  accountNumber: '00777',
  name: 'Anna Maria Bell',
  firstName: 'Anna',
  middleName: 'Maria',
  lastName: 'Bell',
  address: { line1: '1 New St', line2: '', city: 'Testville', state: 'NY', postalCode: '12345-6789' },
  email: 'anna@bell.example',
  billProfileId: '1',
};

describe('Rev.io client', () => {
  let simulator: RevioSimulator;
  let client: RevioClient;
  const clients: RevioClient[] = [];

  beforeEach(async () => {
    simulator = await startRevioSimulator({ seed: 'small', switches: { callsPerMinute: 0 } });
    client = connect();
  });

  afterEach(async () => {
    for (const one of clients.splice(0)) one.destroy();
    await simulator.close();
    assert.deepEqual(simulator.breaches.list(), []);
  });

  function connect(settings: Partial<RevioSettings> = {}): RevioClient {
    const made = createRevioClient({
      ...REVIO_CREDENTIALS,
      baseUrl: simulator.url,
      callsPerMinute: 100_000,
      retry: { baseMs: 1, capMs: 2 },
      timeoutMs: 2_000,
      clock: new HandClock(undefined, true),
      ...settings,
    });
    clients.push(made);
    return made;
  }

  async function failure(work: Promise<unknown>): Promise<DealerSyncError> {
    try {
      await work;
    } catch (error) {
      assert.ok(error instanceof DealerSyncError, inspect(error));
      const shown = inspect(error, { depth: 10 });
      assert.ok(!shown.includes(REVIO_CREDENTIALS.password) && !shown.includes('Authorization'), 'S21');
      return error;
    }
    assert.fail('did not fail');
  }

  const id = (name: keyof typeof SMALL) => String(SMALL[name]);
  const get = async (name: keyof typeof SMALL): Promise<Customer> => {
    const customer = await client.billing.getCustomer(id(name));
    assert.ok(customer);
    return customer;
  };
  const wire = (customer: string) => {
    const row = simulator.state.customers.get(Number(customer));
    assert.ok(row);
    return simulator.state.renderCustomer(row) as unknown as Record<string, Record<string, unknown>>;
  };
  async function all(): Promise<Customer[]> {
    const customers: Customer[] = [];
    for await (const batch of client.billing.listCustomers()) customers.push(...batch);
    return customers;
  }

  describe('settings', () => {
    it('names the blank one', () => {
      for (const field of ['username', 'clientCode', 'password'] as const) {
        assert.throws(
          () => connect({ [field]: ' ' }),
          (error: DealerSyncError) => error.code === 'MISSING_SETTING' && error.cause.field === field,
        );
      }
    });

    it('warns of a user name that looks like an e-mail address, and of an open connection', () => {
      assert.equal(settingsWarnings({ username: 'me@site.example' }).length, 1);
      assert.equal(settingsWarnings({ username: 'me', baseUrl: 'http://rev.example/v1' }).length, 1);
      assert.deepEqual(settingsWarnings({ username: 'me', baseUrl: 'http://127.0.0.1:1/v1' }), []);
    });

    it('proves the login with the bill profiles', async () => {
      const choices = await client.probe();
      assert.deepEqual(
        choices.map(({ active }) => active),
        [true, true, false],
      );
      assert.equal(client.billing.user, 'simuser@simclient');
      assert.equal(client.billing.host, new URL(simulator.url).host);
      assert.match(client.description, /client simclient/);
      assert.equal((await failure(connect({ password: 'wr0ng-pass' }).probe())).code, 'UNAUTHORIZED');
      const noBase = await failure(connect({ baseUrl: simulator.url.replace('/v1', '') }).probe());
      assert.match(noBase.message, /\/v1/);
    });
  });

  describe('reading', () => {
    it('says in our words what Rev.io holds', async () => {
      const customers = new Map((await all()).map((customer) => [Number(customer.id), customer]));
      assert.deepEqual(
        { ...customers.get(SMALL.residential), createdAt: '' },
        {
          id: '1001',
          kind: 'residential',
          accountNumber: 'A-101',
          name: 'Mary T Lopez',
          firstName: 'Mary',
          middleName: 'T',
          lastName: 'Lopez',
          address: { line1: '14 Mill St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' },
          status: 'open',
          createdAt: '',
        },
      );
      const business = customers.get(SMALL.business);
      assert.deepEqual(
        [business?.kind, business?.name, business?.companyName],
        ['business', ...Array(2).fill('Ash & Birch Dental')],
      );
      assert.equal(customers.get(SMALL.closed)?.status, 'closed');
      assert.equal(customers.get(SMALL.prospect)?.status, 'prospect');
      assert.equal(customers.get(1016)?.status, 'pending', 'status without case');
      assert.equal(customers.get(SMALL.parent)?.parent, true);
      assert.equal(customers.get(SMALL.sharedAddress)?.sharedAddress, true);
      assert.equal(customers.get(SMALL.business)?.sharedAddress, undefined);
      assert.equal(customers.get(SMALL.leadingZeros)?.accountNumber, '00123');
      assert.equal(customers.get(SMALL.nineDigitZip)?.address.postalCode, '00001-2345');
      assert.ok(!JSON.stringify([...customers.values()]).includes('PLANTED'), 'S21');
      assert.ok(!JSON.stringify([...customers.values()]).includes('1971-02-03'), 'S21');
    });

    it('S2: one call a page', async () => {
      const counter = new CallCounter();
      await countCalls(counter, all);
      assert.deepEqual(counter.counts, { [client.billing.host]: { GET: 1 } });
    });

    it('finds by account number with case, also where the filter is ignored', async () => {
      assert.deepEqual(
        (await client.billing.findCustomersByNumber('00123')).map((c) => c.id),
        [id('leadingZeros')],
      );
      assert.deepEqual(await client.billing.findCustomersByNumber('a-100'), []);
      simulator.faults.add({ distort: 'filter-ignored' });
      assert.deepEqual(
        (await client.billing.findCustomersByNumber('A-101')).map((c) => c.id),
        [id('residential')],
      );
      assert.deepEqual(
        (await client.billing.listContacts(id('business'))).map((c) => c.name),
        ['Ada Ash'],
      );
      assert.equal((await failure(client.billing.findCustomersByNumber(' '))).code, 'BLANK_SEARCH');
    });

    it('knows a customer that is gone', async () => {
      assert.equal(await client.billing.getCustomer('4711'), undefined);
    });

    it('neither loses nor doubles a customer while the list shifts', async () => {
      for (const distort of ['has-more-stuck', 'last-page-repeats', 'row-on-two-pages', 'sort-ignored']) {
        simulator.faults.clear();
        simulator.faults.add({ distort });
        const ids = (await all()).map((customer) => customer.id);
        assert.equal(new Set(ids).size, ids.length, distort);
        assert.equal(ids.length, 17, distort);
      }
    });

    it('does so over several pages too', async () => {
      for (let i = 0; i < 1100; i += 1) {
        simulator.edit({ entity: 'customers', action: 'add', fields: { account_number: `N-${i}` } });
      }
      const here = (await all()).map((customer) => customer.id);
      assert.equal(here.length, 1117);
      simulator.faults.add({
        nth: 2,
        edits: [
          { entity: 'customers', action: 'remove', id: '1003' },
          { entity: 'customers', action: 'add', fields: { account_number: 'fresh' } },
        ],
      });
      const read = (await all()).map((customer) => customer.id);
      assert.equal(new Set(read).size, read.length);
      for (const each of here.filter((one) => one !== '1003')) assert.ok(read.includes(each), `lost ${each}`);
    });
  });

  describe('failures', () => {
    for (const [title, fault, code, tries] of [
      ['429 with a header', rateLimitFault(3), 'RATE_LIMITED', 4],
      ['429 without one', rateLimitFault(3, false), 'RATE_LIMITED', 4],
      ["the day's quota", QUOTA, 'QUOTA_EXCEEDED', 1],
      ['a missing right', NO_PERMISSION, 'FORBIDDEN', 1],
      ['a rejected login', UNAUTHORIZED, 'UNAUTHORIZED', 1],
      ['a refusal in an array', BAD_REQUEST_ARRAY, 'REFUSED', 1],
      ['200 with ok: false', OK_FALSE, 'REFUSED', 1],
      ['500', SERVER_ERROR, 'SERVER_ERROR', 4],
      ['502 as a web page', BAD_GATEWAY, 'SERVER_ERROR', 4],
      ['503', UNAVAILABLE, 'SERVER_ERROR', 4],
      ['an empty body', EMPTY_BODY, 'REPLY_CUT', 4],
      ['a cut reply', CUT_REPLY, 'REPLY_CUT', 4],
      ['a web page', { status: 200, body: '<html>hello</html>' }, 'HTML_REPLY', 1],
      ['no records', { status: 200, body: { ok: true } }, 'BAD_REPLY', 1],
    ] as [string, FaultRule, string, number][]) {
      it(`S14: a listing that meets ${title} fails and is no listing`, async () => {
        simulator.faults.add(fault);
        const counter = new CallCounter();
        const error = await countCalls(counter, () => failure(all()));
        assert.equal(error.code, code);
        assert.equal(error.acted, 'no');
        assert.equal(error.cause.system, 'Rev.io');
        assert.equal(counter.counts[client.billing.host]?.GET, tries);
      });
    }

    it("carries the far end's words", async () => {
      simulator.faults.add(BAD_REQUEST_ARRAY);
      assert.match((await failure(all())).message, /The request is invalid/);
    });

    it('S14: waits as the message of a 429 says, plus a second', async () => {
      const clock = new HandClock(undefined, true);
      simulator.faults.add({ ...rateLimitFault(5, false), times: 1 });
      await connect({ clock })
        .probe()
        .catch(() => undefined);
      await connect({ clock }).billing.listBillProfiles();
      assert.ok(
        clock.slept.some((ms) => ms > 5_000 && ms <= 6_000),
        String(clock.slept),
      );
    });
  });

  describe('creating', () => {
    it('S3: returns what Rev.io kept, with our mark and no mail', async () => {
      simulator.switches.onSave = 'upper-case';
      const made = await client.billing.createCustomer(DRAFT);
      assert.equal(made.name, 'ANNA M BELL');
      assert.equal(made.source, 'dealer-sync');
      assert.equal(made.accountNumber, '00777');
      assert.equal(made.address.postalCode, '12345-6789');
      assert.equal(wire(made.id).finance?.billing_method, 'NONE');
      assert.deepEqual(await client.billing.findCustomersByNumber('00777'), [made]);
    });

    it('makes a business and a person of one name', async () => {
      const { firstName: _f, middleName: _m, lastName: _l, ...rest } = DRAFT;
      const business = await client.billing.createCustomer({
        ...rest,
        kind: 'business',
        name: 'Bell Ltd',
        accountNumber: 'B1',
      });
      assert.deepEqual([business.name, business.kind], ['Bell Ltd', 'business']);
      const single = await client.billing.createCustomer({ ...rest, name: 'Cher', accountNumber: 'C1' });
      assert.deepEqual([single.name, single.lastName, single.firstName], ['Cher', 'Cher', undefined]);
    });

    it('S7: a lost reply leaves the fate unknown, and the number finds what was made', async () => {
      simulator.faults.add(lostReply({ operation: 'POST Customers' }));
      assert.equal((await failure(client.billing.createCustomer(DRAFT))).acted, 'unknown');
      assert.equal((await client.billing.findCustomersByNumber('00777')).length, 1, 'sent once (S15)');
    });

    it('S7: the fate is unknown too when only the read-back fails', async () => {
      simulator.faults.add({ ...NO_PERMISSION, match: { operation: 'GET Customers/{id}' } });
      const error = await failure(client.billing.createCustomer(DRAFT));
      assert.deepEqual([error.code, error.acted], ['FORBIDDEN', 'unknown']);
    });

    it('S15: 500 after the work is not resent, 429 is', async () => {
      simulator.faults.add({ ...SERVER_ERROR, when: 'after', match: { method: 'POST' }, nth: 1 });
      assert.equal((await failure(client.billing.createCustomer(DRAFT))).acted, 'unknown');
      simulator.faults.clear();
      simulator.faults.add({ ...rateLimitFault(1), match: { method: 'POST' }, nth: 1 });
      await client.billing.createCustomer({ ...DRAFT, accountNumber: '00778' });
      assert.equal((await client.billing.findCustomersByNumber('00778')).length, 1);
    });

    it('refuses without a call what Rev.io would number or bill by itself', async () => {
      assert.equal(
        (await failure(client.billing.createCustomer({ ...DRAFT, accountNumber: ' ' }))).code,
        'MISSING_FIELD',
      );
      assert.equal(
        (await failure(client.billing.createCustomer({ ...DRAFT, billProfileId: '' }))).code,
        'MISSING_SETTING',
      );
    });
  });

  describe('updating', () => {
    it('S3: writes only what differs, and returns what was kept', async () => {
      simulator.switches.onSave = 'upper-case';
      const after = await client.billing.updateCustomer(id('residential'), {
        kind: 'residential',
        address: { line1: '16 Mill St', postalCode: '00001-0002' },
      });
      assert.equal(after.address.line1, '16 MILL ST');
      assert.equal(after.address.postalCode, '00001-0002');
      assert.equal(after.address.city, 'Testville');
      const counter = new CallCounter();
      await countCalls(counter, () =>
        client.billing.updateCustomer(id('residential'), { kind: 'residential', address: { city: 'Testville' } }),
      );
      assert.deepEqual(counter.counts[client.billing.host], { GET: 1 }, 'nothing to write');
    });

    it('writes the name to the service row, and to the others only where they hold the old one', async () => {
      simulator.edit({
        entity: 'customers',
        id: id('residential'),
        action: 'set',
        fields: { billing_address: { first_name: 'Paying', last_name: 'Landlord', middle_initial: '' } },
      });
      const update = {
        kind: 'residential' as const,
        name: { name: 'Mary Ann Hill', firstName: 'Mary', middleName: 'Ann', lastName: 'Hill' },
        replacesNames: ['mary t  lopez'],
      };
      const after = await client.billing.updateCustomer(id('residential'), update);
      assert.equal(after.name, 'Mary A Hill');
      const row = wire(id('residential'));
      assert.deepEqual([row.listing_address?.last_name, row.billing_address?.last_name], ['Hill', 'Landlord']);
      const counter = new CallCounter();
      await countCalls(counter, () => client.billing.updateCustomer(id('residential'), update));
      assert.deepEqual(counter.counts[client.billing.host], { GET: 1 }, 'safe to repeat');
    });

    it('S6: broken off between rows, it still reads as not done, its fate is unknown, and repeating ends it', async () => {
      const update = {
        kind: 'business' as const,
        name: { name: 'Oak Dental', companyName: 'Oak Dental' },
        replacesNames: ['Ash & Birch Dental'],
      };
      simulator.faults.add({ ...NO_PERMISSION, match: { method: 'PATCH' }, nth: 2 });
      const error = await failure(client.billing.updateCustomer(id('business'), update));
      assert.equal(error.acted, 'unknown');
      const begun = await get('business');
      assert.deepEqual([begun.name, begun.otherNames], ['Ash & Birch Dental', ['Oak Dental']]);
      const { otherNames } = await client.billing.updateCustomer(id('business'), update);
      assert.equal(otherNames, undefined);
      const row = wire(id('business'));
      for (const role of ['service_address', 'billing_address', 'listing_address']) {
        assert.equal(row[role]?.company_name, 'Oak Dental', role);
      }
    });

    it('moves no invoice unasked where the address row is shared', async () => {
      const address = { line1: '9 Elsewhere Rd' };
      const error = await failure(client.billing.updateCustomer(id('sharedAddress'), { kind: 'business', address }));
      assert.deepEqual([error.code, error.acted], ['SHARED_ADDRESS', 'no']);
      const split = await client.billing.updateCustomer(id('sharedAddress'), {
        kind: 'business',
        address,
        sharedAddress: 'split',
      });
      assert.deepEqual(
        [split.address.line1, split.name, split.sharedAddress],
        ['9 Elsewhere Rd', 'One Row Ltd', undefined],
      );
      assert.equal(wire(id('sharedAddress')).billing_address?.line_1, '7 Single St');
    });

    it('writes a shared row when told to, and its name without being told', async () => {
      const named = await client.billing.updateCustomer(id('sharedAddress'), {
        kind: 'business',
        name: { name: 'One Row Inc' },
      });
      assert.equal(named.name, 'One Row Inc');
      await client.billing.updateCustomer(id('sharedAddress'), {
        kind: 'business',
        address: { line1: '8 Single St' },
        sharedAddress: 'write',
      });
      assert.equal(wire(id('sharedAddress')).billing_address?.line_1, '8 Single St');
    });

    it('says so when Rev.io swallows the splitting', async () => {
      simulator.faults.add({ status: 200, body: { ok: true }, match: { operation: 'PATCH Customers/{id}' } });
      const error = await failure(
        client.billing.updateCustomer(id('sharedAddress'), {
          kind: 'business',
          address: { line1: 'X' },
          sharedAddress: 'split',
        }),
      );
      assert.deepEqual([error.code, error.acted], ['ADDRESS_NOT_SPLIT', 'unknown']);
    });

    it('writes by the customer where the profile says so', async () => {
      const other = connect({ profile: { writeAddress: 'customer' } });
      const after = await other.billing.updateCustomer(id('plain'), { kind: 'business', address: { line2: 'Rear' } });
      assert.equal(after.address.line2, 'Rear');
    });

    it('fails for a customer that is gone', async () => {
      const error = await failure(client.billing.updateCustomer('4711', { kind: 'business', name: { name: 'X' } }));
      assert.equal(error.code, 'NOT_FOUND');
    });
  });

  describe('closing', () => {
    it('S18: closes once, and reads it back', async () => {
      assert.equal((await client.billing.closeCustomer(id('plain'))).status, 'closed');
      const counter = new CallCounter();
      await countCalls(counter, () => client.billing.closeCustomer(id('plain')));
      assert.deepEqual(counter.counts[client.billing.host], { GET: 1 });
    });

    it('fails when Rev.io does not keep it, refuses it, or people do it', async () => {
      simulator.switches.closing = 'silent';
      assert.equal((await failure(client.billing.closeCustomer(id('plain')))).code, 'CLOSE_NOT_KEPT');
      simulator.switches.closing = 'refuse';
      assert.equal((await failure(client.billing.closeCustomer(id('plain')))).code, 'REFUSED');
      const byHand = connect({ profile: { close: 'note-only' } });
      assert.equal((await failure(byHand.billing.closeCustomer(id('plain')))).code, 'CLOSE_BY_HAND');
      const action = connect({ profile: { close: 'action' } });
      assert.equal((await failure(action.billing.closeCustomer(id('plain')))).code, 'NOT_FOUND');
    });
  });

  describe('contacts', () => {
    it('adds, reads, changes and deletes', async () => {
      const made = await client.billing.createContact(id('plain'), { name: 'Key Holder', phone: '5550100009' });
      assert.deepEqual(await client.billing.listContacts(id('plain')), [made]);
      assert.deepEqual([made.name, made.phone, made.email], ['Key Holder', '5550100009', undefined]);
      const changed = await client.billing.updateContact(made.id, { name: 'Key Holder', email: 'k@h.example' });
      assert.deepEqual([changed.phone, changed.email], [undefined, 'k@h.example']);
      await client.billing.deleteContact(made.id);
      await client.billing.deleteContact(made.id);
      assert.deepEqual(await client.billing.listContacts(id('plain')), []);
    });
  });

  describe('key links', () => {
    it("links as in Rev.io's own example, and finds it again by either id", async () => {
      const { keyLinks } = client;
      const scope = await keyLinks.scope('salesforce', 'Customer');
      assert.deepEqual(scope, { systemId: '4', entityTypeId: '2' });
      const pair = { internalId: '1015', externalId: '0012D00000dAsFzQAK' };
      const link = await keyLinks.create(scope, pair);
      assert.deepEqual(link, { id: link.id, ...scope, ...pair });
      assert.deepEqual(await keyLinks.findByExternalId(scope, pair.externalId), [link]);
      assert.deepEqual(await keyLinks.findByExternalId(scope, pair.externalId.toLowerCase()), []);
      assert.deepEqual(await keyLinks.findByInternalId(scope, '1015'), [link]);
      const other = await keyLinks.scope('CMS', 'Customer');
      assert.deepEqual(await keyLinks.findByExternalId(other, pair.externalId), []);
      const moved = await keyLinks.update(link.id, scope, { internalId: '1000', externalId: 'x' });
      assert.deepEqual([moved.internalId, moved.externalId], ['1000', 'x']);
      const listed = [];
      for await (const batch of keyLinks.list(scope)) listed.push(...batch);
      assert.deepEqual(listed, [moved]);
      assert.equal(await keyLinks.remove(link.id), true);
      assert.equal(await keyLinks.remove(link.id), false);
    });

    it('S17: keeps doubles apart, the lowest id first, also where the filter is ignored', async () => {
      const scope = await client.keyLinks.scope('CMS', 'customer');
      const first = await client.keyLinks.create(scope, { internalId: '1000', externalId: 'E' });
      const second = await client.keyLinks.create(scope, { internalId: '1001', externalId: 'E' });
      simulator.faults.add({ distort: 'filter-ignored' });
      assert.deepEqual(await client.keyLinks.findByExternalId(scope, 'E'), [first, second]);
    });

    it("tells Rev.io's own refusal of an id that is not there", async () => {
      const scope = await client.keyLinks.scope('CMS', 'Customer');
      const error = await failure(client.keyLinks.create(scope, { internalId: '987654', externalId: 'E' }));
      assert.deepEqual([error.code, error.acted], ['KEY_LINK_REFUSED', 'no']);
      assert.match(error.message, /internal_id 987654 is not the primary key/);
    });

    it('knows every entity of the contract', async () => {
      for (const entity of [
        'Agent',
        'Bill',
        'Contact',
        'Service_Product',
        'Credit',
        'Charge',
        'Service',
        'Payment',
        'Product',
        'Address',
        'Inventory_Item',
      ]) {
        assert.ok((await client.keyLinks.scope('CMS', entity)).entityTypeId, entity);
      }
    });

    it('says whom to ask for a system that is missing', async () => {
      simulator.switches.integrationSystems = 'none-of-ours';
      const error = await failure(client.keyLinks.scope('CMS', 'Customer'));
      assert.equal(error.code, 'UNKNOWN_SYSTEM');
      assert.match(error.message, /ask Rev\.io's support/);
      assert.match(error.message, /SALESFORCE/);
      assert.equal((await failure(client.keyLinks.scope('SALESFORCE', 'Unicorn'))).code, 'UNKNOWN_ENTITY_TYPE');
    });
  });
});
