import type { Seed } from '../kit/seed-text';
import { createLarge } from '../world/large';
import { createRapidResponseWorld, type RapidResponseSite } from '../world/rapid-response';
import { DEALER_GROUP, DEVICE_TYPES, REGION_GROUP } from './rows';
import { seedSmall } from './seed-small';
import type { RapidResponseState } from './state';

/** What is known of the sites of `match`, by site number. */
export type Truth = readonly (Pick<RapidResponseSite, 'expect' | 'trap' | 'customer'> & { siteNum: number })[];

/** Fills an empty station. Returns the truth about the world it comes from, if that has one. */
export function seedRapidResponse(state: RapidResponseState, seed: Seed): Truth | undefined {
  if (seed === 'empty') return undefined;
  if (seed === 'small') {
    seedSmall(state);
    return undefined;
  }
  if (typeof seed === 'object') {
    seedLarge(state, seed.large);
    return undefined;
  }
  return createRapidResponseWorld().sites.map((site, index) => {
    const { SiteNum: siteNum } = addWorldSite(state, site, SOLD[index % SOLD.length]?.Code);
    const { expect, trap, customer } = site;
    return { siteNum, expect, trap, customer };
  });
}

const OUT_OF_SERVICE = { cancelled: 'CANC', pending: 'PEND', active: '', incomplete: '' } as const;

const SOLD = DEVICE_TYPES.filter(({ ActiveFlag }) => ActiveFlag);

function addWorldSite(state: RapidResponseState, site: RapidResponseSite, DeviceType = 'MISC') {
  const OOSCat = OUT_OF_SERVICE[site.state];
  return state.addSite({
    SiteName: site.name,
    SiteType: site.type,
    Address: site.address.line1,
    Address2: site.address.line2,
    City: site.address.city,
    State: site.address.state,
    ZipCode: site.address.zip,
    Phone: site.phone,
    groups: [...(site.regional ? [REGION_GROUP] : []), DEALER_GROUP],
    devices: site.code ? [{ TransmitterCode: site.code, DeviceType, InServiceFlag: !OOSCat, OOSCat }] : [],
  });
}

/** The same pairs that Rev.io's large seed holds, under the customers' own numbers; nothing is to be done in them. */
function seedLarge(state: RapidResponseState, n: number): void {
  const { sites, customers } = createLarge({ n });
  for (const [index, { name, address, phone, kind }] of sites.entries()) {
    const TransmitterCode = customers[index]?.accountNumber ?? '';
    state.addSite({
      SiteName: name,
      SiteType: kind === 'residential' ? 'R' : 'C',
      Address: address.line1,
      Address2: address.line2,
      City: address.city,
      State: address.state,
      ZipCode: address.zip,
      Phone: phone,
      devices: [{ TransmitterCode, DeviceType: 'MISC' }],
    });
  }
}
