import type { Surroundings } from '../../../lib/http/call';
import { createRapidResponseClient } from '../../../lib/rapid-response/client';
import type { RapidResponseSettings } from '../../../lib/rapid-response/settings';
import {
  DEALER_GROUP,
  RAPID_RESPONSE_CREDENTIALS,
  type RapidResponseSimulator,
  startRapidResponseSimulator,
} from '../../../simulators/rapid-response';
import type { RevioSimulator } from '../../../simulators/revio';
import type { StationView } from './picture';
import { type CallWrite, PLACE, type Place, type StationConnection, TwoSystems } from './two-systems';

export interface RapidResponseSiteSeed extends Place {
  name: string;
  line1: string;
  line2?: string;
  phone?: string;
  /** Transmitter code of its device; without one the site is incomplete. */
  number?: string;
  type?: 'C' | 'CF' | 'R' | 'E' | 'M';
  /** Out-of-service category of its device. */
  category?: 'CANC' | 'PEND' | 'SEAS';
  /** Customer that a create of ours has marked it with. */
  madeFor?: string;
  groups?: number[];
}

/** What tests use of the settings; only new sites need the last two. */
export type RapidResponseWires = Omit<RapidResponseSettings, 'baseUrl' | 'username' | 'password' | 'clock'>;

/** Rapid Response and Rev.io. */
export class RapidResponseWorld extends TwoSystems<'rapid-response', RapidResponseWires> {
  constructor(
    readonly rapidResponse: RapidResponseSimulator,
    revio: RevioSimulator,
  ) {
    super('rapid-response', rapidResponse, revio);
  }

  static async start(): Promise<RapidResponseWorld> {
    const station = await startRapidResponseSimulator({ seed: 'empty', switches: { callsPerSecond: 0 } });
    return new RapidResponseWorld(station, await TwoSystems.startRevio());
  }

  protected connectStation(surroundings: Surroundings, wires: Partial<RapidResponseWires>): StationConnection {
    const client = createRapidResponseClient({
      ...RAPID_RESPONSE_CREDENTIALS,
      baseUrl: this.rapidResponse.url,
      dealerNumber: String(DEALER_GROUP),
      deviceType: '2GIGCP21',
      timeZone: '13',
      callsPerMinute: 1_000_000,
      ...wires,
      ...surroundings,
    });
    return {
      monitoring: client,
      checkMonitoringCreates: () => client.checkCreates(),
      end: () => client.destroy(),
    };
  }

  /** A site as the station's operators enter it. @returns its site number */
  site(seed: RapidResponseSiteSeed): string {
    const { name, line1, line2 = '', phone = '', number, type = 'C', category = '', madeFor = '', groups } = seed;
    const { city, state, zip } = { ...PLACE, ...seed };
    const { SiteNum } = this.rapidResponse.state.addSite({
      SiteName: name,
      SiteType: type,
      Address: line1,
      Address2: line2,
      City: city,
      State: state,
      ZipCode: zip,
      Phone: phone,
      SiteID1: madeFor,
      ...(groups ? { groups } : {}),
      devices: number ? [{ TransmitterCode: number, OOSCat: category }] : [],
    });
    return String(SiteNum);
  }

  setSite(id: string, fields: Record<string, string>): void {
    this.rapidResponse.edit({ entity: 'sites', action: 'set', id, fields });
  }

  /** All devices of a site go out of service for a reason, or back in for none. */
  setService(id: string, category: RapidResponseSiteSeed['category'] | ''): void {
    const fields = { OOSCat: category, InServiceFlag: category === '' };
    this.rapidResponse.edit({ entity: 'devices', action: 'set', id, fields });
  }

  /** Its session was alive when the call was sent. */
  override heldUp(body: string): string {
    const session = this.rapidResponse.sessions.open();
    if (session === 'too many') throw new Error('no session is left for a late call');
    return JSON.stringify({ ...JSON.parse(body), SessionNum: session.number, SessionPassword: session.password });
  }

  /** Three sessions at most, and who was killed has not logged out: they end by themselves after 20 minutes. */
  override forgetTheDead(): void {
    this.rapidResponse.sessions.endAll();
  }

  writes(operation: string): boolean {
    return /(Insert|Update|InOutService)$/.test(operation);
  }

  protected stationToldAs({ entity, id, kind, after }: CallWrite): string[] {
    if (entity === 'sites') return [`${kind} account ${id}`];
    // Devices and groups come with their site's create; only a cancel changes one later.
    const isCancel = entity === 'devices' && kind === 'update';
    return isCancel ? [`cancel account ${(after as { SiteNum: number }).SiteNum}`] : [];
  }

  protected view(): StationView {
    const { state } = this.rapidResponse;
    const codes = (id: number) => state.devicesOf(id).map((device) => device.TransmitterCode);
    const customerNumber = (id: string) => this.revio.state.customers.get(Number(id))?.account_number ?? id;
    return {
      number: (id) => codes(id)[0],
      siteName: (id) => {
        const site = state.sites.get(id);
        return site && `${site.SiteName} [${codes(id)}]`;
      },
      contactName: () => undefined,
      sites: () =>
        state.sites.all().map((site) => ({
          name: site.SiteName,
          type: site.SiteType,
          address: [site.Address, site.Address2, site.City, site.State, site.ZipCode],
          timeZone: site.TimeZoneNum,
          madeFor: site.SiteID1 && customerNumber(site.SiteID1),
          groups: state.groupsOf(site.SiteNum),
          devices: state
            .devicesOf(site.SiteNum)
            .map(({ TransmitterCode, DeviceType, InServiceFlag, OOSCat }) =>
              [TransmitterCode, DeviceType, InServiceFlag ? 'in service' : 'not in service', OOSCat].join(' '),
            ),
        })),
    };
  }
}
