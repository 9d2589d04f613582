import assert from 'node:assert/strict';
import { type CmsClient, createCmsClient } from '../../lib/cms/client';
import type { CmsSettings } from '../../lib/cms/settings';
import { DealerSyncError } from '../../lib/errors';
import { CallCounter, countCalls } from '../../lib/http/call-counts';
import type { Account } from '../../lib/model/records';
import {
  BAD_GATEWAY,
  type CmsSimulator,
  CUT_REPLY,
  DOCTYPE,
  EMPTY_BODY,
  lostReply,
  OTHER_CMS_KEYS,
  SMALL_SITES,
  SOAP_FAULT,
  startCmsSimulator,
  UNAVAILABLE,
  WEB_PAGE,
} from '../../simulators/cms';
import { HandClock } from '../http/hand-clock';
import { SETTINGS } from './settings';

const PUSH = {
  siteTypeBusiness: 'CBFM',
  siteTypeResidential: 'RBFM',
  systemType: 'DIGI',
  timezone: '1',
  contactType: 'CALL',
  relation: 'OWN',
  phoneType: 'WK',
};

const DRAFT = {
  kind: 'business' as const,
  accountNumber: 'New0001',
  name: 'Brand & New <Dental>',
  address: { line1: '99 New Rd', line2: 'Suite 4', city: 'Testville', state: 'NY', postalCode: '00001' },
  phone: '(555) 010-0999',
};

