import { DEALER_GROUP, OTHER_DEALER_GROUP, REGION_GROUP } from './rows';
import type { NewSite, RapidResponseState } from './state';

/** One site for every trap of the contract. Numbers by their order here, from 500001. */
export const SMALL_SITES = {
  business: 500_001,
  residential: 500_002,
  elevator: 500_003,
  medical: 500_004,
  cancelled: 500_005,
  pending: 500_006,
  seasonal: 500_007,
  noDevice: 500_008,
  otherGroupToo: 500_009,
  foreign: 500_010,
  halfMade: 500_011,
  twoDevices: 500_012,
} as const;

const place = (Address: string) => ({ Address, City: 'Testville', State: 'NY', ZipCode: '00001' });
const device = (TransmitterCode: string, OOSCat = '') => ({
  TransmitterCode,
  DeviceType: '2GIGCP21',
  InServiceFlag: !OOSCat,
  OOSCat,
});

export function seedSmall(state: RapidResponseState): void {
  const sites: NewSite[] = [
    { SiteName: 'Ash & Birch Dental', SiteType: 'C', ...place('12 Test St'), devices: [device('A-100')] },
    { SiteName: 'LOPEZ, MARY T', SiteType: 'R', ...place('14 Mill St'), devices: [device('A-101')] },
    { SiteName: 'Elevator 3 Main Tower', SiteType: 'E', ...place('3 Tower Sq'), devices: [device('E-300')] },
    { SiteName: 'Medical Pendant Quimby', SiteType: 'M', ...place('4 Pendant Ct'), devices: [device('M-400')] },
    { SiteName: 'Gone Fishing Co', SiteType: 'C', ...place('5 Lake Rd'), devices: [device('C-500', 'CANC')] },
    { SiteName: 'Not Yet Bakery', SiteType: 'C', ...place('6 Dough St'), devices: [device('P-600', 'PEND')] },
    { SiteName: 'Summer Camp Lodge', SiteType: 'C', ...place('7 Pine Trl'), devices: [device('S-700', 'SEAS')] },
    { SiteName: 'No Panel Yet LLC', SiteType: 'C', ...place('8 Bare Wall Ave') },
    {
      SiteName: 'Regional Grocer',
      SiteType: 'CF',
      ...place('9 Market Sq'),
      groups: [REGION_GROUP, DEALER_GROUP],
      devices: [device('G-900')],
    },
    {
      SiteName: 'Of Another Dealer',
      SiteType: 'C',
      ...place('10 Rival Rd'),
      groups: [OTHER_DEALER_GROUP],
      devices: [device('X-1000')],
    },
    { SiteName: 'Example Account', SiteType: 'C', ...place('15 Key St'), SiteID1: '1015', groups: [] },
    {
      SiteName: 'Two Panels Inc',
      SiteType: 'C',
      ...place('12 Twin St'),
      devices: [device('T-1'), device('T-2', 'CANC')],
    },
  ];
  for (const site of sites) state.addSite(site);
}
