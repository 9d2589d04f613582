import type { World } from '../world';
import { OTHER_COMPANY } from './rows';
import type { CmsState } from './state';

/** CMS's side of the world. */
export function seedWorld(state: CmsState, world: Pick<World, 'sites'>): void {
  for (const [index, site] of world.sites.entries()) {
    const { site_no } = state.addSite({
      site_name: site.name,
      site_addr1: site.address.line1,
      site_addr2: site.address.line2,
      city_name: site.address.city,
      state_id: site.address.state,
      zip_code: site.address.zip,
      phone1: site.phone,
      sitetype_id: site.kind === 'residential' ? ['RBFM', 'RB'][index % 2] : ['CBFM', 'CB', 'CF'][index % 3],
      sitestat_id: site.status,
      codeword1: `PLANTED-WORD-${site.id}`,
    });
    for (const [system, number] of site.numbers.entries()) {
      // A note with a character that XML 1.0 forbids, now and then: a station's screens let it in.
      const descr = index % 100 === 7 ? 'keypad in hall\u000bsiren outside' : '';
      state.addSystem(site_no, { cs_no: number, systype_id: system === 0 ? 'DIGI' : 'CELL', descr });
    }
    for (const [order, contact] of site.contacts.entries()) {
      state.addContact(site_no, {
        name: contact.name,
        title: contact.title,
        email_address: contact.email,
        phones: contact.phones,
        // The last of several may have no place in the call order.
        cs_seqno: order === 1 && index % 2 ? '' : String(order + 1),
        auth_id: order === 0 ? 'MSTR' : 'CALL',
        pin: `PLANTED-PIN-${site.id}-${order}`,
      });
    }
  }
}

/** A site of another dealer of the station, which nobody with the first key must see. */
export function seedOtherDealer(state: CmsState): void {
  const { site_no } = state.addSite({
    company: OTHER_COMPANY,
    site_name: "Another Dealer's Site",
    site_addr1: '8 Over There',
    city_name: 'Testville',
    state_id: 'NY',
    zip_code: '00001',
  });
  state.addSystem(site_no, { cs_no: 'OTH0001' });
}
