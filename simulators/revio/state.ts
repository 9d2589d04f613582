import type { SettableClock } from '../kit/clock';
import { Journal, Table, type TableSnapshot } from '../kit/table';
import {
  ADDRESS_ROLES,
  type AddressFields,
  type AddressRole,
  type AddressRow,
  type BillProfileRow,
  type ContactRow,
  type CustomerRow,
  type KeyLinkRow,
  NO_DATE,
} from './rows';

const FIRST_ID = 1000;

export const BLANK_ADDRESS: AddressFields = {
  first_name: '',
  middle_initial: '',
  last_name: '',
  company_name: '',
  line_1: '',
  line_2: '',
  city: '',
  state_or_province: '',
  postal_code: '',
  postal_code_extension: '',
  country_code: '235',
};

export interface CustomerFields extends Partial<Omit<CustomerRow, 'customer_id' | `${AddressRole}_id`>> {
  service_address: Partial<AddressFields>;
  /** Left out: the row of the service address itself, so that the two are one. */
  billing_address?: Partial<AddressFields>;
  listing_address?: Partial<AddressFields>;
}

/** What the simulated Rev.io holds. Dates of records move on writes, as its users see them do. */
export class RevioState {
  readonly journal = new Journal();
  readonly customers = new Table<CustomerRow>('customers', FIRST_ID, (row) => row.customer_id, this.journal);
  readonly addresses = new Table<AddressRow>('addresses', FIRST_ID, (row) => row.address_id, this.journal);
  readonly contacts = new Table<ContactRow>('contacts', FIRST_ID, (row) => row.contact_id, this.journal);
  readonly keyLinks = new Table<KeyLinkRow>('key-links', FIRST_ID, (row) => row.integration_key_link_id, this.journal);
  readonly billProfiles = new Table<BillProfileRow>('bill-profiles', 1, (row) => row.bill_profile_id, this.journal);
  readonly #clock: SettableClock;

  constructor(clock: SettableClock) {
    this.#clock = clock;
  }

  addCustomer(fields: CustomerFields): CustomerRow {
    const now = this.#clock.stamp();
    const { service_address, billing_address, listing_address, ...own } = fields;
    return this.customers.insert((id) => {
      const service = this.addAddress(id, service_address).address_id;
      return {
        customer_id: id,
        parent_customer_id: null,
        status: 'OPEN',
        is_parent: false,
        email: '',
        source: '',
        activated_date: now,
        close_date: NO_DATE,
        created_date: now,
        updated_date: now,
        suspended: false,
        service_address_id: service,
        billing_address_id: billing_address ? this.addAddress(id, billing_address).address_id : service,
        listing_address_id: listing_address ? this.addAddress(id, listing_address).address_id : service,
        bill_profile_id: 1,
        billing_method: 'NONE',
        balance: 0,
        class: 'BUSINESS',
        security_pin: '',
        tax_id: '',
        date_of_birth: NO_DATE,
        registration_code: '',
        ...own,
        // Generated only when left blank.
        account_number: own.account_number || String(7_000_000 + id),
      };
    });
  }

  updateCustomer(id: number, changes: Partial<CustomerRow>): CustomerRow {
    return this.customers.update(id, { ...changes, updated_date: this.#clock.stamp() });
  }

  setStatus(id: number, status: string): CustomerRow {
    const close_date = status === 'CLOSED' ? this.#clock.stamp() : NO_DATE;
    return this.updateCustomer(id, { status, close_date });
  }

  addAddress(customerId: number, fields: Partial<AddressFields>): AddressRow {
    const now = this.#clock.stamp();
    return this.addresses.insert((id) => ({
      address_id: id,
      customer_id: customerId,
      ...BLANK_ADDRESS,
      ...fields,
      created_date: now,
      modified_date: now,
    }));
  }

  /** Changes the row, and so every place where it stands. The customer's `updated_date` moves with it. */
  updateAddress(id: number, changes: Partial<AddressRow>): AddressRow {
    const now = this.#clock.stamp();
    const row = this.addresses.update(id, { ...changes, modified_date: now });
    if (this.customers.get(row.customer_id)) this.customers.touch(row.customer_id, { updated_date: now });
    return row;
  }

  addContact(fields: Partial<ContactRow> & { customer_id: number; name: string }): ContactRow {
    return this.contacts.insert((id) => ({
      title: '',
      position: '',
      company: '',
      email: '',
      phone: '',
      mobile: '',
      fax: '',
      comments: '',
      contact_type_id: 2,
      created_date: this.#clock.stamp(),
      ...fields,
      contact_id: id,
    }));
  }

  address(customer: CustomerRow, role: AddressRole): AddressRow {
    const row = this.addresses.get(customer[`${role}_id`]);
    if (!row) throw new Error(`Customer ${customer.customer_id} has lost its ${role}`);
    return row;
  }

  /** The customer as it looks outside, with its addresses in it. */
  renderCustomer = (row: CustomerRow): object => {
    const { service_address_id, billing_address_id, listing_address_id, ...own } = row;
    const { bill_profile_id, billing_method, balance, class: customerClass, ...top } = own;
    return {
      ...top,
      ...Object.fromEntries(ADDRESS_ROLES.map((role) => [role, this.address(row, role)])),
      finance: { bill_profile_id, billing_method, balance },
      profile: { class: customerClass, language: 'EN' },
      fields: [],
    };
  };

  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.#tables().map((table) => [table.entity, table.toJSON()]));
  }

  restore(saved: Record<string, unknown>): void {
    for (const table of this.#tables()) table.restore(saved[table.entity] as TableSnapshot<never>);
  }

  counts(): Record<string, number> {
    return Object.fromEntries(this.#tables().map((table) => [table.entity, table.size]));
  }

  #tables() {
    return [this.customers, this.addresses, this.contacts, this.keyLinks, this.billProfiles] as const;
  }
}
