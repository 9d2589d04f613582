/**
 * The records of both sides, in our own words. A client translates its remote system's words into these at the
 * door; nothing behind that door knows a wire name. Blank and absent mean the same on every wire we speak, so a
 * text that is always there is `''` when blank, and an optional one is left out.
 */

/** What a record is, as far as naming goes: a business has one name, a residential record a person's. */
export type Kind = 'business' | 'residential' | 'other';

export type Status = 'open' | 'pending' | 'prospect' | 'closed';

/** The five lines of a place. Each is its own two-way field; a blank line is `''`. */
export interface Address {
  line1: string;
  line2: string;
  city: string;
  /** Two-letter code where the remote system gave one. */
  state: string;
  /** `12345` or `12345-6789`. */
  postalCode: string;
}

/** A name in both of the ways that systems keep one. `name` is always there. */
export interface NameParts {
  name: string;
  firstName?: string;
  middleName?: string;
  lastName?: string;
  companyName?: string;
}

/** A person to call for an account. Identity is the id at the system it came from. */
export interface Contact {
  id: string;
  name: string;
  phone?: string;
  mobile?: string;
  email?: string;
  title?: string;
  /** Call order, 1 first; contacts without one come last. */
  order?: number;
  /** ISO instant or date at which the contact ended; in the past = removed. */
  endsAt?: string;
  /** Rev.io only: when the contact was made there, by its own clock. */
  createdAt?: string;
}

/** What the two sides have in common; what the matcher compares and the planner merges. */
export interface Party {
  id: string;
  accountNumber?: string;
  kind: Kind;
  /** The whole name as the system holds or would print it. */
  name: string;
  firstName?: string;
  middleName?: string;
  lastName?: string;
  companyName?: string;
  address: Address;
  phone?: string;
  email?: string;
  status: Status;
}

/** The monitoring system's record (a CMS site, a Rapid Response site). */
export interface Account extends Party {
  contacts?: Contact[];
  /** The customer that a create of ours was for, where the station keeps such a mark (Rapid Response: `SiteID1`). */
  madeFor?: string;
  /** A create that takes several writes has not come to its end, or the station's staff has not: it has no device yet. */
  incomplete?: boolean;
  /** Why the station's own settings leave it out of the sync; it still counts as somebody's site when customers go out. */
  setAside?: string;
}

/** The Rev.io record. */
export interface Customer extends Party {
  /** Only where a node has read them, for a push. */
  contacts?: Contact[];
  /** Who made it, as Rev.io keeps it; `dealer-sync` is our mark. */
  source?: string;
  /** Rev.io's own clock, no zone: compare only with other values of the same system. */
  createdAt?: string;
  /** Has child customers; parents stay out of fuzzy matching. */
  parent?: boolean;
  /** The service address row is also the billing or the listing row: moving the alarm moves the invoice. */
  sharedAddress?: boolean;
  /** Names on its other address rows that are not its name: kept so by people, or left by a rename that broke off. */
  otherNames?: string[];
}

export const BLANK_ADDRESS: Readonly<Address> = Object.freeze({
  line1: '',
  line2: '',
  city: '',
  state: '',
  postalCode: '',
});
