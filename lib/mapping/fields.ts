/** What a Rev.io customer gets: a business its company name, a person the three parts of a name. */
export const CUSTOMER_FIELDS = [
  'companyName',
  'firstName',
  'middleName',
  'lastName',
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
  'accountNumber',
] as const;
export type CustomerField = (typeof CUSTOMER_FIELDS)[number];

/** What a site gets; its account number is its transmitter code. */
export const ACCOUNT_FIELDS = ['name', 'line1', 'line2', 'city', 'state', 'postalCode', 'accountNumber'] as const;
export type AccountField = (typeof ACCOUNT_FIELDS)[number];

/** A Mustache template for each field that a side gets. */
export interface MappingTemplates {
  /** Over the account, inbound. */
  toCustomer: Record<CustomerField, string>;
  /** Over the customer, outbound. */
  toAccount: Record<AccountField, string>;
}

export type MappingDirection = keyof MappingTemplates;
export type MappingField = CustomerField | AccountField;

export const FIELDS: { readonly [D in MappingDirection]: readonly (keyof MappingTemplates[D])[] } = {
  toCustomer: CUSTOMER_FIELDS,
  toAccount: ACCOUNT_FIELDS,
};

const SAME_ON_BOTH_SIDES = {
  line1: '{{line1}}',
  line2: '{{line2}}',
  city: '{{city}}',
  state: '{{state}}',
  postalCode: '{{postalCode}}',
  accountNumber: '{{accountNumber}}',
};

/** The seed's rules. */
export const DEFAULT_TEMPLATES: MappingTemplates = {
  toCustomer: {
    companyName: '{{name}}',
    firstName: '{{firstName}}',
    middleName: '{{middleName}}',
    lastName: '{{lastName}}',
    ...SAME_ON_BOTH_SIDES,
  },
  toAccount: { name: '{{name}}', ...SAME_ON_BOTH_SIDES },
};

/** What a record can be asked for in a template, in the order in which a person looks for it. */
export const PLACEHOLDERS = [
  'name',
  'firstName',
  'middleName',
  'lastName',
  'companyName',
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
  'accountNumber',
  'phone',
  'email',
  'kind',
  'id',
] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** A record as templates see it: flat, and every text there, `''` where it has none. */
export type RecordView = Record<Placeholder, string>;

/** The fields that a record of this kind does not get: a person has no company name, and a business no first name. */
export function isUnusedFor(field: MappingField, kind: 'business' | 'residential'): boolean {
  if (kind === 'residential') return field === 'companyName';
  return field === 'firstName' || field === 'middleName' || field === 'lastName';
}

/** One field of a sample record, as a new record would get it. */
export interface FieldPreview {
  field: MappingField;
  text: string;
  /** A record of this kind has no such field. */
  unused: boolean;
  /** What is wrong, by its kind, with the words or the value that it is about. */
  problem?: { kind: string; detail: string };
}
