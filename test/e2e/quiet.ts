import assert from 'node:assert/strict';
import type { RunView } from '../../lib/sync/operations/overview';
import type { Site } from './site';

const CMS_SYSTEM = 7;
const CUSTOMER = 2;

/** What was called and written since a moment, by the simulators' own logs. */
export function mark(site: Site) {
  const [cms, revio] = [site.cms.log.last, site.revio.log.last];
  return () => ({
    reads: {
      cms: site.cms.log.calls({ after: cms, wrote: false }).map(({ operation }) => operation),
      revio: site.revio.log.calls({ after: revio, wrote: false }).map(({ operation }) => operation),
    },
    cms: site.cms.log.writes({ after: cms }),
    revio: site.revio.log.writes({ after: revio }),
  });
}

/** S2: the run wrote nothing, and read no more than the listings and each site's contacts. */
export function assertQuiet(site: Site, since: ReturnType<ReturnType<typeof mark>>, run: RunView): void {
  assert.deepEqual(run.writes, { revio: 0, monitoring: 0, keyLinks: 0 });
  assert.deepEqual([since.cms, since.revio], [[], []]);
  const sites = site.cms.state.sites.all().filter((row) => row.sitestat_id === 'A' && row.company === 'SIM').length;
  assert.deepEqual(count(since.reads.cms), { GetSiteSystemList: 1, GetContactList: sites });
  assert.deepEqual(count(since.reads.revio), { 'GET Customers': 1, 'GET IntegrationKeyLink': 1 });
}

/** Account -> customer, as the API tells it. */
export async function linkedCustomers(site: Site): Promise<Map<string, string>> {
  const links = await site.links();
  return new Map(links.map(({ accountId = '', customerId = '' }) => [accountId, customerId]));
}

/** CMS's key links for customers, as Rev.io holds them: external id and internal id. */
export function customerKeyLinks(site: Site): [string, string][] {
  return site.revio.state.keyLinks
    .all()
    .filter((row) => row.integration_system_id === CMS_SYSTEM && row.integration_entity_type_id === CUSTOMER)
    .map((row) => [row.external_id, row.internal_id]);
}

function count(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
