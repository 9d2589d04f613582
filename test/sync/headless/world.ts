import { createCmsClient } from '../../../lib/cms/client';
import { createRevioClient } from '../../../lib/revio/revio-client';
import type { MonitoringSystem } from '../../../lib/sync/ports';
import { CMS_KEYS, type CmsSimulator, startCmsSimulator } from '../../../simulators/cms';
import type { LoggedCall } from '../../../simulators/kit/call-log';
import { REVIO_CREDENTIALS, type RevioSimulator, startRevioSimulator } from '../../../simulators/revio';
import { HandClock } from '../../http/hand-clock';
import type { Sides } from './flow';
import { type Picture, pictureOf } from './picture';

export interface SiteSeed {
  name: string;
  line1: string;
  line2?: string;
  city?: string;
  state?: string;
  zip?: string;
  phone?: string;
  number?: string;
  type?: 'RB' | 'CB';
  status?: string;
}

export interface CustomerSeed {
  name: string | [first: string, last: string] | [first: string, middle: string, last: string];
  line1: string;
  line2?: string;
  city?: string;
  state?: string;
  zip?: string;
  number?: string;
  status?: string;
  email?: string;
  /** One address row in all three places. */
  shared?: boolean;
}

export interface Connection extends Sides {
  end(): void;
}

const PLACE = { city: 'Testville', state: 'NY', zip: '00001' };
const START = Date.UTC(2026, 0, 5, 8);

/** Both simulated systems, and a hand on the clock that our side goes by. */
export class World {
  /** The engine's clock; remote calls have one of their own, on which waits pass at once. */
  readonly clock = new HandClock(START);
  readonly #connections = new Set<Connection>();

  private constructor(
    readonly cms: CmsSimulator,
    readonly revio: RevioSimulator,
  ) {}

  static async start(): Promise<World> {
    const cms = await startCmsSimulator({ seed: 'empty', switches: { callsAtOnce: 50 } });
    const revio = await startRevioSimulator({ seed: 'empty', switches: { callsPerMinute: 0 } });
    for (const side of [cms, revio]) side.clock.set(START);
    return new World(cms, revio);
  }

  async close(): Promise<void> {
    for (const connection of [...this.#connections]) connection.end();
    await Promise.all([this.cms.close(), this.revio.close()]);
  }

  /**
   * The real clients, as one Node-RED would have them.
   * @param cancelled list cancelled sites too: CMS leaves them out of its list, Rapid Response does not.
   */
  connect({ cancelled = false } = {}): Connection {
    const clock = new HandClock(START, true);
    const revio = createRevioClient({
      ...REVIO_CREDENTIALS,
      baseUrl: this.revio.url,
      callsPerMinute: 1_000_000,
      dailyCalls: 100_000_000,
      retry: { baseMs: 1, capMs: 2 },
      clock,
    });
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
      clock,
    });
    const connection: Connection = {
      monitoring: cancelled ? this.#withCancelled(cms) : cms,
      billing: revio.billing,
      keyLinks: revio.keyLinks,
      end: () => {
        this.#connections.delete(connection);
        cms.destroy();
        revio.destroy();
      },
    };
    this.#connections.add(connection);
    return connection;
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

  /** A customer as people enter one in Rev.io, with three address rows of its own unless shared. */
  customer(seed: CustomerSeed): string {
    const { name, line1, line2 = '', number = '', status = 'OPEN', email = '', shared } = seed;
    const { city, state, zip } = { ...PLACE, ...seed };
    const [postal_code = '', postal_code_extension = ''] = zip.split('-');
    const row = {
      ...customerName(name),
      line_1: line1,
      line_2: line2,
      city,
      state_or_province: state,
      postal_code,
      postal_code_extension,
    };
    const added = this.revio.edit({
      entity: 'customers',
      action: 'add',
      fields: {
        class: typeof name === 'string' ? 'BUSINESS' : 'RESIDENTIAL',
        account_number: number,
        status,
        email,
        service_address: row,
        ...(shared ? {} : { billing_address: row, listing_address: row }),
      },
    }) as { customer_id: number };
    return String(added.customer_id);
  }

  setCustomer(id: string, fields: Record<string, unknown>): void {
    this.revio.edit({ entity: 'customers', action: 'set', id, fields });
  }

  customerContact(customerId: string, name: string, phone = '5550100000'): string {
    const fields = { customer_id: Number(customerId), name, phone };
    return String(
      (this.revio.edit({ entity: 'contacts', action: 'add', fields }) as { contact_id: number }).contact_id,
    );
  }

  /** What both systems hold, told without ids and times. */
  picture(): Picture {
    return pictureOf(this.cms.state, this.revio.state);
  }

  mark(): { cms: number; revio: number } {
    return { cms: this.cms.log.last, revio: this.revio.log.last };
  }

  callsSince(mark: { cms: number; revio: number }): { cms: LoggedCall[]; revio: LoggedCall[] } {
    return { cms: this.cms.log.calls({ after: mark.cms }), revio: this.revio.log.calls({ after: mark.revio }) };
  }

  /** Records written since, as `cms UpdateSite`, `revio PATCH Addresses/{id}`. */
  writesSince(mark: { cms: number; revio: number }): string[] {
    const { cms, revio } = this.callsSince(mark);
    return [
      ...cms.filter(isWrite).map((call) => `cms ${call.operation}`),
      ...revio.filter(isWrite).map((call) => `revio ${call.operation}`),
    ];
  }
}

function isWrite(call: LoggedCall): boolean {
  return call.writes.length > 0;
}

function customerName(name: CustomerSeed['name']): Record<string, string> {
  if (typeof name === 'string') return { company_name: name };
  const [first_name = '', ...rest] = name;
  const last_name = rest.at(-1) ?? '';
  return { first_name, last_name, middle_initial: rest.length > 1 ? (rest[0] ?? '') : '' };
}
