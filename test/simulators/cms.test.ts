import assert from 'node:assert/strict';
import {
  CMS_KEYS,
  type CmsSimulator,
  type CmsSimulatorOptions,
  OTHER_CMS_KEYS,
  SMALL_SITES,
  startCmsSimulator,
} from '../../simulators/cms';
import { credentials, envelope, post, soap } from './cms-call';

const NEW_SITE = {
  site_name: 'New Shop',
  site_addr1: ' 1 New Street ',
  city_name: 'Testville',
  state_id: 'ny',
  zip_code: '00001',
  phone1: '(555) 010-9999',
  sitetype_id: 'CB',
  systype_id: 'DIGI',
  cs_no: 'A1234',
};

const NEW_CONTACT = {
  last_name: 'Doe',
  first_name: 'Jo',
  ctactype_id: 'CALL',
  auth_id: 'MSTR',
  phone1: '555-010-7777',
  phonetype_id1: 'CL',
};

describe('the simulated CMS', () => {
  let simulator: CmsSimulator;
  const start = async (options: CmsSimulatorOptions = {}) => {
    await simulator?.close();
    simulator = await startCmsSimulator(options);
  };
  const result = async (target: string, fields: Record<string, string>) =>
    (await soap(simulator, target, fields)).rows[0] ?? {};
  const rules = () => simulator.breaches.list().map(({ rule }) => rule);
  const padded = String(SMALL_SITES.padded);

  beforeEach(() => start());
  after(() => simulator.close());

  describe('reads', () => {
    it('lists the systems of active sites, a site with two twice, and nobody else’s', async () => {
      const { rows } = await soap(simulator, 'site/GetSiteSystemList', { SiteStat_id: 'A' });
      const sites = rows.map(({ site_no }) => Number(site_no));
      assert.equal(sites.filter((site) => site === SMALL_SITES.twoSystems).length, 2);
      assert.ok(!sites.includes(SMALL_SITES.cancelled) && !sites.includes(SMALL_SITES.otherDealer));
      assert.deepEqual(rules(), []);
    });

    it('pads columns, keeps hostile text, and lets characters through that XML forbids', async () => {
      const { text, rows } = await soap(simulator, 'site/GetSiteSystemList', { SiteStat_id: 'A' });
      assert.match(text, /<cs_no>SIM0001 {3}<\/cs_no>/);
      assert.match(text, /<site_name>Ash &amp; Birch Dental {42}<\/site_name>/);
      assert.ok(text.includes('\u000b'));
      assert.equal(
        rows.find(({ site_no }) => Number(site_no) === SMALL_SITES.hostileText)?.site_name,
        'O\'Brien <Café> "Zoë" & Sons',
      );
    });

    it('answers an unknown account with one row of empty values, and knows numbers with case', async () => {
      for (const number of ['NOPE99', 'sim0001']) {
        const [row, ...more] = (await soap(simulator, 'site/GetSiteNumber', { s_Cs_no: number })).rows;
        assert.equal(row?.site_no ?? '', '');
        assert.deepEqual(more, []);
      }
      assert.equal((await result('site/GetSiteNumber', { s_Cs_no: 'SIM0001' })).site_no, padded);
    });

    it('lists contacts, their order empty at some, and an ended one', async () => {
      const { rows } = await soap(simulator, 'contacts/GetContactList', { site_no: padded });
      assert.deepEqual(
        rows.map(({ name, cs_seqno, phone_type_list, phn2 }) => [name, cs_seqno ?? '', phone_type_list, phn2 ?? '']),
        [
          ['Ada Ash', '1', 'WK,CL', '5550100011'],
          ['BIRCH, BEN', '', 'HM', ''],
        ],
      );
      const ended = await soap(simulator, 'contacts/GetContactList', { site_no: String(SMALL_SITES.residential) });
      assert.equal(ended.rows[1]?.end_date, '2020-01-31T00:00:00.000');
    });

    it('shows nothing of another dealer’s site, and refuses to write it', async () => {
      const other = String(SMALL_SITES.otherDealer);
      assert.deepEqual((await soap(simulator, 'site/GetSiteSystemDetails', { site_no: other })).rows, []);
      assert.deepEqual((await soap(simulator, 'contacts/GetContactList', { site_no: other })).rows, []);
      const refused = await result('site/UpdateSite', { site_no: other, req_type: 'U', city_name: 'x' });
      assert.equal(refused.err_no, '403');
      const theirs = await soap(simulator, 'site/GetSiteSystemDetails', { site_no: other }, OTHER_CMS_KEYS);
      assert.equal(theirs.rows.length, 1);
    });

    it('serves code lists and a WSDL', async () => {
      const { rows } = await soap(simulator, 'contacts/GetCodeList', { table: 'auth' });
      assert.deepEqual(rows[0], { code_id: 'MSTR', descr: 'Master authority', active_flag: 'Y' });
      const wsdl = await (await fetch(`${simulator.url}/site.asmx?wsdl`)).text();
      assert.match(wsdl, /soapAction="http:\/\/tempuri\.org\/GetSiteSystemList"/);
      assert.equal((await fetch(`${simulator.url}/nothing.asmx?wsdl`)).status, 404);
    });
  });

  describe('keys', () => {
    it('answers a wrong key with 200 and err_no 401, or with a fault', async () => {
      const wrong = { ...CMS_KEYS, keyCode: 'NO' };
      const { status, rows } = await soap(simulator, 'site/GetSiteSystemList', { SiteStat_id: 'A' }, wrong);
      assert.deepEqual([status, rows[0]?.err_no, rows[0]?.err_text], [200, '401', 'Invalid Id/KeyCode']);
      simulator.switches.wrongKey = 'fault';
      const fault = await soap(simulator, 'site/GetSiteSystemList', { SiteStat_id: 'A' }, wrong);
      assert.equal(fault.status, 500);
      assert.match(fault.text, /<faultstring>Server was unable to process request\./);
    });

    it('wants the spelling of the operation: another one is a missing key', async () => {
      const keys = { Id: CMS_KEYS.accessKeyId, Key_Code: CMS_KEYS.keyCode, Company_Id: CMS_KEYS.companyId };
      const dispatch = await post(simulator, 'site', 'GetGenDispatch', envelope('GetGenDispatch', 'obj', keys));
      assert.deepEqual(dispatch.rows, []);
      const list = await post(simulator, 'site', 'GetSiteSystemList', envelope('GetSiteSystemList', 'obj', keys));
      assert.equal(list.rows[0]?.err_no, '401');
      assert.match(rules()[0] ?? '', /GetSiteSystemList knows no element Key_Code/);
      const { Company_id: company_id = '', ...rest } = credentials(CMS_KEYS);
      const history = envelope('GetEventHistoryDate', 'EventhistoryDate', { ...rest, company_id });
      assert.deepEqual((await post(simulator, 'interfacemas', 'GetEventHistoryDate', history)).rows, []);
    });

    it('masks the secrets in its log', async () => {
      await soap(simulator, 'site/AddSite', { ...NEW_SITE, codeword1: 'SESAME' });
      const log = JSON.stringify(simulator.log.calls().map(({ body }) => body));
      for (const secret of [CMS_KEYS.accessKeyId, CMS_KEYS.keyCode, 'SESAME']) assert.ok(!log.includes(secret));
    });
  });

  describe('writes', () => {
    it('gives back another value than it was sent: trimmed, upper case, digits', async () => {
      const done = await result('site/AddSite', NEW_SITE);
      assert.deepEqual([done.err_no, done.cs_no], ['0', 'A1234']);
      const site = await result('site/GetSiteSystemDetails', { site_no: done.site_no ?? '' });
      assert.deepEqual(
        [site.site_name, site.site_addr1, site.city_name, site.state_id, site.phone1, site.change_no],
        ['New Shop', '1 NEW STREET', 'TESTVILLE', 'NY', '5550109999', '1'],
      );
      assert.deepEqual(
        simulator.log.writes().map(({ kind, entity }) => `${kind} ${entity}`),
        ['create sites', 'create systems'],
      );
    });

    it('assigns a number when cs_no is blank', async () => {
      const done = await result('site/AddSite', { ...NEW_SITE, cs_no: '' });
      assert.match(done.cs_no ?? '', /^SIM\d{4}$/);
      assert.equal((await result('site/GetSiteNumber', { s_Cs_no: done.cs_no ?? '' })).site_no, done.site_no);
    });

    it('changes only the columns that came, and counts the change', async () => {
      const done = await result('site/UpdateSite', {
        site_no: padded,
        req_type: 'U',
        city_name: 'Newtown',
        change_no: '1',
      });
      assert.equal(done.err_no, '0');
      const site = await result('site/GetSiteSystemDetails', { site_no: padded });
      assert.deepEqual([site.city_name, site.site_addr1, site.change_no], ['NEWTOWN', '12 Test St', '2']);
      const stale = await result('site/UpdateSite', { site_no: padded, req_type: 'U', city_name: 'x', change_no: '1' });
      assert.equal(stale.err_no, '1020');
    });

    const refusals: [string, string, Record<string, string>, string, string][] = [
      ['a blank required column', 'site/AddSite', { ...NEW_SITE, site_name: ' ' }, '1001', 'site_name'],
      ['a text that is too long', 'site/AddSite', { ...NEW_SITE, city_name: 'x'.repeat(31) }, '1002', 'city_name'],
      ['a bad code', 'site/AddSite', { ...NEW_SITE, sitetype_id: 'ZZ' }, '1003', 'sitetype_id'],
      ['a duplicate cs_no', 'site/AddSite', { ...NEW_SITE, cs_no: 'SIM0001' }, '1010', 'cs_no'],
      ['a cs_no that is none', 'site/AddSite', { ...NEW_SITE, cs_no: 'A-1' }, '1003', 'cs_no'],
      ['no req_type', 'site/UpdateSite', { site_no: padded, city_name: 'x' }, '1001', 'req_type'],
      ['a blank auth_id', 'contacts/AddContact', { ...NEW_CONTACT, site_no: padded, auth_id: '' }, '1003', 'auth_id'],
      [
        'an unknown auth_id',
        'contacts/AddContact',
        { ...NEW_CONTACT, site_no: padded, auth_id: 'WHO' },
        '1003',
        'auth_id',
      ],
      [
        'a contact with no phone',
        'contacts/AddContact',
        { ...NEW_CONTACT, site_no: padded, phone1: '' },
        '1001',
        'phone1',
      ],
    ];
    for (const [what, target, fields, errNo, column] of refusals) {
      it(`refuses ${what} with ${errNo}`, async () => {
        const refused = await result(target, fields);
        assert.deepEqual([refused.err_no, refused.entry_id], [errNo, column]);
        assert.deepEqual(simulator.log.writes(), []);
      });
    }

    it('names the table of a refused authority, and answers in the sister form where switched', async () => {
      const fields = { ...NEW_CONTACT, site_no: padded, auth_id: '' };
      assert.equal((await result('contacts/AddContact', fields)).table_name, 'contact_link');
      simulator.switches.resultForm = 'sister';
      const sister = await result('contacts/AddContact', fields);
      assert.deepEqual(
        [sister.err_code, sister.err_msg, sister.addl_err_info],
        ['1003', 'Invalid authority level', 'contact_link.auth_id'],
      );
    });

    it('cuts an over-length text silently where switched', async () => {
      simulator.switches.overLength = 'cut';
      await soap(simulator, 'site/UpdateSite', { site_no: padded, req_type: 'U', city_name: 'x'.repeat(40) });
      assert.equal((await result('site/GetSiteSystemDetails', { site_no: padded })).city_name, 'X'.repeat(30));
    });

    it('adds, changes and removes a contact', async () => {
      const { ctaclink_no = '', err_no } = await result('contacts/AddContact', { ...NEW_CONTACT, site_no: padded });
      assert.equal(err_no, '0');
      await soap(simulator, 'contacts/UpdateContact', { ctaclink_no, req_type: 'U', email_address: 'jo@example.com' });
      const listed = async () =>
        (await soap(simulator, 'contacts/GetContactList', { site_no: padded })).rows.find(
          (row) => row.ctaclink_no === ctaclink_no,
        );
      const contact = await listed();
      assert.deepEqual(
        [contact?.name, contact?.email_address, contact?.phn1],
        ['Jo Doe', 'jo@example.com', '5550107777'],
      );
      await soap(simulator, 'contacts/DeleteContact', { ctaclink_no, req_type: 'D' });
      assert.equal(await listed(), undefined);
    });
  });

  describe('what is no call', () => {
    it('answers malformed XML, a DOCTYPE and an unknown action with a fault', async () => {
      const bad = ['<a>', '<!DOCTYPE a><a/>', '<a>&nope;</a>', '<a b=c/>', 'text', `<a>${'\u0001'}</a>`];
      for (const body of bad) {
        const { status, text } = await post(simulator, 'site', 'GetSiteSystemList', body);
        assert.equal(status, 500);
        assert.match(text, /<soap:Fault>.*<faultstring>Server was unable to process request\./);
      }
      assert.equal(rules().length, bad.length);
      assert.equal((await post(simulator, 'site', 'Nothing', envelope('Nothing', 'obj', {}))).status, 500);
    });

    it('answers 503 to more than five calls at once with one key', async () => {
      simulator.faults.add({ match: { operation: 'GetContactList' }, delayMs: 100 });
      const answers = await Promise.all(
        Array.from({ length: 7 }, () => soap(simulator, 'contacts/GetContactList', { site_no: padded })),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 503, 503]);
      assert.equal(rules().length, 2);
      assert.equal((await soap(simulator, 'contacts/GetContactList', { site_no: padded })).status, 200);
    });
  });

  it('streams a long list', async () => {
    await start({ seed: { large: 2000 }, switches: { fillerPerRow: 2400 } });
    const { text } = await soap(simulator, 'site/GetSiteSystemList', { SiteStat_id: 'A' });
    assert.equal(text.match(/<SiteDetail>/g)?.length, 2000);
    assert.ok(text.length > 2000 * 3000);
  });
});
