import { DealerSyncError } from '../../errors';
import type { Contact } from '../../model/records';
import type { Action } from '../actions';
import type { PairContact } from '../pair';
import { contactFields, sameContact, withContact } from '../plan-contacts';
import { type ContactFields, type KeyLink, keepsContacts, type StationContacts } from '../ports';
import { type AuditEntry, auditOf, flat } from './audit';
import { keyLinkAudit } from './links';
import type { PairSession } from './session';

/**
 * The contacts of one customer while its pair is worked on. What stands at Rev.io is read at most once, and only before
 * a write (the hourly cycle reads the monitoring side alone).
 */
export class ContactWriter {
  private atRevio?: Promise<Contact[]>;
  private atStation?: Promise<Contact[]>;

  constructor(
    private readonly session: PairSession,
    private readonly accountId: string,
    private readonly customerId: string,
  ) {}

  /**
   * Adds it, unless its key link says that it is there already (a lost store doubles nobody, S9). A key link to a contact
   * that this customer does not have (the account was linked elsewhere, or somebody deleted the contact) moves to the new
   * one.
   */
  async add(action: Extract<Action, { kind: 'contact-add' }>): Promise<void> {
    const { accountContactId, fields, reason } = action;
    const { billing, keyLinks } = this.session.deps;
    // Planned before recovery found out that it is one of those that we pushed: not imported back.
    if (this.entry(accountContactId)?.pushed) return;
    const entry: PairContact = { accountContactId, base: fields };
    const stale = await keyLinks?.findContact(`${keyLinks.prefix}${accountContactId}`);
    if (stale && (await this.revioContacts()).some(({ id }) => id === stale.internalId)) {
      await this.keep({ ...entry, customerContactId: stale.internalId, keyLinkId: stale.id });
      return;
    }
    let id = this.entry(accountContactId)?.customerContactId;
    const before = id ? undefined : await this.madeBefore(fields);
    if (before) {
      id = before.id;
      await this.session.save(this.added({ ...entry, base: contactFields(before) }, id));
    }
    if (!id) {
      const known = (await this.revioContacts()).map((contact) => contact.id);
      const made = await this.session.outside(
        { kind: 'contact-add', accountContactId, fields, known },
        'revio',
        reason,
        () => billing.createContact(this.customerId, fields),
        (contact) => ({
          change: this.added(entry, contact.id),
          audit: this.audit('create', contact.id, {}, { ...fields, customerId: this.customerId }),
        }),
      );
      id = made.id;
    }
    await this.link(accountContactId, id, reason, stale);
  }

  /**
   * The contact that this account has at the customer from before it was linked elsewhere for a while: told in the audit, so
   * it is no contact of people's.
   */
  private async madeBefore(fields: ContactFields): Promise<Contact | undefined> {
    const { pair, deps } = this.session;
    const kept = new Set(pair.contacts.map(({ customerContactId }) => customerContactId));
    const audit = deps.store.collection<AuditEntry>('audit');
    for (const contact of await this.revioContacts()) {
      if (kept.has(contact.id) || !hasMarksOf(contact, fields)) continue;
      const where = { pairId: pair._id, operation: 'create', entity: 'contact', entityId: contact.id };
      if ((await audit.count(where)) > 0) return contact;
    }
    return undefined;
  }

  added(entry: PairContact, customerContactId: string) {
    const unlinked = this.session.deps.keyLinks ? true : undefined;
    return { contacts: withContact(this.session.pair.contacts, { ...entry, customerContactId, unlinked }) };
  }

  /** The Contact key link that belongs to the same action as the create. */
  async link(accountContactId: string, customerContactId: string, reason: string, stale?: KeyLink): Promise<void> {
    const { keyLinks } = this.session.deps;
    if (!keyLinks) return;
    const { client, contact: scope, prefix } = keyLinks;
    const pair = { internalId: customerContactId, externalId: `${prefix}${accountContactId}` };
    const entry = this.entry(accountContactId) ?? { accountContactId };
    await this.session.outside(
      { kind: 'contact-link', accountContactId, ...pair, ...(stale ? { from: stale.internalId } : {}) },
      'keyLinks',
      reason,
      () => (stale ? client.update(stale.id, scope, pair) : client.create(scope, pair)),
      (link) => ({
        change: {
          contacts: withContact(this.session.pair.contacts, { ...entry, keyLinkId: link.id, unlinked: undefined }),
        },
        audit: keyLinkAudit(
          this.session,
          stale ? 'update' : 'create',
          link.id,
          stale ? { ...pair, internalId: stale.internalId } : {},
          { ...pair, entity: 'Contact' },
        ),
      }),
    );
  }

  async update(action: Extract<Action, { kind: 'contact-update' }>): Promise<void> {
    const { contact, fields, reason } = action;
    const id = contact.customerContactId ?? '';
    const standing = (await this.revioContacts()).find((one) => one.id === id);
    if (!standing) {
      // A person removed it in Rev.io; the station still calls this contact, so the next cycle brings it back.
      await this.forget(contact);
      return;
    }
    const old = contactFields(standing);
    await this.session.outside(
      { kind: 'contact-update', accountContactId: contact.accountContactId },
      'revio',
      reason,
      () => this.session.deps.billing.updateContact(id, fields),
      () => ({
        change: { contacts: withContact(this.session.pair.contacts, { ...contact, base: fields }) },
        audit: this.audit('update', id, old, fields),
      }),
    );
  }

