import { OTHER_COMPANY } from './rows';
import type { CmsState } from './state';

/** One site for every trap of the contract. Ids by their order here, from 100000001. */
export const SMALL_SITES = {
  padded: 100_000_001,
  residential: 100_000_002,
  twoSystems: 100_000_003,
  cancelled: 100_000_004,
  hostileText: 100_000_005,
  unknownType: 100_000_006,
  noContacts: 100_000_007,
  otherDealer: 100_000_008,
} as const;

export function seedSmall(state: CmsState): void {
  const place = { site_addr1: '12 Test St', city_name: 'Testville', state_id: 'NY', zip_code: '00001' };
  const site = (fields: Parameters<CmsState['addSite']>[0], csNo: string) => {
    const row = state.addSite({ ...place, phone1: '5550100001', ...fields });
    state.addSystem(row.site_no, { cs_no: csNo });
    return row.site_no;
  };
  const dental = site({ site_name: 'Ash & Birch Dental', sitetype_id: 'CBFM', codeword1: 'PLANTED-WORD-1' }, 'SIM0001');
  const lopez = site({ site_name: 'LOPEZ, MARY T', sitetype_id: 'RB', site_addr1: '14 Mill St' }, 'SIM0002');
  const two = site({ site_name: 'Two Systems Storage', site_addr1: '3 Twin Rd' }, 'SIM0003');
  state.addSystem(two, { cs_no: 'SIM0103', systype_id: 'CELL' });
  site({ site_name: 'Gone Away Ltd', sitestat_id: 'C', site_addr1: '4 Past Ln' }, 'SIM0004');
  const hostile = site({ site_name: 'O\'Brien <Café> "Zoë" & Sons', site_addr1: '5 Ampersand & Co Way' }, 'SIM0005');
  // XML 1.0 forbids the vertical tab; a station's typed notes hold it all the same.
  state.systems.touch(state.systemsOf(hostile)[0]?.system_no ?? 0, { descr: 'first line\u000bsecond line' });
  site({ site_name: 'Test Bench', sitetype_id: 'TEST', site_addr1: '6 Bench St' }, 'SIM0006');
  site({ site_name: 'Nobody To Call Inc', site_addr1: '7 Quiet St' }, 'SIM0007');
  site({ site_name: "Another Dealer's Site", company: OTHER_COMPANY, site_addr1: '8 Over There' }, 'OTH0001');
  state.addContact(dental, {
    name: 'Ada Ash',
    cs_seqno: '1',
    auth_id: 'MSTR',
    pin: 'PLANTED-PIN-1',
    phones: [
      { type: 'WK', number: '5550100001' },
      { type: 'CL', number: '5550100011' },
    ],
    email_address: 'ada@ashbirch.example',
  });
  state.addContact(dental, { name: 'BIRCH, BEN', phones: [{ type: 'HM', number: '5550100012' }] });
  state.addContact(lopez, { name: 'Mary Lopez', cs_seqno: '1', phones: [{ type: 'CL', number: '5550100002' }] });
  state.addContact(lopez, { name: 'Old Neighbour', cs_seqno: '2', end_date: '2020-01-31T00:00:00.000' });
}
