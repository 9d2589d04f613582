/**
 * Every name of Rev.io's wire that is not documented for sure, in one table that a site can override
 * (`RevioSettings.profile`). D documented, C seen in public client code, A our assumption.
 */
export interface RevioProfile {
  /** Below the base URL. Case is not significant there (D). */
  paths: {
    customers: string;
    addresses: string;
    contacts: string;
    billProfiles: string;
    systems: string;
    entityTypes: string;
    keyLinks: string;
  };
  /** Names of query parameters: `search.page`, … (C). Bare names beside them would be ignored. */
  search: { prefix: string; page: string; pageSize: string; sort: string };
  customer: {
    id: string;
    accountNumber: string;
    status: string;
    isParent: string;
    email: string;
    source: string;
    createdAt: string;
    /** Groups, and the fields in them. */
    profile: string;
    class: string;
    finance: string;
    billProfileId: string;
    billingMethod: string;
    serviceAddress: string;
    billingAddress: string;
    listingAddress: string;
  };
  address: {
    id: string;
    customerId: string;
    firstName: string;
    middleInitial: string;
    lastName: string;
    companyName: string;
    line1: string;
    line2: string;
    city: string;
    state: string;
    postalCode: string;
    postalCodeExtension: string;
    countryCode: string;
  };
  contact: {
    id: string;
    customerId: string;
    name: string;
    phone: string;
    mobile: string;
    email: string;
    title: string;
    createdAt: string;
  };
  billProfile: { id: string; label: string; active: string };
  system: { id: string; name: string };
  entityType: { id: string; name: string };
  keyLink: {
    /** The first one present counts: the name differs between descriptions (A). */
    id: string[];
    systemId: string;
    entityTypeId: string;
    internalId: string;
    externalId: string;
  };
  values: {
    /** Written as `class` of a customer we create (D). */
    business: string;
    residential: string;
    /** Of customers we create: no mail caused by us (C). */
    billingMethod: string;
    /** Our mark on customers we create (S6): a lost create is found again by it. */
    source: string;
    /** United States (A). */
    countryCode: string;
    closed: string;
  };
  /**
   * How an address row is written: `address`: `PATCH /Addresses/{id}` (D); `customer`: `PATCH /Customers/{id}` with
   * paths `/service_address/line_1` (A).
   */
  writeAddress: 'address' | 'customer';
  /**
   * How a customer is closed (A): `patch-status`; `action`: a POST to `closeAction`; `note-only`: not by us, the record
   * is parked with a note for a person.
   */
  close: 'patch-status' | 'action' | 'note-only';
  /** With `{id}` in it. */
  closeAction: string;
}

export const DEFAULT_PROFILE: Readonly<RevioProfile> = {
  paths: {
    customers: '/Customers',
    addresses: '/Addresses',
    contacts: '/Contacts',
    billProfiles: '/BillProfiles',
    systems: '/IntegrationSystem',
    entityTypes: '/IntegrationEntityType',
    keyLinks: '/IntegrationKeyLink',
  },
  search: { prefix: 'search.', page: 'page', pageSize: 'page_size', sort: 'sort' },
  customer: {
    id: 'customer_id',
    accountNumber: 'account_number',
    status: 'status',
    isParent: 'is_parent',
    email: 'email',
    source: 'source',
    createdAt: 'created_date',
    profile: 'profile',
    class: 'class',
    finance: 'finance',
    billProfileId: 'bill_profile_id',
    billingMethod: 'billing_method',
    serviceAddress: 'service_address',
    billingAddress: 'billing_address',
    listingAddress: 'listing_address',
  },
  address: {
    id: 'address_id',
    customerId: 'customer_id',
    firstName: 'first_name',
    middleInitial: 'middle_initial',
    lastName: 'last_name',
    companyName: 'company_name',
    line1: 'line_1',
    line2: 'line_2',
    city: 'city',
    state: 'state_or_province',
    postalCode: 'postal_code',
    postalCodeExtension: 'postal_code_extension',
    countryCode: 'country_code',
  },
  contact: {
    id: 'contact_id',
    customerId: 'customer_id',
    name: 'name',
    phone: 'phone',
    mobile: 'mobile',
    email: 'email',
    title: 'title',
    createdAt: 'created_date',
  },
  billProfile: { id: 'bill_profile_id', label: 'description', active: 'active' },
  system: { id: 'integration_system_id', name: 'system_name' },
  entityType: { id: 'integration_entity_type_id', name: 'entity_type_name' },
  keyLink: {
    id: ['integration_key_link_id', 'key_link_id', 'id'],
    systemId: 'integration_system_id',
    entityTypeId: 'integration_entity_type_id',
    internalId: 'internal_id',
    externalId: 'external_id',
  },
  values: {
    business: 'BUSINESS',
    residential: 'RESIDENTIAL',
    billingMethod: 'NONE',
    source: 'dealer-sync',
    countryCode: '235',
    closed: 'CLOSED',
  },
  writeAddress: 'address',
  close: 'patch-status',
  closeAction: '/Customers/{id}/Close',
};

/** A part of the profile: the groups with only the names that differ. */
export type ProfileOverrides = {
  [Key in keyof RevioProfile]?: RevioProfile[Key] extends string ? RevioProfile[Key] : Partial<RevioProfile[Key]>;
};

/** The default profile with a site's overrides on top. */
export function profileWith(overrides: ProfileOverrides = {}): RevioProfile {
  const base = DEFAULT_PROFILE;
  return {
    paths: { ...base.paths, ...overrides.paths },
    search: { ...base.search, ...overrides.search },
    customer: { ...base.customer, ...overrides.customer },
    address: { ...base.address, ...overrides.address },
    contact: { ...base.contact, ...overrides.contact },
    billProfile: { ...base.billProfile, ...overrides.billProfile },
    system: { ...base.system, ...overrides.system },
    entityType: { ...base.entityType, ...overrides.entityType },
    keyLink: { ...base.keyLink, ...overrides.keyLink },
    values: { ...base.values, ...overrides.values },
    writeAddress: overrides.writeAddress ?? base.writeAddress,
    close: overrides.close ?? base.close,
    closeAction: overrides.closeAction ?? base.closeAction,
  };
}
