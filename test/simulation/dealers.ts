import type { Surroundings } from '../../lib/http/call';
import type { TwoWayField } from '../../lib/model/compare';
import type { Side } from '../../lib/sync/pair';
import { CMS_KEYS } from '../../simulators/cms';
import { DEFAULT_SWITCHES as CMS_SWITCHES, CmsService } from '../../simulators/cms/service';
import type { Reply, Service } from '../../simulators/kit/server';
import { RAPID_RESPONSE_CREDENTIALS } from '../../simulators/rapid-response';
import { DEFAULT_SWITCHES as RAPID_RESPONSE_SWITCHES } from '../../simulators/rapid-response/context';
import { BASE_PATH, RapidResponseService } from '../../simulators/rapid-response/service';
import { REVIO_CREDENTIALS } from '../../simulators/revio';
import { DEFAULT_SWITCHES as REVIO_SWITCHES } from '../../simulators/revio/context';
import { seedRevio } from '../../simulators/revio/seeds';
import { RevioService } from '../../simulators/revio/service';
import type { RevioState } from '../../simulators/revio/state';
import { addressFields } from '../sync/headless/edit-model';
import { CMS_INTEGRATIONS, type HeadlessIntegration, RAPID_RESPONSE_INTEGRATIONS } from '../sync/headless/integrations';
import { RapidResponseWorld } from '../sync/headless/rapid-response-world';
import type { Connection, TwoSystems } from '../sync/headless/two-systems';
import { World } from '../sync/headless/world';
import type { RunStep, StationName } from './history';
import type { FarEnd } from './process';
import { Remote, type Request } from './remote';
import type { SimulatedTime } from './time';

export type Fields = Record<TwoWayField, string>;

export interface SiteEntry {
  name: string;
  line1: string;
  number: string;
}

const REVIO_URL = 'http://revio.test/v1';
const STATION_URL = 'http://station.test';

/** A world without sockets, and what a history needs of it beside what every test does. */
export abstract class Dealer<W extends World | RapidResponseWorld = World | RapidResponseWorld> implements FarEnd {
  abstract readonly integrations: readonly HeadlessIntegration[];
  /** Which flow a step means; and how all of them go around in a whole cycle. */
  abstract flow(which: RunStep['flow']): string;
  abstract readonly halves: readonly RunStep['flow'][];
  /** How its flows differ from what every flow is set to. */
  readonly merge: { contacts?: boolean } = {};
  /** What a listing that lacks rows is called. */
  protected abstract readonly distortions: Record<'half' | 'none', string>;

  protected constructor(
    readonly world: W,
    private readonly station: Remote<Service>,
    private readonly revio: Remote<Service>,
  ) {}

  abstract connect(surroundings: Surroundings): Connection;
  abstract enterSite(seed: SiteEntry, household: boolean): string;
  abstract editSite(id: string, field: TwoWayField, value: string): void;
  abstract cancel(id: string, cancelled: boolean): void;
  abstract isCancelled(id: string): boolean;
  abstract removeSite(id: string): void;
  abstract siteIds(): string[];
  /** As it stands there, read past the clients. */
  abstract site(id: string): Fields | undefined;
  /** What must never be there twice. */
  abstract uniques(): string[];
  protected abstract isListing(request: Request): boolean;

  /** @returns tells what was written outside since now */
  watchWrites(): () => string[] {
    const world: TwoSystems = this.world;
    const mark = world.mark();
    return () => world.writesSince(mark);
  }

  customerIds(): string[] {
    return this.world.revio.state.customers.all().map(({ customer_id }) => String(customer_id));
  }

  customer(id: string): Fields | undefined {
    const { state } = this.world.revio;
    const row = state.customers.get(Number(id));
    const address = row && state.addresses.get(row.service_address_id);
    if (!address) return undefined;
    const extension = address.postal_code_extension ? `-${address.postal_code_extension}` : '';
    return {
      name: address.company_name || `${address.first_name} ${address.last_name}`,
      line1: address.line_1,
      line2: address.line_2,
      city: address.city,
      state: address.state_or_province,
      postalCode: address.postal_code + extension,
    };
  }

  read(side: Side, id: string): Fields | undefined {
    return side === 'account' ? this.site(id) : this.customer(id);
  }

  removeCustomer(id: string): void {
    this.world.revio.edit({ entity: 'customers', action: 'remove', id });
  }

