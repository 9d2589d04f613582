import { CODES, type ContactRow, PADDED_WIDTHS, type SiteRow, type SystemRow } from './rows';
import type { CmsState } from './state';
import { escapeXml } from './xml';

/** What lists a reply is made of: each row as XML, made when the reader is ready for it. */

export interface ReadContext {
  state: CmsState;
  company: string;
  /** Columns that no client has a use for, so many characters a row: what makes a real list 60 MB long. */
  fillerPerRow: number;
}

export type Fields = Record<string, string>;

export const READS: Record<string, (context: ReadContext, fields: Fields) => Iterable<string>> = {
  *GetSiteSystemList(context, { SiteStat_id: status = '' }) {
    for (const site of context.state.sites.all()) {
      if (site.company === context.company && (!status || site.sitestat_id === status)) yield* siteRows(context, site);
    }
  },

  GetSiteSystemDetails(context, { site_no }) {
    const site = context.state.sites.get(Number(site_no));
    return site?.company === context.company ? siteRows(context, site) : [];
  },

  /** An unknown account is no error: one row with empty values. */
  GetSiteNumber(context, { s_Cs_no = '' }) {
    const system = context.state.systemByNumber(s_Cs_no.trim());
    const site = system && context.state.sites.get(system.site_no);
    const known = system && site?.company === context.company;
    const { cs_no = '', system_no = '', site_no = '' } = known ? system : {};
    return [rowXml('SiteNumber', { cs_no, system_no, site_no })];
  },

  *GetContactList(context, { site_no }) {
    const site = context.state.sites.get(Number(site_no));
    if (site?.company !== context.company) return;
    for (const contact of context.state.contactsOf(site.site_no)) yield contactRow(context, contact);
  },

  GetCodeList: (_context, { table = '' }) => (CODES[table] ?? []).map((row) => rowXml('Code', { ...row })),

  GetGenDispatch: () => [],
  GetZoneList: () => [],
  GetEventHistoryDate: () => [],
};

function* siteRows(context: ReadContext, site: SiteRow): Iterable<string> {
  for (const system of context.state.systemsOf(site.site_no)) yield siteRow(context, site, system);
}

function siteRow(context: ReadContext, { company: _, ...site }: SiteRow, system: SystemRow): string {
  return rowXml('SiteDetail', { ...system, ...site }, context.fillerPerRow > 0 ? fillerXml(context.fillerPerRow) : '');
}

function contactRow(context: ReadContext, contact: ContactRow): string {
  const { phones, ...rest } = contact;
  const system = context.state.systemsOf(contact.site_no)[0];
  const type = CODES.ctactype?.find((code) => code.code_id === contact.ctactype_id);
  return rowXml('ContactList', {
    cs_no: system?.cs_no ?? '',
    system_no: system?.system_no ?? '',
    contact_type_desc: type?.descr ?? '',
    ...rest,
    phone_type_list: phones.map((phone) => phone.type).join(','),
    ...Object.fromEntries(phones.map((phone, index) => [`phn${index + 1}`, phone.number])),
  });
}

const FILLER_COLUMNS = 20;
let lastFiller = { size: 0, xml: '' };

function fillerXml(size: number): string {
  if (lastFiller.size !== size) {
    const text = 'n/a'.padEnd(Math.floor(size / FILLER_COLUMNS));
    const columns = Array.from({ length: FILLER_COLUMNS }, (_, n) => `<info${n + 1}>${text}</info${n + 1}>`);
    lastFiller = { size, xml: columns.join('') };
  }
  return lastFiller.xml;
}

/** Blank columns are sent empty and left out by turns: both mean none. `more` is XML that is ready. */
export function rowXml(row: string, columns: Record<string, string | number>, more = ''): string {
  let xml = `<${row}>`;
  let blanks = 0;
  for (const column in columns) {
    const text = String(columns[column]);
    if (text === '') {
      blanks += 1;
      if (blanks % 2) xml += `<${column} />`;
      continue;
    }
    const width = PADDED_WIDTHS[column];
    xml += `<${column}>${escapeXml(width ? text.padEnd(width) : text)}</${column}>`;
  }
  return `${xml}${more}</${row}>`;
}
