import { createCmsClient } from '../../../lib/cms/client';
import type { Surroundings } from '../../../lib/http/call';
import type { MonitoringSystem } from '../../../lib/sync/ports';
import { CMS_KEYS, type CmsSimulator, startCmsSimulator } from '../../../simulators/cms';
import type { RevioSimulator } from '../../../simulators/revio';
import type { StationView } from './picture';
import { type CallWrite, PLACE, type Place, type StationConnection, TwoSystems } from './two-systems';

export type { Connection, CustomerSeed } from './two-systems';

export interface SiteSeed extends Place {
  name: string;
  line1: string;
  line2?: string;
  phone?: string;
  number?: string;
  type?: 'RB' | 'CB';
  status?: string;
}

export interface CmsWires {
  /** List cancelled sites too: CMS leaves them out of its list, Rapid Response does not. */
  cancelled: boolean;
}

/** CMS and Rev.io. */
export class World extends TwoSystems<'cms', CmsWires> {
  constructor(
    readonly cms: CmsSimulator,
    revio: RevioSimulator,
  ) {
    super('cms', cms, revio);
  }

  static async start(): Promise<World> {
    const cms = await startCmsSimulator({ seed: 'empty', switches: { callsAtOnce: 50 } });
    return new World(cms, await TwoSystems.startRevio());
  }

  protected connectStation(surroundings: Surroundings, { cancelled = false }: Partial<CmsWires>): StationConnection {
    const cms = createCmsClient({
      ...CMS_KEYS,
      serverUrl: this.cms.url,
      defaultAuthId: 'CALL',
      push: {
        siteTypeBusiness: 'CB',
        siteTypeResidential: 'RB',
        systemType: 'DIGI',
        timezone: '1',
        contactType: 'CALL',
        relation: 'OWN',
        phoneType: 'HM',
      },
      callsPerMinute: 1_000_000,
      ...surroundings,
    });
    return { monitoring: cancelled ? this.#withCancelled(cms) : cms, end: async () => cms.destroy() };
  }

  #withCancelled(cms: MonitoringSystem): MonitoringSystem {
    const sites = this.cms.state.sites;
    async function* listAccounts(signal?: AbortSignal) {
      yield* cms.listAccounts(signal);
      for (const site of sites.all()) {
        const account = site.sitestat_id === 'C' ? await cms.getAccount(String(site.site_no)) : undefined;
        if (account) yield [account];
      }
    }
    return new Proxy(cms, {
      get(target, key) {
        if (key === 'listAccounts') return listAccounts;
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  /** A site as the station's operators enter it. @returns its site number */
  site(seed: SiteSeed): string {
    const { name, line1, line2 = '', phone = '', number, type = 'CB', status = 'A' } = seed;
    const { city, state, zip } = { ...PLACE, ...seed };
    const row = this.cms.edit({
      entity: 'sites',
      action: 'add',
      fields: {
        site_name: name,
        site_addr1: line1,
        site_addr2: line2,
        city_name: city,
        state_id: state,
        zip_code: zip,
        phone1: phone,
        sitetype_id: type,
        sitestat_id: status,
        ...(number ? { cs_no: number } : {}),
      },
    }) as { site_no: number };
    return String(row.site_no);
  }

  setSite(id: string, fields: Record<string, string>): void {
    this.cms.edit({ entity: 'sites', action: 'set', id, fields });
  }

  contact(siteId: string, name: string, phone = '5550100000'): string {
    const fields = { site_no: Number(siteId), name, phones: [{ type: 'HM', number: phone }] };
    return String(
      (this.cms.edit({ entity: 'contacts', action: 'add', fields }) as { ctaclink_no: number }).ctaclink_no,
    );
  }

  /** Everything is a POST; writes go by their names. */
  writes(operation: string): boolean {
    return /^(Add|Update|Delete|Set)/.test(operation);
  }

  protected stationToldAs({ entity, id, kind }: CallWrite): string[] {
    if (entity === 'sites') return [`${kind} account ${id}`];
    return entity === 'contacts' ? [`${kind} contact ${id}`] : [];
  }

  protected view(): StationView {
    const { state } = this.cms;
    const numbers = (id: number) => state.systemsOf(id).map((system) => system.cs_no);
    return {
      number: (id) => numbers(id)[0],
      siteName: (id) => {
        const site = state.sites.get(id);
        return site && `${site.site_name} [${numbers(id)}]`;
      },
      contactName: (id) => state.contacts.get(id)?.name,
      sites: () =>
        state.sites.all().map((site) => ({
          numbers: numbers(site.site_no),
          name: site.site_name,
          address: [site.site_addr1, site.site_addr2, site.city_name, site.state_id, site.zip_code],
          phone: site.phone1,
          status: site.sitestat_id,
          contacts: state
            .contactsOf(site.site_no)
            .map((contact) => `${contact.name} ${contact.phones.map(({ number }) => number)} ${contact.auth_id}`)
            .sort(),
        })),
    };
  }
}
