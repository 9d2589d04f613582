import type { Choice } from '../sync/ports';
import { isOn } from './envelope';
import type { CallOptions, RapidResponseTransport } from './transport';

/** The station's own lists of codes. */
export type CodeList = 'listDeviceTypes' | 'listTimeZones' | 'listSiteTypes' | 'listCategories';

/** A list that says nothing of what is active has all of it active. */
export async function listCodes(
  transport: RapidResponseTransport,
  list: CodeList,
  options: CallOptions,
): Promise<Choice[]> {
  const rows = await transport.rows(list, {}, options);
  return rows.flatMap(({ id, label, active }) =>
    id ? [{ id, label: label ?? id, active: active === undefined || isOn(active) }] : [],
  );
}

/**
 * The groups of the sites that this login sees: no endpoint lists groups, so one without any site is not among them. Their
 * names stand at a site's own links, and one site for each unnamed group is asked for them.
 */
export async function listDealerGroups(transport: RapidResponseTransport, options: CallOptions): Promise<Choice[]> {
  const names = new Map<string, string>();
  const siteOf = new Map<string, string>();
  for (const { id, group, groupName } of await transport.rows('listSites', {}, options)) {
    if (!id || !group) continue;
    siteOf.set(group, id);
    if (groupName) names.set(group, groupName);
  }
  for (const [group, site] of siteOf) {
    if (names.has(group)) continue;
    for (const link of await transport.rows('listGroups', { site }, options)) {
      if (link.id && link.label) names.set(link.id, link.label);
    }
  }
  const ids = [...siteOf.keys()].sort((a, b) => Number(a) - Number(b));
  return ids.map((id) => ({ id, label: names.get(id) ?? id, active: true }));
}
