import type { World, WorldContact, WorldCustomer } from '../world';
import type { AddressFields } from './rows';
import { seedBillProfiles } from './seed-small';
import type { RevioState } from './state';

/** Rev.io's side of the world. */
export function seedWorld(state: RevioState, world: Pick<World, 'customers'>): void {
  seedBillProfiles(state);
  for (const customer of world.customers) {
    const { customer_id } = addWorldCustomer(state, customer);
    for (const contact of customer.contacts) state.addContact({ customer_id, ...contactFields(contact) });
  }
}

export function addWorldCustomer(state: RevioState, customer: Omit<WorldCustomer, 'id'>) {
  const name = 'last' in customer.name ? personFields(customer.name) : { company_name: customer.name.company };
  const [postal_code = '', postal_code_extension = ''] = customer.address.zip.split('-');
  const service: Partial<AddressFields> = {
    ...name,
    line_1: customer.address.line1,
    line_2: customer.address.line2,
    city: customer.address.city,
    state_or_province: customer.address.state,
    postal_code,
    postal_code_extension,
  };
  const billing = customer.poBox ? { ...service, line_1: customer.poBox, line_2: '' } : service;
  return state.addCustomer({
    account_number: customer.accountNumber,
    status: customer.status,
    class: 'last' in customer.name ? 'RESIDENTIAL' : 'BUSINESS',
    email: customer.email,
    is_parent: customer.isParent,
    parent_customer_id: customer.parentId ? Number(customer.parentId) : null,
    security_pin: `PLANTED-PIN-${customer.accountNumber}`,
    tax_id: `PLANTED-TAX-${customer.accountNumber}`,
    service_address: service,
    ...(customer.sharedAddress ? {} : { billing_address: billing, listing_address: service }),
  });
}

function personFields(name: { first: string; middle: string; last: string }): Partial<AddressFields> {
  return { first_name: name.first, middle_initial: name.middle, last_name: name.last };
}

export function contactFields(contact: WorldContact) {
  const mobile = contact.phones.find(({ type }) => type === 'CL')?.number ?? '';
  const phone = contact.phones.find(({ type }) => type !== 'CL')?.number ?? '';
  return { name: contact.name, title: contact.title, email: contact.email, phone, mobile };
}
