import type { KeyLink, KeyLinkScope, KeyLinks } from '../ports';
import { lowest } from './links';

/** From so many contacts on, one listing of their key links costs fewer calls than looking each one up. */
const LIST_FROM = 50;

/**
 * How a run finds the key links of the contacts that it is about to add (S9: a lost store doubles nobody): looked up one
 * by one when there are few, out of one listing when there are many, read when the first is asked for. The listing may
 * be as old as the run; nobody else makes links of our contacts meanwhile, because the run holds the lease of its pairs.
 * @param planned how many contacts the run's plan adds
 */
export function contactLinkFinder(
  client: KeyLinks,
  scope: KeyLinkScope,
  planned: number,
  signal: AbortSignal,
): (externalId: string) => Promise<KeyLink | undefined> {
  if (planned < LIST_FROM)
    return async (externalId) => lowest(await client.findByExternalId(scope, externalId, signal));
  let listing: Promise<ReadonlyMap<string, KeyLink>> | undefined;
  return async (externalId) => {
    listing ??= listByExternalId(client, scope, signal);
    return (await listing).get(externalId);
  };
}

async function listByExternalId(
  client: KeyLinks,
  scope: KeyLinkScope,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KeyLink>> {
  const links = new Map<string, KeyLink>();
  for await (const batch of client.list(scope, signal)) {
    for (const link of batch) {
      const first = lowest([link, ...(links.has(link.externalId) ? [links.get(link.externalId) as KeyLink] : [])]);
      if (first) links.set(link.externalId, first);
    }
  }
  return links;
}
