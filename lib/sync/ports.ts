import type { Account, Address, Contact, Customer, Kind, NameParts } from '../model/records';

export type { NameParts } from '../model/records';

/**
 * The edges of the sync core: what it needs of the two sides, in our words. The clients of `lib/cms`, `lib/revio` and
 * `lib/rapid-response` implement these; the executor and the nodes know nothing else of a wire.
 *
 * Rules for every implementation:
 * - A read that fails throws; it never returns less than all (a failed list must not look like a short one).
 * - A write returns what the side **kept**, read back after the write, never what was sent (S3).
 * - A write that may have acted throws a DealerSyncError with `acted: 'unknown'`, and is not resent (S15).
 * - `getX` resolves to undefined only when the side itself says that the record does not exist.
 */

/** Only what changes. */
export interface PartyUpdate {
  kind: Kind;
  name?: NameParts;
  /**
   * Whole names that this change replaces. Rev.io keeps a name on up to three address rows: the service row is always
   * written, listing and billing only where they hold one of these. Safe to repeat after a crash.
   */
  replacesNames?: string[];
  address?: Partial<Address>;
  /**
   * What to do when the service address row is also the billing or listing row: `write` it (moves both), or `split`:
   * give the service address a row of its own first.
   */
  sharedAddress?: 'write' | 'split';
}

export interface CustomerDraft extends NameParts {
  kind: 'business' | 'residential';
  accountNumber: string;
  address: Address;
  phone?: string;
  email?: string;
  billProfileId: string;
}

export interface AccountDraft extends NameParts {
  kind: 'business' | 'residential';
  /** The marker of the create: CMS `cs_no`, Rapid Response transmitter code. */
  accountNumber: string;
  address: Address;
  phone?: string;
  email?: string;
  /** The Rev.io customer that it is made for; a station that can keep it carries it as its mark. */
  madeFor?: string;
}

/** What a contact says, without its id. */
export type ContactFields = Pick<Contact, 'name' | 'phone' | 'mobile' | 'email' | 'title'>;

interface Side {
  /** For messages: `CMS`, `Rev.io`, `Rapid Response`. */
  readonly label: string;
  /** The user name at the remote system (the service account), for the audit. */
  readonly user: string;
  /** Host that the calls go to, as the HTTP stack counts them. */
  readonly host: string;
}

/** A station whose contacts are ours to sync. */
export interface StationContacts {
  listContacts(accountId: string, signal?: AbortSignal): Promise<Contact[]>;
  /** With the Default Contact Auth ID of the settings, where the system has one. */
  createContact(accountId: string, contact: ContactFields, signal?: AbortSignal): Promise<Contact>;
}

export interface UnfinishedAccounts {
  /** The accounts that carry a mark of ours, also those that no listing shows yet, by the customer that they are for. */
  list(signal?: AbortSignal): Promise<Map<string, Account[]>>;
  /** Does the writes that are still missing, and only these; safe to repeat. */
  finish(begun: Account, accountNumber: string, signal?: AbortSignal): Promise<Account>;
}

export interface MonitoringSystem extends Side, Partial<StationContacts> {
  /** All active accounts, folded to one record a site, in batches. */
  listAccounts(signal?: AbortSignal): AsyncIterable<Account[]>;
  getAccount(id: string, signal?: AbortSignal): Promise<Account | undefined>;
  /** Exact, with case; the marker look-up before and after a create. */
  findAccountsByNumber(accountNumber: string, signal?: AbortSignal): Promise<Account[]>;
  /**
   * All writes that a new account takes. When one of several fails, what was made stands, and the error says
   * `acted: 'unknown'` even if that write was refused: the next run has to look.
   */
  createAccount(draft: AccountDraft, signal?: AbortSignal): Promise<Account>;
  /** Where a create takes several writes: how what a broken-off one has left is found, and brought to its end. */
  readonly unfinished?: UnfinishedAccounts;
  /** Ends the monitoring, where that can be done from outside. `accountNumber` is what the person confirmed with. */
  cancelAccount?(id: string, accountNumber: string, signal?: AbortSignal): Promise<Account>;
  updateAccount(id: string, update: PartyUpdate, signal?: AbortSignal): Promise<Account>;
}

export type StationWithContacts = MonitoringSystem & StationContacts;

export function keepsContacts(station: MonitoringSystem): station is StationWithContacts {
  return station.listContacts !== undefined && station.createContact !== undefined;
}

export interface Choice {
  id: string;
  label: string;
  active: boolean;
}

export interface BillingSystem extends Side {
  listCustomers(signal?: AbortSignal): AsyncIterable<Customer[]>;
  getCustomer(id: string, signal?: AbortSignal): Promise<Customer | undefined>;
  /** Exact, with case, compared again on our side: an ignored filter returns strangers. */
  findCustomersByNumber(accountNumber: string, signal?: AbortSignal): Promise<Customer[]>;
  createCustomer(draft: CustomerDraft, signal?: AbortSignal): Promise<Customer>;
  updateCustomer(id: string, update: PartyUpdate, signal?: AbortSignal): Promise<Customer>;
  closeCustomer(id: string, signal?: AbortSignal): Promise<Customer>;
  listContacts(customerId: string, signal?: AbortSignal): Promise<Contact[]>;
  createContact(customerId: string, contact: ContactFields, signal?: AbortSignal): Promise<Contact>;
  updateContact(id: string, contact: ContactFields, signal?: AbortSignal): Promise<Contact>;
  deleteContact(id: string, signal?: AbortSignal): Promise<void>;
  listBillProfiles(signal?: AbortSignal): Promise<Choice[]>;
}

/** Rev.io's entity types, as the seed lists them. */
export type EntityTypeName =
  | 'Agent'
  | 'Bill'
  | 'Contact'
  | 'Customer'
  | 'Service_Product'
  | 'Credit'
  | 'Charge'
  | 'Service'
  | 'Payment'
  | 'Product'
  | 'Address'
  | 'Inventory_Item';

/** One pair of primary keys: `internalId` at Rev.io, `externalId` at the other system. Compared exactly, with case. */
export interface KeyLink {
  id: string;
  systemId: string;
  entityTypeId: string;
  internalId: string;
  externalId: string;
}

/** A system and entity type, found by name once (`systemId`, `entityTypeId` are Rev.io's). */
export interface KeyLinkScope {
  systemId: string;
  entityTypeId: string;
}

export interface KeyLinks extends Side {
  listSystems(signal?: AbortSignal): Promise<Choice[]>;
  listEntityTypes(signal?: AbortSignal): Promise<Choice[]>;
  /** By names, compared without case. Fails with `UNKNOWN_SYSTEM` or `UNKNOWN_ENTITY_TYPE`, saying whom to ask. */
  scope(systemName: string, entityType: EntityTypeName | string, signal?: AbortSignal): Promise<KeyLinkScope>;
  list(scope: KeyLinkScope, signal?: AbortSignal): AsyncIterable<KeyLink[]>;
  findByExternalId(scope: KeyLinkScope, externalId: string, signal?: AbortSignal): Promise<KeyLink[]>;
  findByInternalId(scope: KeyLinkScope, internalId: string, signal?: AbortSignal): Promise<KeyLink[]>;
  create(scope: KeyLinkScope, pair: { internalId: string; externalId: string }, signal?: AbortSignal): Promise<KeyLink>;
  update(
    id: string,
    scope: KeyLinkScope,
    pair: { internalId: string; externalId: string },
    signal?: AbortSignal,
  ): Promise<KeyLink>;
  /** True if it was there. */
  remove(id: string, signal?: AbortSignal): Promise<boolean>;
}