  /** Only after a second reading confirms it; an empty one counts only while the site itself still answers. */
  async remove(action: Extract<Action, { kind: 'contact-remove' }>): Promise<boolean> {
    const { contact, ended, reason } = action;
    if (!ended && !(await this.confirmedGone(contact.accountContactId))) return false;
    const id = contact.customerContactId ?? '';
    const { billing, keyLinks, run } = this.session.deps;
    const { keyLinkId } = keyLinks ? contact : {};
    await this.session.outside(
      { kind: 'contact-remove', accountContactId: contact.accountContactId },
      'revio',
      reason,
      async () => {
        await billing.deleteContact(id);
        if (keyLinkId && (await keyLinks?.client.remove(keyLinkId))) run.countWrite('keyLinks');
      },
      () => ({
        change: { contacts: this.without(contact) },
        audit: [
          this.audit('delete', id, contact.base ?? {}, {}),
          ...(keyLinkId ? [this.unlinkAudit(keyLinkId, contact)] : []),
        ],
      }),
    );
    return true;
  }

  private unlinkAudit(keyLinkId: string, { accountContactId, customerContactId }: PairContact) {
    const externalId = `${this.session.deps.keyLinks?.prefix ?? ''}${accountContactId}`;
    return keyLinkAudit(this.session, 'delete', keyLinkId, { externalId, internalId: customerContactId }, {});
  }

  /** Pushes one contact of the customer to the new site; ours from then on, and not imported back. */
  async push(toPush: { id: string; fields: ContactFields }, reason: string): Promise<void> {
    const { fields } = toPush;
    const known = (await this.stationContacts()).map((contact) => contact.id);
    await this.session.outside(
      { kind: 'contact-push', customerContactId: toPush.id, fields, known },
      'monitoring',
      reason,
      () => this.station().createContact(this.accountId, fields),
      (contact) => ({ change: this.pushed(toPush.id, contact), audit: this.pushAudit(contact, fields) }),
    );
    this.atStation = undefined;
  }

  pushed(customerContactId: string, contact: Contact) {
    const entry: PairContact = { accountContactId: contact.id, pushed: true };
    return {
      contacts: withContact(this.session.pair.contacts, customerContactId ? { ...entry, customerContactId } : entry),
      toPush: this.session.pair.toPush?.filter((one) => one.id !== customerContactId),
    };
  }

  pushAudit(contact: Contact, fields: ContactFields) {
    const { monitoring } = this.session.deps;
    return auditOf(monitoring, 'create', 'contact', contact.id, {}, flat({ ...fields, accountId: this.accountId }));
  }

  audit(operation: 'create' | 'update' | 'delete', entityId: string, old: object, now: object) {
    return auditOf(this.session.deps.billing, operation, 'contact', entityId, flat(old), flat(now));
  }

  /** A contact that was not there when the intent was written, and says the same: ours. */
  async foundAtRevio(fields: ContactFields, known: string[]): Promise<Contact | undefined> {
    return newcomer(await this.revioContacts(), fields, known);
  }

  async foundAtStation(fields: ContactFields, known: string[]): Promise<Contact | undefined> {
    return newcomer(await this.stationContacts(), fields, known);
  }

  private revioContacts(): Promise<Contact[]> {
    this.atRevio ??= this.session.deps.billing.listContacts(this.customerId);
    return this.atRevio;
  }

  private stationContacts(): Promise<Contact[]> {
    this.atStation ??= this.station().listContacts(this.accountId);
    return this.atStation;
  }

  private station(): StationContacts {
    const { monitoring } = this.session.deps;
    if (keepsContacts(monitoring)) return monitoring;
    throw new DealerSyncError(
      'NO_CONTACTS',
      `Contacts of ${monitoring.label} are not synced: switch contacts off in the merge-changes node.`,
      { cause: { system: monitoring.label, operation: 'contacts' } },
    );
  }

  private async confirmedGone(accountContactId: string): Promise<boolean> {
    const again = await this.stationContacts();
    if (again.some((contact) => contact.id === accountContactId)) return false;
    return again.length > 0 || (await this.session.deps.monitoring.getAccount(this.accountId)) !== undefined;
  }

  private entry(accountContactId: string): PairContact | undefined {
    return this.session.pair.contacts.find((contact) => contact.accountContactId === accountContactId);
  }

  private without(contact: PairContact): PairContact[] {
    return this.session.pair.contacts.filter((one) => one.accountContactId !== contact.accountContactId);
  }

  private async keep(entry: PairContact): Promise<void> {
    await this.session.save({ contacts: withContact(this.session.pair.contacts, entry) });
  }

  private async forget(entry: PairContact): Promise<void> {
    await this.session.save({ contacts: this.without(entry) });
  }
}

function newcomer(contacts: Contact[], fields: ContactFields, known: string[]): Contact | undefined {
  const before = new Set(known);
  return contacts.find((contact) => !before.has(contact.id) && hasMarksOf(contact, fields));
}

/** Name and phone decide: the marks that a contact's create itself carries. */
function hasMarksOf(contact: Contact, fields: ContactFields): boolean {
  return sameContact({ ...fields, email: '', title: '' }, { ...contactFields(contact), email: '', title: '' });
}