  editCustomer(id: string, field: TwoWayField, value: string): void {
    const household = this.world.revio.state.customers.get(Number(id))?.class === 'RESIDENTIAL';
    const [first_name = '', last_name = ''] = value.split(' ');
    const fields = household && field === 'name' ? { first_name, last_name } : addressFields(field, value);
    this.world.setCustomer(id, { service_address: fields });
  }

  name(request: Request): string {
    const isRevio = request.url.host === new URL(REVIO_URL).host;
    return `${isRevio ? 'revio' : this.world.stationName} ${this.#remote(request).operation(request)}`;
  }

  kindOf(request: Request): ReturnType<FarEnd['kindOf']> {
    const remote = this.#remote(request);
    if (remote === this.revio) return revioKind(request);
    const operation = remote.operation(request);
    if ((this.world as TwoSystems).writes(operation))
      return /^(Update|.*(Update|Service)$)/.test(operation) ? 'change' : 'create';
    return this.isListing(request) ? 'listing' : 'read';
  }

  serve(request: Request, lacks?: 'half' | 'none'): Reply {
    const remote = this.#remote(request);
    const ofRevio = { half: 'short', none: 'empty' };
    const distort = lacks && (remote === this.revio ? ofRevio : this.distortions)[lacks];
    return remote.serve(request, distort).reply;
  }

  #remote({ url }: Request): Remote<Service> {
    return url.host === new URL(REVIO_URL).host ? this.revio : this.station;
  }
}

export function openDealer(station: StationName, time: SimulatedTime, capitals: boolean): Dealer {
  return station === 'cms' ? CmsDealer.open(time) : RapidResponseDealer.open(time, capitals);
}

class CmsDealer extends Dealer<World> {
  readonly integrations = CMS_INTEGRATIONS;
  readonly halves = ['whole'] as const;
  protected readonly distortions = { half: 'short', none: 'empty' };

  static open(time: SimulatedTime): CmsDealer {
    const switches = { ...CMS_SWITCHES, callsAtOnce: 50 };
    const options = { keys: [CMS_KEYS], switches, seed: () => undefined };
    const station = asSimulator(new Remote(time, (clock) => new CmsService(clock, options), STATION_URL));
    const revio = openRevio(time);
    return new CmsDealer(new World(station, revio), station, revio);
  }

  flow(which: RunStep['flow']): string {
    return which === 'push' ? 'revio-push-to-cms' : 'cms';
  }

  connect(surroundings: Surroundings): Connection {
    return this.world.connect({ cancelled: true }, surroundings);
  }

  enterSite(seed: SiteEntry, household: boolean): string {
    return this.world.site({ ...seed, ...(household ? { type: 'RB' } : {}) });
  }

  editSite(id: string, field: TwoWayField, value: string): void {
    this.world.setSite(id, { [CMS_COLUMNS[field]]: value });
  }

  cancel(id: string, cancelled: boolean): void {
    this.world.setSite(id, { sitestat_id: cancelled ? 'C' : 'A' });
  }

  isCancelled(id: string): boolean {
    return this.world.cms.state.sites.get(Number(id))?.sitestat_id === 'C';
  }

  removeSite(id: string): void {
    this.world.cms.edit({ entity: 'sites', action: 'remove', id });
  }

  siteIds(): string[] {
    return this.world.cms.state.sites.all().map(({ site_no }) => String(site_no));
  }

  site(id: string): Fields | undefined {
    const row = this.world.cms.state.sites.get(Number(id));
    return row && read(row, CMS_COLUMNS);
  }

  uniques(): string[] {
    return this.world.cms.state.systems.all().map(({ cs_no }) => `account number ${cs_no}`);
  }

  protected isListing({ headers }: Request): boolean {
    return /Get(SiteSystem|Contact)List/.test(headers.soapaction ?? '');
  }
}

class RapidResponseDealer extends Dealer<RapidResponseWorld> {
  readonly integrations = RAPID_RESPONSE_INTEGRATIONS;
  readonly halves = ['whole', 'other half'] as const;
  override readonly merge = { contacts: false };
  protected readonly distortions = { half: 'half', none: 'no-rows' };

