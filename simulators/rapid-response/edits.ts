import type { Edit } from '../kit/faults';
import type { Sessions } from './sessions';
import type { NewSite, RapidResponseState } from './state';

/**
 * What the station's operators do on their own screens: no rule of the interface holds here. A site may be added whole:
 * `{SiteName, Address, …, groups: [390041], devices: [{TransmitterCode}]}`.
 */
export function editRapidResponse(state: RapidResponseState, sessions: Sessions, edit: Edit): unknown {
  const fields = edit.fields ?? {};
  const id = Number(edit.id);
  switch (`${edit.action} ${edit.entity}`) {
    case 'add sites':
      return state.addSite(fields as unknown as NewSite);
    case 'set sites':
      return state.updateSite(id, fields);
    case 'remove sites':
      for (const device of state.devicesOf(id)) state.devices.remove(device.row);
      for (const link of state.groupLinks.all().filter(({ SiteNum }) => SiteNum === id))
        state.groupLinks.remove(link.row);
      return state.sites.remove(id);
    case 'add devices':
      return state.addDevice(Number(fields.SiteNum), fields as { TransmitterCode: string });
    case 'set devices':
      // By the site: the station's operators take a whole site out of service.
      return state.devicesOf(id).map(({ row }) => state.devices.update(row, fields));
    case 'remove devices':
      return state.devicesOf(id).map(({ row }) => state.devices.remove(row));
    case 'add site-groups':
      return state.linkGroup(Number(fields.SiteNum), Number(fields.SiteGroupNum));
    case 'remove site-groups':
      return state.groupLinks.remove(id);
    case 'remove sessions':
      return sessions.endAll();
    default:
      throw new Error(`Nobody can ${edit.action} ${edit.entity} here`);
  }
}
