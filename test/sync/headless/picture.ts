import type { RevioSimulator } from '../../../simulators/revio';

/** What two worlds must agree on: every record by what it says, without ids and times, in an order of its own. */
export interface Picture {
  sites: unknown[];
  customers: unknown[];
  keyLinks: string[];
}

const CUSTOMER_TYPE = 2;

/** A station's records by what they say. Its ids are numbers. */
export interface StationView {
  sites(): unknown[];
  /** As key links name it; undefined when it is gone. */
  siteName(id: number): string | undefined;
  number(id: number): string | undefined;
  contactName(id: number): string | undefined;
}

export function pictureOf(station: StationView, revio: RevioSimulator['state']): Picture {
  const customerName = (id: number) => {
    const customer = revio.customers.get(id);
    return customer ? `${customer.account_number}` : `gone customer`;
  };
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
      return `${station.siteName(Number(link.external_id)) ?? 'gone site'} = customer ${customerName(Number(link.internal_id))}`;
    }
    const ours = revio.contacts.get(Number(link.internal_id));
    const theirs = station.contactName(Number(link.external_id));
    const owner = ours ? customerName(ours.customer_id) : 'nobody';
    return `contact ${theirs ?? 'gone'} = ${ours?.name ?? 'gone'} of ${owner}`;
  });
  return { sites: station.sites().sort(byText), customers: customers.sort(byText), keyLinks: keyLinks.sort() };
}

function byText(a: unknown, b: unknown): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
