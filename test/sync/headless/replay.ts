import type { AuditEntry } from '../../../lib/sync/executor/audit';
import type { Sides } from './flow';

/** Records as flat texts, by `customer 1015`; what S22 starts from and ends with. */
export type Ledger = Map<string, Record<string, string>>;

const FIELDS = ['name', 'line1', 'line2', 'city', 'state', 'postalCode', 'internalId', 'externalId'];

/** Reads all that the two systems hold, through the clients. */
export async function readLedger({ monitoring, billing, keyLinks }: Sides, system = 'CMS'): Promise<Ledger> {
  const ledger: Ledger = new Map();
  const put = (key: string, record: object) => ledger.set(key, plain(record));
  for await (const accounts of monitoring.listAccounts()) {
    for (const { id, name, address } of accounts) {
      put(`account ${id}`, { name, ...address });
      for (const contact of (await monitoring.listContacts?.(id)) ?? [])
        put(`contact ${contact.id}`, { name: contact.name });
    }
  }
  for await (const customers of billing.listCustomers()) {
    for (const { id, name, address } of customers) {
      put(`customer ${id}`, { name, ...address });
      for (const contact of await billing.listContacts(id)) put(`contact ${contact.id}`, { name: contact.name });
    }
  }
  for (const type of ['Customer', 'Contact'] as const) {
    const scope = await keyLinks.scope(system, type);
    for await (const links of keyLinks.list(scope)) {
      for (const { id, internalId, externalId } of links) put(`key link ${id}`, { internalId, externalId });
    }
  }
  return ledger;
}

/** Applies what the audit tells to the start. */
export function replay(start: Ledger, audit: AuditEntry[]): Ledger {
  const ledger = new Map(start);
  // Steps of a pair in their order: the id of an entry names the revision of the pair that wrote it.
  const revision = ({ _id }: AuditEntry) => Number(_id.split('.')[1]);
  for (const entry of [...audit].sort((a, b) => a.at - b.at || revision(a) - revision(b))) {
    // A decision is what a person said, not what was written.
    if (entry.operation === 'decide') continue;
    const key = `${entry.entity} ${entry.entityId}`;
    if (entry.operation === 'delete') ledger.delete(key);
    else if (entry.operation === 'create') ledger.set(key, plain(entry.new));
    else ledger.set(key, plain({ ...ledger.get(key), ...entry.new }));
  }
  return ledger;
}

/** Blanks left out, without case and punctuation: a side keeps what it is sent in its own spelling. */
export function plain(record: object): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [path, value] of Object.entries(record)) {
    const field = path.replace(/^address\./, '');
    if (FIELDS.includes(field) && value) out[field] = String(value).toUpperCase();
  }
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function sorted(ledger: Ledger): [string, Record<string, string>][] {
  return [...ledger].sort(([a], [b]) => (a < b ? -1 : 1));
}
