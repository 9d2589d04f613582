import type { Edit } from '../kit/faults';
import { asSaved, type CmsState } from './state';

type Fields = Record<string, unknown>;

/**
 * What an operator does at the station's own screens: the same happens on save as over the wire (upper case, trimmed,
 * digits only). A new site gets a system with it; `cs_no` and `systype_id` among its fields are the system's. To cancel
 * a site, set `sitestat_id` to `C`.
 */
export function editCms(state: CmsState, edit: Edit): unknown {
  const fields = edit.fields ?? {};
  const id = Number(edit.id);
  switch (`${edit.action} ${edit.entity}`) {
    case 'add sites': {
      const { cs_no, systype_id, ...site } = saved(fields);
      const row = state.addSite(site);
      state.addSystem(row.site_no, {
        ...(cs_no ? { cs_no: String(cs_no) } : {}),
        ...(systype_id ? { systype_id: String(systype_id) } : {}),
      });
      return row;
    }
    case 'set sites':
      return state.updateSite(id, saved(fields));
    case 'remove sites':
      return state.removeSite(id);
    case 'add systems':
      return state.addSystem(Number(fields.site_no), fields);
    case 'add contacts':
      return state.addContact(Number(fields.site_no), fields);
    case 'set contacts':
      return state.updateContact(id, fields);
    case 'remove contacts':
      return state.removeContact(id);
    default:
      throw new Error(`Nobody can ${edit.action} ${edit.entity} here`);
  }
}

function saved(fields: Fields): Fields {
  const texts = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { ...fields, ...asSaved(Object.fromEntries(texts), true) };
}
