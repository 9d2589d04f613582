import { type AddressFields, BILL_PROFILES, NO_DATE } from './rows';
import type { CustomerFields, RevioState } from './state';

const place = (line_1: string, more: Partial<AddressFields> = {}): Partial<AddressFields> => ({
  line_1,
  city: 'Testville',
  state_or_province: 'NY',
  postal_code: '00001',
  ...more,
});

const person = (first_name: string, last_name: string, middle_initial = ''): Partial<AddressFields> => ({
  first_name,
  middle_initial,
  last_name,
});

/** A customer with three rows of its own, all under one name. */
function apart(
  name: Partial<AddressFields>,
  at: Partial<AddressFields>,
  rest: Partial<CustomerFields> = {},
): CustomerFields {
  const row = { ...at, ...name };
  return { class: 'BUSINESS', ...rest, service_address: row, billing_address: row, listing_address: row };
}

/**
 * One customer for every trap of the contract, then plain ones, so that 1015 (the number in Rev.io's own example)
 * exists. Ids by their order here, from 1000.
 */
export const SMALL_CUSTOMERS = {
  business: 1000,
  residential: 1001,
  closed: 1002,
  prospect: 1003,
  parent: 1004,
  firstChild: 1005,
  secondChild: 1006,
  sharedAddress: 1007,
  blankAccountNumber: 1008,
  leadingZeros: 1009,
  oneOfOneName: 1010,
  otherOfOneName: 1011,
  nineDigitZip: 1012,
  nullDate: 1013,
  suspended: 1014,
  plain: 1015,
} as const;

export function seedBillProfiles(state: RevioState): void {
  for (const profile of BILL_PROFILES) state.billProfiles.insert((id) => ({ ...profile, bill_profile_id: id }));
}

export function seedSmall(state: RevioState): void {
  seedBillProfiles(state);
  const home = { class: 'RESIDENTIAL' };
  const company = (company_name: string) => ({ company_name });
  const customers: CustomerFields[] = [
    apart(company('Ash & Birch Dental'), place('12 Test St'), {
      account_number: 'A-100',
      email: 'front@ashbirch.example, books@ashbirch.example',
      tax_id: 'PLANTED-TAX-1000',
      registration_code: 'PLANTED-REG-1000',
    }),
    apart(person('Mary', 'Lopez', 'T'), place('14 Mill St'), {
      ...home,
      account_number: 'A-101',
      security_pin: 'PLANTED-PIN-1001',
      date_of_birth: '1971-02-03T00:00:00',
    }),
    apart(company('Closed Doors Inc'), place('1 Shut Ln'), { account_number: 'A-102', status: 'CLOSED' }),
    apart(company('Maybe Later LLC'), place('2 Perhaps Rd'), { account_number: 'A-103', status: 'PROSPECT' }),
    apart(company('Copper Kettle Cafe'), place('1 Head Office Plz'), { account_number: 'A-104', is_parent: true }),
    apart(company('Copper Kettle Cafe #1'), place('10 North Ave'), {
      account_number: 'A-105',
      parent_customer_id: 1004,
    }),
    apart(company('Copper Kettle Cafe #2'), place('20 South Ave'), {
      account_number: 'A-106',
      parent_customer_id: 1004,
    }),
    {
      class: 'BUSINESS',
      account_number: 'A-107',
      service_address: { ...company('One Row Ltd'), ...place('7 Single St') },
    },
    apart(company('No Number Co'), place('8 Blank St'), { account_number: '' }),
    apart(company('Leading Zero Corp'), place('9 Zero St'), { account_number: '00123' }),
    apart(person('Robert', 'Fox'), place('10 Fox Run'), { ...home, account_number: 'A-110' }),
    apart(person('Robert', 'Fox'), place('99 Other Way', { city: 'Elsewhere', postal_code: '00009' }), {
      ...home,
      account_number: 'A-111',
    }),
    apart(company('Nine Digits Inc'), place('12 Zip St', { postal_code: '00001', postal_code_extension: '2345' }), {
      account_number: 'A-112',
    }),
    apart(company('No Date Bros'), place('13 Never St'), { account_number: 'A-113', activated_date: NO_DATE }),
    apart(company('Suspended Animation Studio'), place('14 Pause St'), { account_number: 'A-114', suspended: true }),
    apart(company('Example Account'), place('15 Key St'), { account_number: 'A-115' }),
    apart(company('Pending Matters'), place('16 Wait St'), { account_number: 'A-116', status: 'pending' }),
  ];
  for (const customer of customers) state.addCustomer(customer);
  state.addContact({ customer_id: 1000, name: 'Ada Ash', phone: '(555) 010-0001', email: 'ada@ashbirch.example' });
  state.addContact({ customer_id: 1001, name: 'Mary Lopez', mobile: '555.010.0002', contact_type_id: 1 });
}