describe('CMS client against the simulator', () => {
  let simulator: CmsSimulator;
  let clients: CmsClient[];
  beforeEach(async () => {
    simulator = await startCmsSimulator();
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await simulator.close();
  });

  /** Waits of the HTTP stack pass at once. */
  function connect(settings: Partial<CmsSettings> = {}): CmsClient {
    const client = createCmsClient({
      ...SETTINGS,
      serverUrl: simulator.url,
      defaultAuthId: 'MSTR',
      push: PUSH,
      clock: new HandClock(Date.UTC(2026, 0, 1), true),
      ...settings,
    });
    clients.push(client);
    return client;
  }

  it('lists active accounts once a site, the lowest system speaking, secrets left behind (S21)', async () => {
    const accounts = await all(connect());
    assert.deepEqual(
      accounts.map(({ id }) => Number(id)),
      [
        SMALL_SITES.padded,
        SMALL_SITES.residential,
        SMALL_SITES.twoSystems,
        SMALL_SITES.hostileText,
        SMALL_SITES.unknownType,
        SMALL_SITES.noContacts,
      ],
    );
    const byId = new Map(accounts.map((account) => [Number(account.id), account]));
    assert.equal(byId.get(SMALL_SITES.twoSystems)?.accountNumber, 'SIM0003');
    assert.equal(byId.get(SMALL_SITES.hostileText)?.name, 'O\'Brien <Café> "Zoë" & Sons');
    assert.equal(byId.get(SMALL_SITES.residential)?.kind, 'residential');
    assert.equal(byId.get(SMALL_SITES.unknownType)?.kind, 'other');
    assert.doesNotMatch(JSON.stringify(accounts), /PLANTED/);
  });

  it("gives a cancelled site its status, and neither an unknown nor another dealer's", async () => {
    const client = connect();
    assert.equal((await client.getAccount(String(SMALL_SITES.cancelled)))?.status, 'closed');
    assert.equal(await client.getAccount('123'), undefined);
    assert.equal(await client.getAccount(String(SMALL_SITES.otherDealer)), undefined);
    assert.deepEqual(await all(connect({ ...OTHER_CMS_KEYS })).then((list) => list.map(({ id }) => Number(id))), [
      SMALL_SITES.otherDealer,
    ]);
  });

  it('finds by number exactly, a second system’s number too', async () => {
    const client = connect();
    const ids = async (number: string) => (await client.findAccountsByNumber(number)).map(({ id }) => Number(id));
    assert.deepEqual(await ids('SIM0103'), [SMALL_SITES.twoSystems]);
    assert.deepEqual(await ids('sim0103'), []);
    assert.deepEqual(await ids('NONE0001'), []);
  });

  it('returns what CMS kept of a create and an update, not what was sent (S3)', async () => {
    const client = connect();
    const made = await client.createAccount(DRAFT);
    assert.deepEqual(
      [made.accountNumber, made.name, made.address.line1, made.address.line2, made.phone, made.kind],
      ['New0001', 'Brand & New <Dental>', '99 NEW RD', 'SUITE 4', '5550100999', 'business'],
    );
    const before = simulator.log.last;
    const changed = await client.updateAccount(made.id, {
      kind: 'business',
      address: { line2: '', city: 'Elsewhere' },
    });
    assert.deepEqual([changed.address.line2, changed.address.city], ['', 'ELSEWHERE']);
    assert.deepEqual(
      simulator.log.calls({ after: before }).map(({ operation }) => operation),
      ['UpdateSite', 'GetSiteSystemDetails'],
    );
  });

  it('makes a contact with the Default Contact Auth ID', async () => {
    const client = connect();
    const site = String(SMALL_SITES.noContacts);
    const made = await client.createContact(site, { name: 'Nora Newman', phone: '555-010-0777', mobile: '5550100778' });
    assert.deepEqual([made.phone, made.mobile], ['5550100777', '5550100778']);
    assert.match(made.name, /^Nora Newman$/i);
    assert.deepEqual(await client.listContacts(site), [made]);
    assert.match(simulator.log.calls({ operation: 'AddContact' })[0]?.body ?? '', /<auth_id>MSTR</);
  });

  it('refuses before any call what cannot work', async () => {
    const site = String(SMALL_SITES.noContacts);
    const contact = { name: 'Nora Newman', phone: '5550100777' };
    await fails(connect({ defaultAuthId: ' ' }).createContact(site, contact), 'MISSING_AUTH_ID', 'no');
    await fails(connect().createAccount({ ...DRAFT, accountNumber: 'AB-1' }), 'INVALID_ACCOUNT_NUMBER', 'no');
    await fails(connect().createAccount({ ...DRAFT, accountNumber: '1234567890123' }), 'INVALID_ACCOUNT_NUMBER', 'no');
    await fails(connect().createAccount({ ...DRAFT, phone: ' - ' }), 'REQUIRED_BLANK', 'no', /the phone number/);
    assert.equal(simulator.log.last, 0);
  });

  it('takes what nobody chose from the station’s own lists, once', async () => {
    const client = connect({ push: {} });
    const business = await client.createAccount(DRAFT);
    const home = await client.createAccount({ ...DRAFT, kind: 'residential', accountNumber: 'New0002' });
    await client.createContact(business.id, { name: 'Nora Newman', phone: '5550100777', mobile: '5550100778' });
    assert.deepEqual([business.kind, home.kind], ['business', 'residential']);
    const lists = simulator.log.calls({ operation: 'GetCodeList' });
    assert.equal(lists.length, 4);
    assert.match(simulator.log.calls({ operation: 'AddContact' })[0]?.body ?? '', /<phonetype_id1>HM</);
  });

  it("turns CMS's refusals into errors of ours, in both forms of its result", async () => {
    for (const resultForm of ['mas', 'sister'] as const) {
      simulator.switches.resultForm = resultForm;
      const client = connect();
      await fails(client.createAccount({ ...DRAFT, accountNumber: 'SIM0001' }), 'DUPLICATE_ACCOUNT_NUMBER', 'no');
      await fails(client.createAccount({ ...DRAFT, name: 'x'.repeat(61) }), 'TOO_LONG', 'no');
      await fails(connect({ push: { ...PUSH, systemType: 'NOPE' } }).createAccount(DRAFT), 'BAD_CODE', 'no');
      await fails(
        client.updateAccount(String(SMALL_SITES.otherDealer), { kind: 'business', name: { name: 'x' } }),
        'FORBIDDEN',
        'no',
      );
      await fails(
        connect({ defaultAuthId: 'NOPE' }).createContact('100000007', { name: 'A B', phone: '5550100777' }),
        'BAD_CODE',
        'no',
        resultForm === 'mas' ? /Default Contact Auth ID/ : /./,
      );
      await fails(all(connect({ keyCode: 'WRONG-SECRET' })), 'UNAUTHORIZED', 'no', /Key Code/);
    }
    simulator.switches.wrongKey = 'fault';
    await fails(all(connect({ keyCode: 'WRONG-SECRET' })), 'UNAUTHORIZED', 'no', /Key Code/);
  });

  it('never lets a list that failed look like a short one', async () => {
    for (const [fault, code] of [
      [SOAP_FAULT, 'SOAP_FAULT'],
      [BAD_GATEWAY, 'SERVER_ERROR'],
      [UNAVAILABLE, 'SERVER_ERROR'],
      [WEB_PAGE, 'HTML_REPLY'],
      [DOCTYPE, 'UNSAFE_REPLY'],
      [EMPTY_BODY, 'NOT_SOAP'],
      [CUT_REPLY, 'REPLY_CUT'],
      [{ end: 'reset' as const }, 'CONNECTION_LOST'],
    ] as const) {
      simulator.faults.clear();
      simulator.faults.add({ ...fault, match: { operation: 'GetSiteSystemList' } });
      await fails(all(connect()), code, 'no');
      // Each round meets a host of its own: the breaker counts failures of the one before.
      await simulator.close();
      simulator = await startCmsSimulator();
    }
  });

  it('reads again what broke off, and says of a write that it may have acted (S7, S15)', async () => {
    simulator.faults.add({ ...CUT_REPLY, match: { operation: 'GetSiteSystemList' }, nth: 1 });
    assert.equal((await all(connect())).length, 6);

    simulator.faults.add(lostReply({ operation: 'AddSite' }));
    const client = connect();
    await fails(client.createAccount(DRAFT), 'CONNECTION_LOST', 'unknown');
    assert.equal(simulator.log.calls({ operation: 'AddSite' }).length, 1);
    assert.equal((await client.findAccountsByNumber('New0001')).length, 1);
  });

  it('says that a write acted when it only cannot be read back', async () => {
    simulator.faults.add({ ...SOAP_FAULT, match: { operation: 'GetSiteSystemDetails' } });
    await fails(connect().createAccount(DRAFT), 'NOT_READ_BACK', 'unknown');
    assert.equal(simulator.state.systemByNumber('New0001') === undefined, false);
  });

  it('keeps to four calls at once, and counts each of them for the run (S14)', async () => {
    const client = connect();
    const counter = new CallCounter();
    await countCalls(counter, () =>
      Promise.all(Array.from({ length: 30 }, () => client.listContacts(String(SMALL_SITES.padded)))),
    );
    assert.deepEqual(counter.counts, { [client.host]: { POST: 30 } });
    assert.ok(simulator.log.calls({}).every(({ status }) => status === 200));
  });

  it('stops a list under way when its signal aborts', async () => {
    simulator.faults.add({ delayMs: 60_000, match: { operation: 'GetSiteSystemList' } });
    const stop = new AbortController();
    const listing = all(connect(), stop.signal);
    setTimeout(() => stop.abort(), 50);
    await fails(listing, 'ABORTED', 'no');
  });

  it('tries the connection, and says what will not work later', async () => {
    assert.deepEqual(await connect().probe(), []);
    assert.match((await connect({ defaultAuthId: '' }).probe())[0] ?? '', /is blank/);
    assert.match((await connect({ defaultAuthId: 'OLD' }).probe())[0] ?? '', /does not list/);
    simulator.faults.add({ ...SOAP_FAULT, match: { operation: 'GetCodeList' } });
    assert.match((await connect().probe())[0] ?? '', /could not be checked/);
    await fails(connect({ companyId: 'WRONG' }).probe(), 'UNAUTHORIZED', 'no');
  });

  it("lists the station's codes with those out of use marked", async () => {
    const codes = await connect().listCodes('auth');
    assert.deepEqual(codes.at(-1), { id: 'OLD', label: 'Retired', active: false });
    assert.deepEqual(codes[0], { id: 'MSTR', label: 'Master authority', active: true });
  });
});

describe('CMS settings', () => {
  it('name every blank one, before any call', () => {
    assert.throws(
      () => createCmsClient({ ...SETTINGS, serverUrl: ' ', keyCode: '' }),
      (error: DealerSyncError) =>
        error.code === 'MISSING_SETTING' && /Server URL, Key Code are blank/.test(error.message),
    );
    assert.throws(() => createCmsClient({ ...SETTINGS, serverUrl: 'cms.example' }), { code: 'BAD_URL' });
  });
});

async function all(client: CmsClient, signal?: AbortSignal): Promise<Account[]> {
  const accounts: Account[] = [];
  for await (const batch of client.listAccounts(signal)) accounts.push(...batch);
  return accounts;
}

async function fails(work: Promise<unknown>, code: string, acted: string, says = /./): Promise<void> {
  await assert.rejects(work, (error) => {
    if (!(error instanceof DealerSyncError)) throw error;
    assert.deepEqual([error.code, error.acted], [code, acted], error.message);
    assert.match(error.message, says);
    assert.doesNotMatch(`${error.message} ${JSON.stringify(error.cause)} ${error.stack}`, /SIMCODE1|WRONG-SECRET/);
    return true;
  });
}
