import type { Contact } from '../model/records';
import type { Action } from './actions';
import type { PairContact, PairDoc } from './pair';
import type { ContactFields } from './ports';

/**
 * Contacts flow in: the monitoring side adds, updates and removes them, by its own contact id. A contact that people made
 * in Rev.io is in no pair's list, so nothing here can name it. Removed = gone from the list, or ended; the executor
 * confirms a contact that is gone by a second reading before it removes anything.
 */
export function planContacts(pair: PairDoc | undefined, contacts: Contact[], now: number): Action[] {
  const known = new Map((pair?.contacts ?? []).map((contact) => [contact.accountContactId, contact]));
  const actions: Action[] = [];
  const present = new Set<string>();
  const ended = new Set<string>();
  for (const contact of contacts) {
    if (contact.endsAt && Date.parse(contact.endsAt) <= now) {
      ended.add(contact.id);
      continue;
    }
    present.add(contact.id);
    const entry = known.get(contact.id);
    if (entry?.pushed) continue;
    const fields = contactFields(contact);
    if (!fields.name) continue;
    if (!entry?.customerContactId || entry.unlinked) {
      actions.push({ kind: 'contact-add', accountContactId: contact.id, fields, reason: 'contact added' });
    } else if (entry.base && !sameContact(entry.base, fields)) {
      actions.push({ kind: 'contact-update', contact: entry, fields, reason: 'contact changed' });
    }
  }
  for (const entry of known.values()) {
    if (present.has(entry.accountContactId) || entry.pushed || !entry.customerContactId) continue;
    const over = ended.has(entry.accountContactId);
    actions.push({
      kind: 'contact-remove',
      contact: entry,
      ended: over,
      reason: over ? 'contact ended' : 'contact removed',
    });
  }
  return actions;
}

export function contactFields(contact: ContactFields): ContactFields {
  const text = (value: string | undefined) => value?.trim() || undefined;
  const fields: ContactFields = { name: contact.name.trim() };
  for (const key of ['phone', 'mobile', 'email', 'title'] as const) {
    const value = text(contact[key]);
    if (value) fields[key] = value;
  }
  return fields;
}

const digits = (value: string | undefined) => (value ?? '').replace(/\D/g, '');

/** The same to a caller: names and titles as text, phones by their digits, e-mail without case. */
export function sameContact(a: ContactFields, b: ContactFields): boolean {
  return (
    a.name.trim() === b.name.trim() &&
    digits(a.phone) === digits(b.phone) &&
    digits(a.mobile) === digits(b.mobile) &&
    (a.email ?? '').trim().toLowerCase() === (b.email ?? '').trim().toLowerCase() &&
    (a.title ?? '').trim() === (b.title ?? '').trim()
  );
}

/** The entry of a contact in the pair's list, replaced or added. */
export function withContact(contacts: PairContact[], entry: PairContact): PairContact[] {
  return [...contacts.filter((one) => one.accountContactId !== entry.accountContactId), entry];
}
