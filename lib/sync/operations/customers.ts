import type { Engine } from '../engine';
import type { PartySummary } from '../pair';
import type { PageOf, PageRequest } from './pages';

/**
 * Customers by a part of what a person types, best first, among those that the last run of any integration listed.
 */
export function searchCustomers(engine: Engine, { q, limit }: PageRequest): PageOf<PartySummary> {
  const spaces = new Set(engine.list().map((integration) => integration.space));
  const found = new Map<string, PartySummary>();
  for (const space of spaces) {
    for (const customer of engine.directories.search(space)?.search(q ?? '', limit) ?? [])
      found.set(customer.id, customer);
  }
  const items = [...found.values()].slice(0, limit);
  return { total: items.length, items };
}
