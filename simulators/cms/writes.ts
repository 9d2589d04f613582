import { done, type MasResult, refused } from './mas-result';
import { COLUMN_LENGTHS, type ContactRow, isCode, type SiteRow } from './rows';
import { asSaved, type CmsState } from './state';

/** A write's own checks. What came before it: the keys, and that what is required is there. */

export type Fields = Record<string, string>;

export interface WriteContext {
  state: CmsState;
  /** Company whose key opened the door. */
  company: string;
  /** Over-length texts are cut without a word, instead of refused. */
  cutOverLength: boolean;
}

/** Which code table a column's values are from. */
const CODE_COLUMNS: Record<string, string> = {
  sitetype_id: 'sitetype',
  systype_id: 'systype',
  timezone_no: 'timezone',
  sitestat_id: 'sitestat',
  ooscat_id: 'ooscat',
  ctactype_id: 'ctactype',
  relation_id: 'relation',
  phonetype_id1: 'phonetype',
  phonetype_id2: 'phonetype',
  phonetype_id3: 'phonetype',
  phonetype_id4: 'phonetype',
};

export const WRITES: Record<string, (context: WriteContext, fields: Fields) => MasResult> = {
  AddSite(context, given) {
    const fields = asSaved(given, context.cutOverLength);
    const problem = badField(fields, 'site');
    if (problem) return problem;
    const { cs_no = '', systype_id = '', ...site } = fields;
    if (cs_no && !/^[A-Za-z0-9]{4,12}$/.test(cs_no)) return refused(1003, 'Invalid account number', 'system', 'cs_no');
    if (cs_no && context.state.systemByNumber(cs_no)) return refused(1010, 'Duplicate cs_no', 'system', 'cs_no');
    const row = context.state.addSite({ ...site, company: context.company });
    const system = context.state.addSystem(row.site_no, { cs_no, systype_id });
    return done({ site_no: row.site_no, system_no: system.system_no, cs_no: system.cs_no });
  },

  UpdateSite(context, given) {
    const site = ownSite(context, given.site_no);
    if (isRefusal(site)) return site;
    const { site_no: _, req_type, change_no, ...columns } = given;
    if (req_type !== 'U') return refused(1003, 'Invalid req_type', 'site', 'req_type');
    if (change_no && Number(change_no) !== site.change_no)
      return refused(1020, 'Changed by another user', 'site', 'change_no');
    const fields = asSaved(columns, context.cutOverLength);
    const blank = ['site_name', 'site_addr1', 'city_name', 'state_id', 'zip_code', 'sitetype_id'].find(
      (c) => fields[c] === '',
    );
    if (blank) return refused(1001, 'Required column is blank', 'site', blank);
    const problem = badField(fields, 'site');
    if (problem) return problem;
    const after = context.state.updateSite(site.site_no, fields);
    return done({ site_no: after.site_no, change_no: after.change_no });
  },

  SetSiteStatus(context, given) {
    const site = ownSite(context, given.site_no);
    if (isRefusal(site)) return site;
    const { sitestat_id = '', ooscat_id = '', effective_date = '' } = given;
    const problem = badField({ sitestat_id, ooscat_id }, 'site');
    if (problem) return problem;
    context.state.updateSite(site.site_no, { sitestat_id });
    for (const system of context.state.systemsOf(site.site_no)) {
      context.state.systems.touch(system.system_no, { ooscat_id, oos_start_date: effective_date });
    }
    return done({ site_no: site.site_no });
  },

  AddContact(context, given) {
    const site = ownSite(context, given.site_no);
    if (isRefusal(site)) return site;
    const fields = asSaved(given, context.cutOverLength);
    const problem = contactProblem({ auth_id: '', ...fields });
    if (problem) return problem;
    const row = context.state.addContact(site.site_no, contactColumns(fields));
    return done({ site_no: site.site_no, contact_no: row.contact_no, ctaclink_no: row.ctaclink_no });
  },

  UpdateContact(context, given) {
    const contact = ownContact(context, given.ctaclink_no);
    if (isRefusal(contact)) return contact;
    if (given.req_type !== 'U') return refused(1003, 'Invalid req_type', 'contact_link', 'req_type');
    const fields = asSaved(given, context.cutOverLength);
    const problem = contactProblem(fields);
    if (problem) return problem;
    context.state.updateContact(contact.ctaclink_no, contactColumns(fields));
    return done({ site_no: contact.site_no, ctaclink_no: contact.ctaclink_no });
  },

  DeleteContact(context, given) {
    const contact = ownContact(context, given.ctaclink_no);
    if (isRefusal(contact)) return contact;
    if (given.req_type !== 'D') return refused(1003, 'Invalid req_type', 'contact_link', 'req_type');
    context.state.removeContact(contact.ctaclink_no);
    return done({ site_no: contact.site_no, ctaclink_no: contact.ctaclink_no });
  },
};

function ownSite(context: WriteContext, siteNo: string | undefined): SiteRow | MasResult {
  const site = context.state.sites.get(Number(siteNo));
  return site?.company === context.company ? site : refused(403, 'Not authorized for this site', 'site', 'site_no');
}

function ownContact(context: WriteContext, linkNo: string | undefined): ContactRow | MasResult {
  const contact = context.state.contacts.get(Number(linkNo));
  const site = contact && context.state.sites.get(contact.site_no);
  return contact && site?.company === context.company
    ? contact
    : refused(403, 'Not authorized for this contact', 'contact_link', 'ctaclink_no');
}

function isRefusal(found: object): found is MasResult {
  return 'err_no' in found;
}

/** The documented trap: a contact whose authority is blank or unknown is not made. */
function contactProblem(fields: Fields): MasResult | undefined {
  if (fields.auth_id !== undefined && !isCode('auth', fields.auth_id)) {
    return refused(1003, 'Invalid authority level', 'contact_link', 'auth_id');
  }
  if (fields.last_name === '') return refused(1001, 'Required column is blank', 'contact_link', 'last_name');
  return badField(fields, 'contact_link');
}

function badField(fields: Fields, table: string): MasResult | undefined {
  for (const [column, value] of Object.entries(fields)) {
    const longest = COLUMN_LENGTHS[/^phone\d$/.test(column) ? 'phone1' : column];
    if (longest !== undefined && value.length > longest) return refused(1002, `Longer than ${longest}`, table, column);
    const codes = CODE_COLUMNS[column];
    if (codes && value && !isCode(codes, value)) return refused(1003, 'Invalid code', table, column);
    if (/_flag$/.test(column) && !/^[YN]?$/.test(value)) return refused(1003, 'Must be Y or N', table, column);
  }
  return undefined;
}

function contactColumns(fields: Fields): Partial<ContactRow> {
  const { last_name, first_name } = fields;
  const kept = [
    'ctactype_id',
    'auth_id',
    'relation_id',
    'has_key_flag',
    'contract_signer_flag',
    'email_address',
    'cs_seqno',
  ];
  const phones = [1, 2, 3, 4]
    .map((n) => ({ number: fields[`phone${n}`] ?? '', type: fields[`phonetype_id${n}`] ?? '' }))
    .filter(({ number }) => number);
  return {
    ...Object.fromEntries(
      kept.filter((column) => fields[column] !== undefined).map((column) => [column, fields[column]]),
    ),
    ...(last_name === undefined ? {} : { name: [first_name, last_name].filter(Boolean).join(' ') }),
    ...(phones.length > 0 ? { phones } : {}),
  };
}
