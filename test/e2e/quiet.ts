import assert from 'node:assert/strict';
import type { RunView } from '../../lib/sync/operations/overview';
import type { CallLog } from '../../simulators/kit/call-log';
import type { Side, Site } from './site';

const CMS_SYSTEM = 7;
/** Rapid Response's integration system at the simulated Rev.io. */
export const RR_SYSTEM = 8;
const CUSTOMER = 2;

/** What was called and written since a moment, by the simulators' own logs. */
export function mark(site: Site) {
  const last = bySide(site, (log) => log.last);
  return () => ({
    reads: bySide(site, (log, side) =>
      log.calls({ after: last[side], wrote: false }).map(({ operation }) => operation),
    ),
    ...bySide(site, (log, side) => log.writes({ after: last[side] })),
  });
}

function bySide<T>(site: Site, look: (log: CallLog, side: Side) => T): Record<Side, T> {
  const answers = site.sides.map((side) => [side, look(site[side].log, side)]);
  return Object.fromEntries(answers) as Record<Side, T>;
}

/** S2: the run wrote nothing, and read no more than the listings and each site's contacts. */
export function assertQuiet(site: Site, since: ReturnType<ReturnType<typeof mark>>, run: RunView): void {
  assert.deepEqual(run.writes, { revio: 0, monitoring: 0, keyLinks: 0 });
  assert.deepEqual([since.cms, since.revio], [[], []]);
  const sites = site.cms.state.sites.all().filter((row) => row.sitestat_id === 'A' && row.company === 'SIM').length;
  assert.deepEqual(count(since.reads.cms), { GetSiteSystemList: 1, GetContactList: sites });
  assert.deepEqual(count(since.reads.revio), { 'GET Customers': 1, 'GET IntegrationKeyLink': 1 });
}

/** S2 for a half of Rapid Response: no write, and one listing of everything. */
export function assertQuietHalf(since: ReturnType<ReturnType<typeof mark>>, run: RunView): void {
  assert.equal(run.state, 'done', run.error?.message ?? run.reasons?.join());
  assert.deepEqual(run.writes, { revio: 0, monitoring: 0, keyLinks: 0 });
  assert.deepEqual([since.station, since.revio], [[], []]);
  const { UserLogin: _, ...reads } = count(since.reads.station);
  assert.deepEqual(reads, { SiteDetailList: 1, DeviceList: 1 });
  assert.deepEqual(count(since.reads.revio), { 'GET Customers': 1, 'GET IntegrationKeyLink': 1 });
}

/** Account -> customer, as the API tells it. */
export async function linkedCustomers(site: Site): Promise<Map<string, string>> {
  const links = await site.links();
  return new Map(links.map(({ accountId = '', customerId = '' }) => [accountId, customerId]));
}

/** A system's key links for customers, as Rev.io holds them: external id and internal id. */
export function customerKeyLinks(site: Site, system = CMS_SYSTEM): [string, string][] {
  return site.revio.state.keyLinks
    .all()
    .filter((row) => row.integration_system_id === system && row.integration_entity_type_id === CUSTOMER)
    .map((row) => [row.external_id, row.internal_id]);
}

function count(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
