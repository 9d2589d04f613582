import type { SettableClock } from '../kit/clock';
import { Journal, Table, type TableSnapshot } from '../kit/table';
import { DEALER_GROUP, type DeviceRow, type GroupLinkRow, type SiteRow } from './rows';

const FIRST_SITE = 500_001;

export interface NewSite extends Partial<Omit<SiteRow, 'SiteNum'>> {
  SiteName: string;
  /** Default: the dealer's own. */
  groups?: readonly number[];
  devices?: readonly (Partial<DeviceRow> & { TransmitterCode: string })[];
}

/** What the simulated station holds. */
export class RapidResponseState {
  readonly journal = new Journal();
  readonly sites = new Table<SiteRow>('sites', FIRST_SITE, (row) => row.SiteNum, this.journal);
  readonly devices = new Table<DeviceRow>('devices', 1, (row) => row.row, this.journal);
  readonly groupLinks = new Table<GroupLinkRow>('site-groups', 1, (row) => row.row, this.journal);
  readonly #clock: SettableClock;

  constructor(clock: SettableClock) {
    this.#clock = clock;
  }

  /** `2026-01-05 08:00:00`, UTC, as the station writes instants. */
  stamp(): string {
    return this.#clock.stamp().slice(0, 19).replace('T', ' ');
  }

  /** A whole site, as the station's own screens make one. */
  addSite({ groups = [DEALER_GROUP], devices = [], ...fields }: NewSite): SiteRow {
    const site = this.insertSite(fields);
    for (const group of groups) this.linkGroup(site.SiteNum, group);
    for (const [index, device] of devices.entries()) this.#insertDevice(site.SiteNum, index + 1, device);
    return site;
  }

  insertSite(fields: Partial<SiteRow> & { SiteName: string }): SiteRow {
    return this.sites.insert((SiteNum) => ({
      SiteType: 'C',
      Address: '',
      Address2: '',
      City: '',
      State: '',
      ZipCode: '',
      County: '',
      Country: 'US',
      TimeZoneNum: 13,
      Phone: '',
      SiteID1: '',
      SiteID2: '',
      BillingID: '',
      SiteStatus: 'ACTIVE',
      ChangeDateUTC: this.stamp(),
      ...fields,
      SiteNum,
    }));
  }

  updateSite(id: number, changes: Partial<SiteRow>): SiteRow {
    return this.sites.update(id, { ...changes, ChangeDateUTC: this.stamp() });
  }

  linkGroup(SiteNum: number, SiteGroupNum: number): GroupLinkRow {
    return this.groupLinks.insert((row) => ({ row, SiteNum, SiteGroupNum }));
  }

  addDevice(SiteNum: number, fields: Partial<DeviceRow> & { TransmitterCode: string }): DeviceRow {
    const last = this.devicesOf(SiteNum).at(-1)?.DevNum ?? 0;
    return this.#insertDevice(SiteNum, last + 1, fields);
  }

  #insertDevice(SiteNum: number, DevNum: number, fields: Partial<DeviceRow>): DeviceRow {
    return this.devices.insert((row) => ({
      TransmitterCode: '',
      DeviceType: 'MISC',
      InServiceFlag: true,
      OOSCat: '',
      OOSStartDate: '',
      DevicePhone: '',
      InstallDate: this.stamp().slice(0, 10),
      ...fields,
      row,
      SiteNum,
      DevNum,
    }));
  }

  devicesOf(SiteNum: number): DeviceRow[] {
    return this.#devicesBySite().get(SiteNum) ?? [];
  }

  groupsOf(SiteNum: number): number[] {
    return this.#groupsBySite().get(SiteNum) ?? [];
  }

  deviceByCode(code: string): DeviceRow | undefined {
    return this.devices.all().find((device) => device.TransmitterCode === code);
  }

  // Lists of 10,000 sites ask for each site's own: looked up in one pass, kept until a row changes.
  #bySite?: { rows: readonly DeviceRow[]; map: Map<number, DeviceRow[]> };
  #bySiteGroups?: { rows: readonly GroupLinkRow[]; map: Map<number, number[]> };

  #devicesBySite(): Map<number, DeviceRow[]> {
    const rows = this.devices.all();
    if (this.#bySite?.rows !== rows) {
      const map = new Map<number, DeviceRow[]>();
      for (const device of rows) map.set(device.SiteNum, [...(map.get(device.SiteNum) ?? []), device]);
      this.#bySite = { rows, map };
    }
    return this.#bySite.map;
  }

  #groupsBySite(): Map<number, number[]> {
    const rows = this.groupLinks.all();
    if (this.#bySiteGroups?.rows !== rows) {
      const map = new Map<number, number[]>();
      for (const link of rows) map.set(link.SiteNum, [...(map.get(link.SiteNum) ?? []), link.SiteGroupNum]);
      this.#bySiteGroups = { rows, map };
    }
    return this.#bySiteGroups.map;
  }

  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.#tables().map((table) => [table.entity, table.toJSON()]));
  }

  restore(saved: Record<string, unknown>): void {
    for (const table of this.#tables()) table.restore(saved[table.entity] as TableSnapshot<never>);
  }

  counts(): Record<string, number> {
    return Object.fromEntries(this.#tables().map((table) => [table.entity, table.size]));
  }

  #tables() {
    return [this.sites, this.devices, this.groupLinks] as const;
  }
}