  static open(time: SimulatedTime, upperCase: boolean): RapidResponseDealer {
    const switches = { ...RAPID_RESPONSE_SWITCHES, callsPerSecond: 0, upperCase };
    const options = { login: RAPID_RESPONSE_CREDENTIALS, switches, seed: () => undefined };
    const url = STATION_URL + BASE_PATH;
    const remote = new Remote(time, (clock) => new RapidResponseService(clock, options), url);
    const station = Object.assign(asSimulator(remote), { sessions: remote.service.sessions });
    const revio = openRevio(time);
    return new RapidResponseDealer(new RapidResponseWorld(station, revio), station, revio);
  }

  flow(which: RunStep['flow']): string {
    return which === 'whole' ? 'rapid-response-inbound' : 'rapid-response-outbound';
  }

  connect(surroundings: Surroundings): Connection {
    return this.world.connect({}, surroundings);
  }

  enterSite(seed: SiteEntry, household: boolean): string {
    return this.world.site({ ...seed, ...(household ? { type: 'R' } : {}) });
  }

  editSite(id: string, field: TwoWayField, value: string): void {
    this.world.setSite(id, { [RAPID_RESPONSE_COLUMNS[field]]: value });
  }

  cancel(id: string, cancelled: boolean): void {
    this.world.setService(id, cancelled ? 'CANC' : '');
  }

  isCancelled(id: string): boolean {
    const devices = this.world.rapidResponse.state.devicesOf(Number(id));
    return devices.length > 0 && devices.every(({ OOSCat }) => OOSCat === 'CANC');
  }

  removeSite(id: string): void {
    this.world.rapidResponse.edit({ entity: 'sites', action: 'remove', id });
  }

  siteIds(): string[] {
    return this.world.rapidResponse.state.sites.all().map(({ SiteNum }) => String(SiteNum));
  }

  site(id: string): Fields | undefined {
    const row = this.world.rapidResponse.state.sites.get(Number(id));
    return row && read(row, RAPID_RESPONSE_COLUMNS);
  }

  uniques(): string[] {
    const { sites, devices } = this.world.rapidResponse.state;
    return [
      ...devices.all().map(({ TransmitterCode }) => `transmitter ${TransmitterCode}`),
      ...sites.all().flatMap(({ SiteID1 }) => (SiteID1 ? [`site made for customer ${SiteID1}`] : [])),
    ];
  }

  protected isListing({ url, body }: Request): boolean {
    return /\/(SiteDetailList|DeviceList)$/.test(url.pathname) && body.includes('"TargetSiteGroup"');
  }
}

function openRevio(time: SimulatedTime) {
  const switches = { ...REVIO_SWITCHES, callsPerMinute: 0 };
  const options = {
    credentials: REVIO_CREDENTIALS,
    switches,
    seed: (state: RevioState) => seedRevio(state, 'empty', 1),
  };
  return asSimulator(new Remote(time, (clock) => new RevioService(clock, options), REVIO_URL));
}

/** With what a world wants of a running simulator. */
function asSimulator<S extends Service & { state: object }>(remote: Remote<S>) {
  const { state, switches } = remote.service;
  return Object.assign(remote, {
    state: state as S['state'],
    switches: switches as S['switches'],
    truth: () => undefined,
  });
}

/** What a guard looks after. Searches are believed, whatever they say. */
function isRevioListing({ url }: Request): boolean {
  if (!/\/(Customers|IntegrationKeyLink)$/i.test(url.pathname)) return false;
  return ![...url.searchParams.keys()].some((name) => /account_number|internal_id|external_id/.test(name));
}

function revioKind(request: Request): ReturnType<FarEnd['kindOf']> {
  if (request.method === 'GET') return isRevioListing(request) ? 'listing' : 'read';
  return request.method === 'POST' && !/\/Close$/i.test(request.url.pathname) ? 'create' : 'change';
}

const CMS_COLUMNS = {
  name: 'site_name',
  line1: 'site_addr1',
  line2: 'site_addr2',
  city: 'city_name',
  state: 'state_id',
  postalCode: 'zip_code',
} as const satisfies Fields;

const RAPID_RESPONSE_COLUMNS = {
  name: 'SiteName',
  line1: 'Address',
  line2: 'Address2',
  city: 'City',
  state: 'State',
  postalCode: 'ZipCode',
} as const satisfies Fields;

function read<K extends string>(row: Record<K, string>, columns: Record<TwoWayField, K>): Fields {
  const { name, line1, line2, city, state, postalCode } = columns;
  return {
    name: row[name],
    line1: row[line1],
    line2: row[line2],
    city: row[city],
    state: row[state],
    postalCode: row[postalCode],
  };
}
