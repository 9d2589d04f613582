import { json, LocalServer } from '../http/local-server';

type Row = Record<string, unknown>;
type Body = Record<string, string | number | boolean | undefined>;

/** What a station may do with a call. `lost`: does it, and the reply gets lost; `session-over`: all sessions end before it. */
export type Failure = 'web-page' | 'lost' | 'refused' | 'session-over';

const CODES: Record<string, Row[]> = {
  'Site/SiteTypeList': ['R', 'C', 'CF', 'E', 'M'].map((Code) => ({ Code, Description: Code, ActiveFlag: true })),
  'Site/TimeZoneList': [{ Code: 13, Description: 'Eastern', ActiveFlag: true }],
  'Device/DeviceTypeList': [{ Code: '2GIGCP21', Description: 'Panel', ActiveFlag: true }],
  'Device/OOSCategoryList': [{ Code: 'CANC', Description: 'Cancelled', ActiveFlag: true }],
};

/** As much of a station as a create of three writes needs: sites, groups, devices, each with the contract's refusals. */
export class RapidResponseStation {
  readonly login = { username: 'simuser', password: 'simpass-rr' };
  readonly sites: Row[] = [
    { SiteNum: 70001, SiteName: 'ASH DENTAL', SiteType: 'C', Address: '1 MAIN ST', State: 'NY', SiteGroupNum: 390041 },
    { SiteNum: 70002, SiteName: 'Ann Oak', SiteType: 'R', Address: '2 MAIN ST', State: 'NY', SiteGroupNum: 390041 },
    { SiteNum: 70003, SiteName: 'Elsewhere', SiteType: 'C', Address: '3 MAIN ST', State: 'NY', SiteGroupNum: 5 },
  ];
  readonly devices: Row[] = [
    { SiteNum: 70001, DevNum: 1, TransmitterCode: 'A1001', InServiceFlag: true, OOSCat: '' },
    { SiteNum: 70003, DevNum: 2, TransmitterCode: 'B1001', InServiceFlag: true, OOSCat: '' },
  ];
  /** By endpoint; each strikes once. */
  readonly failures = new Map<string, Failure>();
  writes = 0;
  readonly #sessions = new Set<unknown>();
  #opened = 0;

  private constructor(private readonly server: LocalServer) {}

  static async start(): Promise<RapidResponseStation> {
    const server = await LocalServer.start(() => undefined);
    const station = new RapidResponseStation(server);
    server.handler = (request, response, body) => {
      const endpoint = (request.url ?? '').replace('/api/', '');
      const failure = station.failures.get(endpoint);
      station.failures.delete(endpoint);
      if (failure === 'web-page') {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
        return;
      }
      if (failure === 'session-over') station.#sessions.clear();
      const reply = failure === 'refused' ? refused('The moon is full') : station.#answer(endpoint, JSON.parse(body));
      if (failure === 'lost') response.destroy();
      else json(response, reply);
    };
    return station;
  }

  get url(): string {
    return `${this.server.url}/api`;
  }

  get openSessions(): number {
    return this.#sessions.size;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  #answer(endpoint: string, body: Body): object {
    if (endpoint === 'Login/UserLogin') return this.#logIn(body);
    if (!this.#sessions.has(body.SessionNum)) return { ...refused(''), ErrorTypeNum: 'InvalidSession' };
    const { SiteNum, TargetSiteGroup } = body;
    switch (endpoint) {
      case 'Login/Logout':
        this.#sessions.delete(body.SessionNum);
        return done({});
      case 'DataExport/SiteDetailList':
        return rows(this.sites.filter((site) => fits(site, SiteNum, TargetSiteGroup)));
      case 'DataExport/DeviceList':
        return rows(
          this.devices.filter((device) =>
            this.sites.some((site) => site.SiteNum === device.SiteNum && fits(site, SiteNum, TargetSiteGroup)),
          ),
        );
      case 'Site/SiteGroupLinkList':
        return rows(this.sites.filter((site) => site.SiteNum === SiteNum && site.SiteGroupNum));
      case 'Search/XtAdvancedSearch':
        return rows(this.devices.filter(({ TransmitterCode }) => TransmitterCode === body.TransmitterCode));
      default:
        return CODES[endpoint] ? rows(CODES[endpoint]) : this.#write(endpoint, body);
    }
  }

  #logIn({ Username, Password }: Body): object {
    const { username, password } = this.login;
    if (Username !== username || Password !== password) return refused('Invalid login');
    this.#opened += 1;
    this.#sessions.add(this.#opened);
    return done({ SessionNum: this.#opened, SessionPassword: `PLANTED-SESSION-${this.#opened}` });
  }

  #write(endpoint: string, { SessionNum: _, SessionPassword: __, ...fields }: Body): object {
    this.writes += 1;
    const site = this.sites.find(({ SiteNum }) => SiteNum === fields.SiteNum);
    switch (endpoint) {
      case 'Site/SiteInsert': {
        const SiteNum = 70001 + this.sites.length;
        this.sites.push({ SiteNum, ...spelled(fields) });
        return done({ SiteNum });
      }
      case 'Site/SiteUpdate':
        Object.assign(site ?? {}, spelled(fields));
        return done({ SiteNum: fields.SiteNum });
      case 'Site/SiteGroupLinkInsert':
        if (site?.SiteGroupNum === fields.SiteGroupNum) return refused('Already linked to this group');
        Object.assign(site ?? {}, { SiteGroupNum: fields.SiteGroupNum });
        return done({});
      case 'Device/DeviceInsert': {
        if (this.devices.some(({ TransmitterCode }) => TransmitterCode === fields.TransmitterCode)) {
          return refused('TransmitterCode already in use');
        }
        const DevNum = this.devices.length + 1;
        this.devices.push({ ...fields, DevNum, OOSCat: '' });
        return done({ DevNum });
      }
      case 'Device/DeviceInOutService': {
        const device = this.devices.find(({ DevNum }) => DevNum === fields.DevNum);
        if (device?.TransmitterCode !== fields.ConfirmXmit) return refused('ConfirmXmit does not match');
        Object.assign(device ?? {}, { OOSCat: fields.OOSCat, InServiceFlag: false });
        return done({});
      }
      default:
        return refused(`No endpoint ${endpoint}`);
    }
  }
}

function fits(site: Row, number: unknown, group: unknown): boolean {
  return (number === undefined || site.SiteNum === number) && (group === undefined || site.SiteGroupNum === group);
}

/** Requests say `SiteAddress`, replies `Address`. */
function spelled({ SiteAddress, SiteAddr2, ...rest }: Body): Row {
  return {
    ...rest,
    ...(SiteAddress === undefined ? {} : { Address: SiteAddress }),
    ...(SiteAddr2 === undefined ? {} : { Address2: SiteAddr2 }),
  };
}

const done = (OutputParameter: Row) => ({ Success: true, ErrorTypeNum: 0, OutputParameter });
const rows = (ResultSet: Row[]) => ({ Success: true, ErrorTypeNum: 0, ResultSet });
const refused = (UserErrorMessage: string) => ({ Success: false, ErrorTypeNum: 0, UserErrorMessage });
