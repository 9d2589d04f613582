import type { IntegrationView } from '../../lib/sync/operations/overview';

export type Waiting = keyof IntegrationView['counts'];

/** What waits for a person, and the screen where it is decided; in the order of the morning's work. */
export const WAITING: readonly { kind: Waiting; path: string }[] = [
  { kind: 'pending', path: '/review' },
  { kind: 'conflicts', path: '/conflicts' },
  { kind: 'held', path: '/held' },
  { kind: 'parked', path: '/parked' },
];

/** How many of a kind wait, over all integrations; those that share a pair space count the same pairs. */
export function waitingOf(kind: Waiting, integrations: readonly Pick<IntegrationView, 'id' | 'space' | 'counts'>[]) {
  const once = new Map(integrations.map((one) => [kind === 'held' ? one.id : one.space, one.counts[kind]]));
  return [...once.values()].reduce((sum, count) => sum + count, 0);
}
