import type { Call, Reply } from '../kit/server';
import { createAddress, patchAddress } from './address-resource';
import { createContact, patchContact } from './contact-resource';
import type { RevioContext } from './context';
import { createCustomer, patchCustomer } from './customer-resource';
import { createKeyLink, replaceKeyLink, systems } from './key-link-resource';
import { list } from './listing';
import { badRequest, forbidden, notFound, ok, single, wrongVerb } from './replies';
import { parseBody, parsePatch } from './request-rules';
import { CONTACT_TYPES, ENTITY_TYPES } from './rows';

type Body = Record<string, unknown>;

/** What one path can do. A verb without its function is answered 405. */
interface Resource {
  list(call: Call, distort: string | undefined): Reply;
  /** What a single record reads as; undefined = 404. */
  find?(
    id: number,
  ): { render: object; patch?(body: unknown): Reply; replace?(body: Body): Reply; remove?(): Reply } | undefined;
  create?(call: Call, body: Body): Reply;
}

/** Every path of the contract by its name in lower case: the case of a path means nothing to Rev.io. */
export function revioResources(context: RevioContext): Record<string, Resource> {
  const { state } = context;
  const patched = (body: unknown, patch: (steps: NonNullable<ReturnType<typeof parsePatch>>) => Reply) => {
    const steps = parsePatch(body);
    return steps ? patch(steps) : badRequest('Only a JSON Patch of replace operations is supported.');
  };
  return {
    customers: {
      list: (call, distort) =>
        list(call, {
          rows: context.visible('customers', state.customers.all(), (row) => row.customer_id),
          idField: 'customer_id',
          render: state.renderCustomer,
          fields: {
            customer_id: (row) => row.customer_id,
            parent_customer_id: (row) => row.parent_customer_id,
            account_number: (row) => row.account_number,
            status: (row) => row.status,
            email: (row) => row.email,
            source: (row) => row.source,
            created_date: (row) => row.created_date,
            updated_date: (row) => row.updated_date,
          },
          distort,
        }),
      find: (id) => {
        const row = state.customers.get(id);
        return (
          row && {
            render: state.renderCustomer(row),
            patch: (body) => patched(body, (steps) => patchCustomer(context, row, steps)),
          }
        );
      },
      create: (call, body) => createCustomer(context, call, body),
    },
    addresses: {
      list: (call, distort) =>
        list(call, {
          rows: state.addresses.all(),
          idField: 'address_id',
          render: (row) => row,
          fields: { address_id: (row) => row.address_id, customer_id: (row) => row.customer_id },
          distort,
        }),
      find: (id) => {
        const row = state.addresses.get(id);
        return row && { render: row, patch: (body) => patched(body, (steps) => patchAddress(context, row, steps)) };
      },
      create: (_call, body) => createAddress(context, body),
    },
    contacts: {
      list: (call, distort) =>
        list(call, {
          rows: context.visible('contacts', state.contacts.all(), (row) => row.contact_id),
          idField: 'contact_id',
          render: (row) => row,
          fields: {
            contact_id: (row) => row.contact_id,
            customer_id: (row) => row.customer_id,
            name: (row) => row.name,
            email: (row) => row.email,
            created_date: (row) => row.created_date,
          },
          distort,
        }),
      find: (id) => {
        const row = state.contacts.get(id);
        return (
          row && {
            render: row,
            patch: (body) => patched(body, (steps) => patchContact(context, row, steps)),
            remove: () => {
              state.contacts.remove(id);
              return ok({ ok: true, id });
            },
          }
        );
      },
      create: (_call, body) => createContact(context, body),
    },
    contacttypes: { list: (call, distort) => listAll(call, CONTACT_TYPES, 'contact_type_id', distort) },
    billprofiles: {
      list: (call, distort) => listAll(call, state.billProfiles.all(), 'bill_profile_id', distort),
      find: (id) => {
        const row = state.billProfiles.get(id);
        return row && { render: row };
      },
    },
    integrationsystem: { list: (call, distort) => listAll(call, systems(context), 'integration_system_id', distort) },
    integrationentitytype: {
      list: (call, distort) => listAll(call, ENTITY_TYPES, 'integration_entity_type_id', distort),
    },
    integrationkeylink: {
      list: (call, distort) =>
        list(call, {
          rows: context.visible('key-links', state.keyLinks.all(), (row) => row.integration_key_link_id),
          idField: 'integration_key_link_id',
          render: (row) => row,
          fields: {
            integration_key_link_id: (row) => row.integration_key_link_id,
            integration_system_id: (row) => row.integration_system_id,
            integration_entity_type_id: (row) => row.integration_entity_type_id,
            internal_id: (row) => row.internal_id,
            external_id: (row) => row.external_id,
          },
          exact: ['external_id'],
          distort,
        }),
      find: (id) => {
        const row = state.keyLinks.get(id);
        return (
          row && {
            render: row,
            replace: (body) => replaceKeyLink(context, row, body),
            remove: () => {
              state.keyLinks.remove(id);
              return ok({ ok: true, id });
            },
          }
        );
      },
      create: (_call, body) => createKeyLink(context, body),
    },
  };
}

/** Small fixed lists: every field can be searched. */
function listAll<Row extends object>(
  call: Call,
  rows: readonly Row[],
  idField: string,
  distort: string | undefined,
): Reply {
  const names = Object.keys(rows[0] ?? {});
  const fields = Object.fromEntries(names.map((name) => [name, (row: Row) => row[name as keyof Row]]));
  return list(call, { rows, idField, render: (row) => row, fields, distort });
}

/** `name` as it stood in the path. */
export function useResource(
  resource: Resource,
  name: string,
  id: string | undefined,
  call: Call,
  distort?: string,
): Reply {
  if (id === undefined) {
    if (call.method === 'GET') return resource.list(call, distort);
    if (call.method !== 'POST' || !resource.create) return refuseVerb(name, call);
    const parsed = parseBody(call);
    return 'refusal' in parsed ? parsed.refusal : resource.create(call, parsed.body as Body);
  }
  // Before the look-up: that a record may never be deleted has nothing to do with whether it is there.
  if (name.toLowerCase() === 'customers' && call.method === 'DELETE') return refuseVerb(name, call);
  const found = /^\d+$/.test(id) ? resource.find?.(Number(id)) : undefined;
  if (!found) return resource.find || call.method === 'GET' ? notFound(`${name} ${id}`) : wrongVerb(call.method);
  if (call.method === 'GET') return single(name, Number(id), found.render);
  if (call.method === 'DELETE' && found.remove) return found.remove();
  const change = call.method === 'PATCH' ? found.patch : call.method === 'PUT' ? found.replace : undefined;
  if (!change) return refuseVerb(name, call);
  const parsed = parseBody(call);
  return 'refusal' in parsed ? parsed.refusal : change(parsed.body as Body);
}

function refuseVerb(name: string, call: Call): Reply {
  if (name.toLowerCase() === 'customers' && call.method === 'DELETE') {
    call.breach('a customer must never be deleted');
    return forbidden('You do not have permission to delete customers.');
  }
  return wrongVerb(call.method);
}
