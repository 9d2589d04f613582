import type { SettableClock } from '../kit/clock';
import { Journal, Table, type TableSnapshot } from '../kit/table';
import { COLUMN_LENGTHS, type ContactRow, type SiteRow, type SystemRow, UPPER_CASED } from './rows';

export const FIRST_SITE = 100_000_001;
const FIRST_SYSTEM = 200_000_001;
const FIRST_CONTACT = 300_000_001;

/** What the simulated CMS holds. */
export class CmsState {
  readonly journal = new Journal();
  readonly sites = new Table<SiteRow>('sites', FIRST_SITE, (row) => row.site_no, this.journal);
  readonly systems = new Table<SystemRow>('systems', FIRST_SYSTEM, (row) => row.system_no, this.journal);
  readonly contacts = new Table<ContactRow>('contacts', FIRST_CONTACT, (row) => row.ctaclink_no, this.journal);
  readonly #clock: SettableClock;
  #contactsBySite: Map<number, ContactRow[]> | undefined;
  #systemsBySite: Map<number, SystemRow[]> | undefined;
  #systemsByNumber: Map<string, SystemRow> | undefined;

  constructor(clock: SettableClock) {
    this.#clock = clock;
  }

  addSite(fields: Partial<SiteRow>): SiteRow {
    return this.sites.insert((site_no) => ({
      company: 'SIM',
      site_name: '',
      site_addr1: '',
      site_addr2: '',
      city_name: '',
      state_id: '',
      zip_code: '',
      county_name: '',
      country_name: 'USA',
      cross_street: '',
      phone1: '',
      ext1: '',
      phone2: '',
      ext2: '',
      sitetype_id: 'CB',
      sitestat_id: 'A',
      timezone_no: '1',
      codeword1: '',
      udf1: '',
      udf2: '',
      udf3: '',
      udf4: '',
      ...fields,
      site_no,
      change_date: this.#clock.stamp(),
      change_user: 'CONNECT',
      change_no: 1,
    }));
  }

  addSystem(siteNo: number, fields: Partial<SystemRow> = {}): SystemRow {
    const row = this.systems.insert((system_no) => ({
      systype_id: 'DIGI',
      descr: '',
      servco_no: '77',
      ooscat_id: '',
      oos_start_date: '',
      ...fields,
      cs_no: fields.cs_no || this.#freeNumber(system_no),
      system_no,
      site_no: siteNo,
    }));
    // Only now: to find a free number, the index may just have been built again.
    this.#systemsBySite = undefined;
    this.#systemsByNumber = undefined;
    return row;
  }

  addContact(siteNo: number, fields: Partial<ContactRow>): ContactRow {
    this.#contactsBySite = undefined;
    return this.contacts.insert((ctaclink_no) => ({
      contact_no: ctaclink_no + 100_000_000,
      name: '',
      prefix: '',
      suffix: '',
      middle_initial: '',
      title: '',
      ctactype_id: 'CALL',
      cs_seqno: '',
      auth_id: 'CALL',
      relation_id: '',
      pin: '',
      has_key_flag: 'N',
      contract_signer_flag: 'N',
      phones: [],
      email_address: '',
      start_date: '',
      end_date: '',
      ...fields,
      ctaclink_no,
      site_no: siteNo,
      change_date: this.#clock.stamp(),
    }));
  }

  /** Counts the change, as CMS does at every save. */
  updateSite(id: number, changes: Partial<SiteRow>): SiteRow {
    const change_no = (this.sites.get(id)?.change_no ?? 0) + 1;
    return this.sites.update(id, { ...changes, change_no, change_date: this.#clock.stamp() });
  }

  updateContact(id: number, changes: Partial<ContactRow>): ContactRow {
    this.#contactsBySite = undefined;
    return this.contacts.update(id, { ...changes, change_date: this.#clock.stamp() });
  }

  removeContact(id: number): void {
    this.#contactsBySite = undefined;
    this.contacts.remove(id);
  }

  removeSite(id: number): void {
    for (const system of this.systemsOf(id)) this.systems.remove(system.system_no);
    for (const contact of this.contactsOf(id)) this.contacts.remove(contact.ctaclink_no);
    this.#forgetIndexes();
    this.sites.remove(id);
  }

  contactsOf(siteNo: number): readonly ContactRow[] {
    this.#contactsBySite ??= bySite(this.contacts.all());
    return this.#contactsBySite.get(siteNo) ?? [];
  }

  systemsOf(siteNo: number): readonly SystemRow[] {
    this.#systemsBySite ??= bySite(this.systems.all());
    return this.#systemsBySite.get(siteNo) ?? [];
  }

  /** With case: the number of an account is case-sensitive. */
  systemByNumber(csNo: string): SystemRow | undefined {
    this.#systemsByNumber ??= new Map(this.systems.all().map((row) => [row.cs_no, row]));
    return this.#systemsByNumber.get(csNo);
  }

  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.tables().map((table) => [table.entity, table.toJSON()]));
  }

  restore(saved: Record<string, unknown>): void {
    for (const table of this.tables()) table.restore(saved[table.entity] as TableSnapshot<never>);
    this.#forgetIndexes();
  }

  tables() {
    return [this.sites, this.systems, this.contacts] as const;
  }

  #forgetIndexes(): void {
    this.#contactsBySite = undefined;
    this.#systemsBySite = undefined;
    this.#systemsByNumber = undefined;
  }

  #freeNumber(systemNo: number): string {
    let number = systemNo - FIRST_SYSTEM + 1;
    while (this.systemByNumber(`SIM${String(number).padStart(4, '0')}`)) number += 1;
    return `SIM${String(number).padStart(4, '0')}`;
  }
}

function bySite<Row extends { site_no: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.site_no);
    if (group) group.push(row);
    else groups.set(row.site_no, [row]);
  }
  return groups;
}

/** What becomes of texts on save: trimmed, addresses in upper case, phones without punctuation. */
export function asSaved(fields: Record<string, string>, cutOverLength: boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([column, text]) => {
      let saved = text.trim();
      if (UPPER_CASED.includes(column)) saved = saved.toUpperCase();
      if (/^phone\d$/.test(column)) saved = saved.replace(/\D/g, '');
      const longest = COLUMN_LENGTHS[column];
      return [column, cutOverLength && longest !== undefined ? saved.slice(0, longest).trimEnd() : saved];
    }),
  );
}
