import type { Edit } from '../kit/faults';
import { ADDRESS_ROLES, type CustomerRow } from './rows';
import type { CustomerFields, RevioState } from './state';

type Fields = Record<string, unknown>;

/**
 * What a person does in Rev.io's own screens: no rule of the interface holds here. A customer's fields may be given as
 * they read outside: `{status, service_address: {line_1}, profile: {class}, finance: {bill_profile_id}}`.
 */
export function editRevio(state: RevioState, edit: Edit): unknown {
  const fields = edit.fields ?? {};
  const id = Number(edit.id);
  switch (`${edit.action} ${edit.entity}`) {
    case 'add customers':
      return state.renderCustomer(state.addCustomer({ ...customerFields(fields), ...addressParts(fields) }));
    case 'set customers':
      return setCustomer(state, id, fields);
    case 'remove customers':
      return state.customers.remove(id);
    case 'set addresses':
      return state.updateAddress(id, fields);
    case 'add contacts':
      return state.addContact(fields as { customer_id: number; name: string });
    case 'set contacts':
      return state.contacts.update(id, fields);
    case 'remove contacts':
      return state.contacts.remove(id);
    case 'add key-links':
      return state.keyLinks.insert((next) => ({
        integration_key_link_id: next,
        integration_system_id: Number(fields.integration_system_id),
        integration_entity_type_id: Number(fields.integration_entity_type_id),
        internal_id: String(fields.internal_id),
        external_id: String(fields.external_id),
      }));
    case 'set key-links':
      return state.keyLinks.update(id, fields);
    case 'remove key-links':
      return state.keyLinks.remove(id);
    case 'set bill-profiles':
      return state.billProfiles.update(id, fields);
    default:
      throw new Error(`Nobody can ${edit.action} ${edit.entity} here`);
  }
}

function setCustomer(state: RevioState, id: number, fields: Fields): object {
  const customer = state.customers.get(id);
  if (!customer) throw new Error(`There is no customer ${id}`);
  for (const role of ADDRESS_ROLES) {
    const part = fields[role];
    if (part) state.updateAddress(customer[`${role}_id`], part as Fields);
  }
  const own = customerFields(fields);
  const after = Object.keys(own).length > 0 ? state.updateCustomer(id, own) : state.customers.get(id);
  return state.renderCustomer(after ?? customer);
}

function customerFields(fields: Fields): Partial<CustomerRow> {
  const { service_address, billing_address, listing_address, profile, finance, ...own } = fields;
  return { ...own, ...(finance as Fields | undefined), ...(profile as Fields | undefined) };
}

function addressParts(fields: Fields): Pick<CustomerFields, 'service_address'> {
  const parts = Object.fromEntries(ADDRESS_ROLES.filter((role) => fields[role]).map((role) => [role, fields[role]]));
  return { service_address: {}, ...parts };
}
