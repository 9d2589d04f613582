/** The rows that the simulated Rev.io keeps, in its own words. Customers refer to address rows; two may share one. */

export interface AddressRow {
  address_id: number;
  customer_id: number;
  first_name: string;
  middle_initial: string;
  last_name: string;
  company_name: string;
  line_1: string;
  line_2: string;
  city: string;
  state_or_province: string;
  postal_code: string;
  postal_code_extension: string;
  country_code: string;
  created_date: string;
  modified_date: string;
}

export type AddressFields = Omit<AddressRow, 'address_id' | 'customer_id' | 'created_date' | 'modified_date'>;

export const ADDRESS_FIELDS: readonly (keyof AddressFields)[] = [
  'first_name',
  'middle_initial',
  'last_name',
  'company_name',
  'line_1',
  'line_2',
  'city',
  'state_or_province',
  'postal_code',
  'postal_code_extension',
  'country_code',
];

export const ADDRESS_ROLES = ['service_address', 'billing_address', 'listing_address'] as const;
export type AddressRole = (typeof ADDRESS_ROLES)[number];

export const STATUSES = ['OPEN', 'PENDING', 'PROSPECT', 'CLOSED'] as const;
export const CLASSES = ['BUSINESS', 'RESIDENTIAL'] as const;
/** The methods that send mail need an address to send it to. */
export const BILLING_METHODS = ['NONE', 'PRINT', 'EMAIL', 'PRINT_AND_EMAIL'] as const;

export interface CustomerRow {
  customer_id: number;
  parent_customer_id: number | null;
  account_number: string;
  status: string;
  is_parent: boolean;
  email: string;
  source: string;
  activated_date: string;
  close_date: string;
  created_date: string;
  updated_date: string;
  suspended: boolean;
  service_address_id: number;
  billing_address_id: number;
  listing_address_id: number;
  bill_profile_id: number;
  billing_method: string;
  balance: number;
  class: string;
  /** What a client must drop at its door and never store or log. */
  security_pin: string;
  tax_id: string;
  date_of_birth: string;
  registration_code: string;
}

export interface ContactRow {
  contact_id: number;
  customer_id: number;
  name: string;
  title: string;
  position: string;
  company: string;
  email: string;
  phone: string;
  mobile: string;
  fax: string;
  comments: string;
  contact_type_id: number;
  created_date: string;
}

export const CONTACT_FIELDS = [
  'name',
  'title',
  'position',
  'company',
  'email',
  'phone',
  'mobile',
  'fax',
  'comments',
] as const;

export interface KeyLinkRow {
  integration_key_link_id: number;
  integration_system_id: number;
  integration_entity_type_id: number;
  internal_id: string;
  external_id: string;
}

export interface BillProfileRow {
  bill_profile_id: number;
  description: string;
  active: boolean;
}

export const NO_DATE = '0001-01-01T00:00:00';

export const BILL_PROFILES: readonly BillProfileRow[] = [
  { bill_profile_id: 1, description: 'Monthly, in advance', active: true },
  { bill_profile_id: 2, description: 'Quarterly, in advance', active: true },
  { bill_profile_id: 3, description: 'Old monthly (closed)', active: false },
];

export const CONTACT_TYPES = [
  { contact_type_id: 1, description: 'Primary' },
  { contact_type_id: 2, description: 'Billing' },
  { contact_type_id: 3, description: 'Technical' },
  { contact_type_id: 4, description: 'Emergency' },
] as const;

export const SYSTEMS = [
  { integration_system_id: 1, system_name: 'QUICKBOOKS' },
  { integration_system_id: 4, system_name: 'SALESFORCE' },
  { integration_system_id: 7, system_name: 'CMS' },
  { integration_system_id: 8, system_name: 'RAPID_RESPONSE' },
] as const;

/** Customer is number 2: the one that the Rev.io article names. */
export const ENTITY_TYPES = [
  'AGENT',
  'CUSTOMER',
  'BILL',
  'CONTACT',
  'SERVICE_PRODUCT',
  'CREDIT',
  'CHARGE',
  'SERVICE',
  'PAYMENT',
  'PRODUCT',
  'ADDRESS',
  'INVENTORY_ITEM',
].map((entity_type_name, index) => ({ integration_entity_type_id: index + 1, entity_type_name }));

/** Entities that are not simulated have the numbers 1 to this, so that key links to them can be made and refused. */
export const OTHER_ENTITY_IDS = 50;
