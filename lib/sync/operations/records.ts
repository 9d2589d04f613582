import type { RequestDoc } from '../../dealer-feed/store/documents';
import type { Engine } from '../engine';
import type { PairDoc, PartySummary } from '../pair';
import { type PageOf, type PageRequest, pageOf } from './pages';
import { placeOf } from './spaces';

/** A record that somebody looked for. */
export interface RecordHit {
  /** For `records/:id`. */
  id: string;
  kind: 'pair' | 'customer' | 'service-request';
  title: string;
  subtitle: string;
  /** Of a pair or a service request as it is kept; a customer that no account belongs to has `not monitored`. */
  state: string;
  space?: string;
  system?: string;
}

const PAIR_TEXT = [
  ...['account.name', 'customer.name', 'accountId', 'customerId', 'account.accountNumber', 'customer.accountNumber'],
  ...['account.address.line1', 'customer.address.line1', 'account.address.city', 'account.phone', 'customer.email'],
];
const REQUEST_TEXT = ['vin', 'stock', 'client', 'vehicle.make', 'vehicle.model'];
/** A search is by likeness, so it always finds somebody: only the nearest are worth a look. */
const NEAREST = 50;

/**
 * Any account, customer or vehicle, by a part of what people know it by: pairs and service requests from the store, then
 * customers without an account, among those that the last run listed.
 */
export async function searchRecords(engine: Engine, { q, offset, limit }: PageRequest): Promise<PageOf<RecordHit>> {
  const { store } = engine;
  const pairs = store.collection<PairDoc>('pairs');
  const requests = store.collection<RequestDoc>('serviceRequests');
  const text = (fields: string[]) => (q ? { text: { query: q, fields } } : {});
  const place = placeOf(engine);
  const found = await pairs.find({ ...text(PAIR_TEXT), sort: [{ field: 'account.name' }], offset, limit });
  const hits = found.items.map((pair) => pairHit(pair, place));
  const vehicles = await requests.find({
    ...text(REQUEST_TEXT),
    sort: [{ field: 'updatedAt', descending: true }],
    offset: Math.max(offset - found.total, 0),
    limit: Math.max(limit - hits.length, 0),
  });
  hits.push(...vehicles.items.map(requestHit));
  const before = found.total + vehicles.total;
  const customers = q ? await customersWithout(engine, q, before === 0) : [];
  const rest = pageOf(customers, { offset: Math.max(offset - before, 0), limit: limit - hits.length });
  return { total: before + customers.length, items: [...hits, ...rest.items.map(customerHit)] };
}

/**
 * Customers of any space that belong to no pair: those that say what was typed, or else, where nothing else was found
 * either, those that come near it.
 */
async function customersWithout(engine: Engine, q: string, orNear: boolean): Promise<PartySummary[]> {
  const found = new Map<string, PartySummary>();
  for (const space of new Set(engine.list().map((integration) => integration.space))) {
    for (const customer of engine.directories.search(space)?.search(q, NEAREST) ?? []) found.set(customer.id, customer);
  }
  if (!found.size) return [];
  const where = { customerId: { in: [...found.keys()] } };
  const { items } = await engine.store.collection<PairDoc>('pairs').find({ where });
  for (const { customerId } of items) if (customerId) found.delete(customerId);
  const near = [...found.values()];
  const saying = near.filter((customer) => says(customer, q));
  return (saying.length || !orNear ? saying : near).slice(0, NEAREST);
}

function says({ id, name, accountNumber = '', address }: PartySummary, q: string): boolean {
  const text = [id, name, accountNumber, address.line1, address.city].join('\n').toLowerCase();
  return text.includes(q.toLowerCase());
}

export function pairHit(pair: PairDoc, place: ReturnType<typeof placeOf>): RecordHit {
  const { _id, account, customer, accountId, customerId, state, space } = pair;
  const known = account ?? customer;
  const numbers = [account?.accountNumber ?? accountId, customerId && `Rev.io ${customerId}`].filter(Boolean);
  return {
    id: _id,
    kind: 'pair',
    title: known?.name || accountId || customerId || _id,
    subtitle: [numbers.join(' · '), known && streetOf(known)].filter(Boolean).join(', '),
    state,
    ...place(space),
  };
}

export function requestHit({ _id, vin, vehicle, stock, client, status }: RequestDoc): RecordHit {
  const { year, make, model } = vehicle;
  return {
    id: _id,
    kind: 'service-request',
    title: vin,
    subtitle: [[year, make, model].filter(Boolean).join(' '), stock, client].filter(Boolean).join(', '),
    state: status,
  };
}

export function customerHit(customer: PartySummary): RecordHit {
  const { id, name, accountNumber } = customer;
  return {
    id: `revio:${id}`,
    kind: 'customer',
    title: name || id,
    subtitle: [`Rev.io ${id}`, accountNumber, streetOf(customer)].filter(Boolean).join(', '),
    state: 'not monitored',
    system: 'Rev.io',
  };
}

function streetOf({ address: { line1, city } }: PartySummary): string {
  return [line1, city].filter(Boolean).join(', ');
}
