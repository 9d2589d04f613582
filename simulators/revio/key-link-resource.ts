import type { Reply } from '../kit/server';
import type { RevioContext } from './context';
import { badRequest, created, ok } from './replies';
import { ENTITY_TYPES, type KeyLinkRow, OTHER_ENTITY_IDS, SYSTEMS } from './rows';

/** The systems that Rev.io staff has added; ours may be missing. */
export function systems(context: RevioContext) {
  const ours = ['CMS', 'RAPID_RESPONSE'];
  const absent = context.switches.integrationSystems === 'none-of-ours' ? ours : [];
  return SYSTEMS.filter(({ system_name }) => !absent.includes(system_name));
}

export function createKeyLink(context: RevioContext, body: Record<string, unknown>): Reply {
  const fields = keyLinkFields(context, body);
  if (typeof fields === 'string') return badRequest(fields);
  const row = context.state.keyLinks.insert((id) => ({ integration_key_link_id: id, ...fields }));
  context.hideFresh('key-links', row.integration_key_link_id);
  return created('IntegrationKeyLink', row.integration_key_link_id);
}

export function replaceKeyLink(context: RevioContext, row: KeyLinkRow, body: Record<string, unknown>): Reply {
  const fields = keyLinkFields(context, body);
  if (typeof fields === 'string') return badRequest(fields);
  context.state.keyLinks.update(row.integration_key_link_id, fields);
  return ok({ ok: true, id: row.integration_key_link_id });
}

/** All four fields, each checked; the internal id must be a record that is there (documented). Doubles are not refused. */
function keyLinkFields(
  context: RevioContext,
  body: Record<string, unknown>,
): Omit<KeyLinkRow, 'integration_key_link_id'> | string {
  const system = Number(body.integration_system_id);
  const type = ENTITY_TYPES.find(
    ({ integration_entity_type_id: id }) => id === Number(body.integration_entity_type_id),
  );
  const internalId = String(body.internal_id ?? '');
  const externalId = String(body.external_id ?? '');
  if (!systems(context).some((known) => known.integration_system_id === system)) {
    return `integration_system_id ${body.integration_system_id} does not exist.`;
  }
  if (!type) return `integration_entity_type_id ${body.integration_entity_type_id} does not exist.`;
  if (!externalId.trim()) return 'external_id is required.';
  if (!exists(context, type.entity_type_name, internalId)) {
    return `internal_id ${internalId} is not the primary key of any ${type.entity_type_name}.`;
  }
  return {
    integration_system_id: system,
    integration_entity_type_id: type.integration_entity_type_id,
    internal_id: internalId,
    external_id: externalId,
  };
}

function exists(context: RevioContext, entityType: string, id: string): boolean {
  if (!/^\d+$/.test(id)) return false;
  const number = Number(id);
  switch (entityType) {
    case 'CUSTOMER':
      return context.state.customers.get(number) !== undefined;
    case 'CONTACT':
      return context.state.contacts.get(number) !== undefined;
    case 'ADDRESS':
      return context.state.addresses.get(number) !== undefined;
    default:
      return number >= 1 && number <= OTHER_ENTITY_IDS;
  }
}
