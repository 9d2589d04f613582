import type { Contact, Customer } from '../model/records';
import type { BillingSystem, Choice, ContactFields, CustomerDraft, KeyLinks, PartyUpdate } from '../sync/ports';
import { listBillProfiles } from './bill-profiles';
import { RevioContacts } from './contacts';
import { RevioCustomers } from './customers';
import { RevioKeyLinks } from './key-links';
import type { RevioSettings } from './settings';
import { RevioTransport } from './transport';

export interface RevioClient {
  readonly billing: BillingSystem;
  readonly keyLinks: KeyLinks;
  /** For status and log: `restapi.rev.io, client acme`. The sandbox differs by the client code alone. */
  readonly description: string;
  /** Proves the login with one call that is tried once, and brings the choices (Test connection). */
  probe(signal?: AbortSignal): Promise<Choice[]>;
  /** Ends what is under way; the client is of no use afterwards. */
  destroy(): void;
}

/** A client of one Rev.io tenant. Fails with `MISSING_SETTING` or `BAD_URL`; calls nothing yet. */
export function createRevioClient(settings: RevioSettings): RevioClient {
  const transport = new RevioTransport(settings);
  return {
    billing: new RevioBilling(transport),
    keyLinks: new RevioKeyLinks(transport),
    description: `${transport.host}, client ${settings.clientCode.trim()}`,
    probe: (signal) => listBillProfiles(transport, { tries: 1, ...(signal ? { signal } : {}) }),
    destroy: () => transport.destroy(),
  };
}

/** The port's shape over the files that know one resource each. */
class RevioBilling implements BillingSystem {
  readonly label = 'Rev.io';
  readonly #customers: RevioCustomers;
  readonly #contacts: RevioContacts;

  constructor(private readonly transport: RevioTransport) {
    this.#customers = new RevioCustomers(transport);
    this.#contacts = new RevioContacts(transport);
  }

  get user(): string {
    return this.transport.user;
  }

  get host(): string {
    return this.transport.host;
  }

  listCustomers(signal?: AbortSignal): AsyncIterable<Customer[]> {
    return this.#customers.list(signal);
  }

  getCustomer(id: string, signal?: AbortSignal): Promise<Customer | undefined> {
    return this.#customers.get(id, signal);
  }

  findCustomersByNumber(accountNumber: string, signal?: AbortSignal): Promise<Customer[]> {
    return this.#customers.findByNumber(accountNumber, signal);
  }

  createCustomer(draft: CustomerDraft, signal?: AbortSignal): Promise<Customer> {
    return this.#customers.create(draft, signal);
  }

  updateCustomer(id: string, update: PartyUpdate, signal?: AbortSignal): Promise<Customer> {
    return this.#customers.update(id, update, signal);
  }

  closeCustomer(id: string, signal?: AbortSignal): Promise<Customer> {
    return this.#customers.close(id, signal);
  }

  listContacts(customerId: string, signal?: AbortSignal): Promise<Contact[]> {
    return this.#contacts.list(customerId, signal);
  }

  createContact(customerId: string, contact: ContactFields, signal?: AbortSignal): Promise<Contact> {
    return this.#contacts.create(customerId, contact, signal);
  }

  updateContact(id: string, contact: ContactFields, signal?: AbortSignal): Promise<Contact> {
    return this.#contacts.update(id, contact, signal);
  }

  deleteContact(id: string, signal?: AbortSignal): Promise<void> {
    return this.#contacts.delete(id, signal);
  }

  listBillProfiles(signal?: AbortSignal): Promise<Choice[]> {
    return listBillProfiles(this.transport, signal ? { signal } : {});
  }
}
