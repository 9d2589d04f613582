import { afterWrite } from '../errors';
import type { Contact } from '../model/records';
import type { ContactFields } from '../sync/ports';
import { revioError, type WireObject } from './errors';
import { contactFrom, contactToWire, differing, idIn, text, wireId } from './mapping';
import type { RevioTransport } from './transport';

/** Rev.io's contacts: one name, no date of change. */
export class RevioContacts {
  constructor(private readonly transport: RevioTransport) {}

  async list(customerId: string, signal?: AbortSignal): Promise<Contact[]> {
    const { paths, contact } = this.transport.profile;
    const pages = this.transport.list(paths.contacts, (wire) => idIn(wire, contact.id), {
      ...options('list contacts', signal),
      where: { [contact.customerId]: customerId },
      sort: contact.id,
    });
    const found: Contact[] = [];
    for await (const page of pages) {
      // Compared again: an ignored filter returns other customers' contacts.
      const own = page.filter((wire) => text(wire, contact.customerId) === customerId);
      found.push(...own.map((wire) => this.#map(wire, 'list contacts')));
    }
    return found;
  }

  async create(customerId: string, fields: ContactFields, signal?: AbortSignal): Promise<Contact> {
    const { paths, contact } = this.transport.profile;
    const operation = 'create a contact';
    // Blank fields are left out, and the contact type is Rev.io's own choice: "Primary" is left alone.
    const given = Object.entries(contactToWire(fields, this.transport.profile)).filter(([, value]) => value !== '');
    const body = { [contact.customerId]: wireId(customerId), ...Object.fromEntries(given) };
    const id = await this.transport.create(paths.contacts, body, options(operation, signal));
    return afterWrite(async () => this.#map(await this.#existing(id, operation, signal), operation));
  }

  /** Makes the contact say exactly this: what `fields` leaves out becomes blank. */
  async update(id: string, fields: ContactFields, signal?: AbortSignal): Promise<Contact> {
    const operation = 'update a contact';
    const before = await this.#existing(id, operation, signal);
    const changes = Object.entries(differing(contactToWire(fields, this.transport.profile), before));
    if (changes.length === 0) return this.#map(before, operation);
    await this.transport.patch(
      this.#path(id),
      changes.map(([field, value]) => ({ path: `/${field}`, value })),
      options(operation, signal),
    );
    return afterWrite(async () => this.#map(await this.#existing(id, operation, signal), operation));
  }

  /** A contact that is gone already is as good as deleted. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    await this.transport.remove(this.#path(id), options('delete a contact', signal));
  }

  #path(id: string): string {
    return `${this.transport.profile.paths.contacts}/${encodeURIComponent(id)}`;
  }

  async #existing(id: string, operation: string, signal: AbortSignal | undefined): Promise<WireObject> {
    const wire = await this.transport.get(this.#path(id), options(operation, signal));
    if (wire) return wire;
    throw revioError('NOT_FOUND', `The contact ${id} does not exist at Rev.io any more.`, { operation, status: 404 });
  }

  #map(wire: WireObject, operation: string): Contact {
    const contact = contactFrom(wire, this.transport.profile);
    if (contact) return contact;
    throw revioError('BAD_REPLY', 'Rev.io answered with a contact that has no id. Please report this.', { operation });
  }
}

function options(operation: string, signal: AbortSignal | undefined): { operation: string; signal?: AbortSignal } {
  return { operation, ...(signal ? { signal } : {}) };
}
