import type { CmsSimulator } from '../../../simulators/cms';
import type { RevioSimulator } from '../../../simulators/revio';

/** What two worlds must agree on: every record by what it says, without ids and times, in an order of its own. */
export interface Picture {
  sites: unknown[];
  customers: unknown[];
  keyLinks: string[];
}

const CUSTOMER_TYPE = 2;

export function pictureOf(cms: CmsSimulator['state'], revio: RevioSimulator['state']): Picture {
  const siteName = (id: number) => {
    const site = cms.sites.get(id);
    return site ? `${site.site_name} [${cms.systemsOf(id).map((system) => system.cs_no)}]` : `gone site`;
  };
  const customerName = (id: number) => {
    const customer = revio.customers.get(id);
    return customer ? `${customer.account_number}` : `gone customer`;
  };
  const sites = cms.sites.all().map((site) => ({
    numbers: cms.systemsOf(site.site_no).map((system) => system.cs_no),
    name: site.site_name,
    address: [site.site_addr1, site.site_addr2, site.city_name, site.state_id, site.zip_code],
    phone: site.phone1,
    status: site.sitestat_id,
    contacts: cms
      .contactsOf(site.site_no)
      .map((contact) => `${contact.name} ${contact.phones.map(({ number }) => number)} ${contact.auth_id}`)
      .sort(),
  }));
  const customers = revio.customers.all().map((customer) => {
    const rows = [customer.service_address_id, customer.billing_address_id, customer.listing_address_id];
    return {
      number: customer.account_number,
      status: customer.status,
      source: customer.source,
      rows: rows.map((id) => {
        const { address_id, customer_id, created_date, modified_date, ...said } = revio.addresses.get(id) ?? {};
        return said;
      }),
      contacts: revio.contacts
        .all()
        .filter((contact) => contact.customer_id === customer.customer_id)
        .map((contact) => `${contact.name} ${contact.phone} ${contact.mobile}`)
        .sort(),
    };
  });
  const keyLinks = revio.keyLinks.all().map((link) => {
    if (link.integration_entity_type_id === CUSTOMER_TYPE) {
      return `${siteName(Number(link.external_id))} = customer ${customerName(Number(link.internal_id))}`;
    }
    const ours = revio.contacts.get(Number(link.internal_id));
    const theirs = cms.contacts.get(Number(link.external_id));
    const owner = ours ? customerName(ours.customer_id) : 'nobody';
    return `contact ${theirs?.name ?? 'gone'} = ${ours?.name ?? 'gone'} of ${owner}`;
  });
  return { sites: sites.sort(byText), customers: customers.sort(byText), keyLinks: keyLinks.sort() };
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
