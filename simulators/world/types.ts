/** The world that both simulators show a side of: who is monitored, who is billed, and which of them are the same. */

export interface WorldAddress {
  line1: string;
  line2: string;
  city: string;
  state: string;
  /** `00001` or `00001-2345`. */
  zip: string;
}

export interface WorldPerson {
  first: string;
  /** A letter, or blank. */
  middle: string;
  /** With `Jr`, and with particles. */
  last: string;
}

export type WorldName = { company: string } | WorldPerson;

export interface WorldContact {
  name: string;
  phones: { type: 'HM' | 'CL' | 'WK' | 'OT'; number: string }[];
  email: string;
  title: string;
}

/** As CMS holds it: one name, as somebody typed it. */
export interface WorldSite {
  /** `site_no`, which is the account's id. */
  id: string;
  name: string;
  address: WorldAddress;
  phone: string;
  kind: 'residential' | 'business';
  status: 'A' | 'P' | 'I' | 'C';
  /** One for each system, the account's own number first. */
  numbers: string[];
  contacts: WorldContact[];
}

/** As Rev.io holds it: the name is in the address. */
export interface WorldCustomer {
  id: string;
  accountNumber: string;
  name: WorldName;
  address: WorldAddress;
  status: 'OPEN' | 'PENDING' | 'PROSPECT' | 'CLOSED';
  email: string;
  /** Service, billing and listing address are one row. */
  sharedAddress: boolean;
  /** Where the bill goes, if not to the service address. */
  poBox?: string;
  isParent: boolean;
  parentId?: string;
  /** Made by people, so never anybody else's to touch. */
  contacts: WorldContact[];
}

/**
 * What a careful matcher makes of an account: `link` where it must (the same name but for how it is written, at the
 * same address), `review` where the evidence is a person's to judge, `create` where nothing is near.
 */
export interface Truth {
  accountId: string;
  /** Whose account it truly is; null = nobody's. */
  customerId: string | null;
  expect: 'link' | 'review' | 'create';
  /** What makes it hard, in a word or two. */
  trap: string;
}

/** A field of a pair that must link, where the two sides do not say the same on the first day. */
export interface PlantedDifference {
  accountId: string;
  customerId: string;
  field: 'name' | keyof WorldAddressFields;
  /** `different` becomes a conflict; a blank is filled from the other side. */
  kind: 'different' | 'blank-in-cms' | 'blank-in-revio';
  cms: string;
  revio: string;
}

/** Fields by the project's own words, so that a test need not translate. */
export interface WorldAddressFields {
  line1: string;
  line2: string;
  city: string;
  state: string;
  postalCode: string;
}

export interface World {
  sites: WorldSite[];
  customers: WorldCustomer[];
  /** One for each active site, in their order. */
  truth: Truth[];
  differences: PlantedDifference[];
  /** Sites that are not active, so not listed. */
  inactiveSiteIds: string[];
  /** Customers who are nobody's account. */
  unmonitoredCustomerIds: string[];
}
