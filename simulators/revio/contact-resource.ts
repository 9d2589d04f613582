import type { Reply } from '../kit/server';
import { unknownPath } from './address-resource';
import type { RevioContext } from './context';
import { badRequest, created, ok } from './replies';
import type { Replacement } from './request-rules';
import { CONTACT_FIELDS, CONTACT_TYPES, type ContactRow } from './rows';

export function createContact(context: RevioContext, body: Record<string, unknown>): Reply {
  const customer = context.state.customers.get(Number(body.customer_id));
  if (!customer) return badRequest(`Customer ${body.customer_id} does not exist.`);
  const fields: Record<string, unknown> = {};
  for (const name of CONTACT_FIELDS) fields[name] = String(body[name] ?? '');
  fields.contact_type_id = Number(body.contact_type_id ?? 2);
  const problem = contactProblem(fields);
  if (problem) return badRequest(problem);
  const name = String(fields.name);
  const row = context.state.addContact({ ...(fields as Partial<ContactRow>), customer_id: customer.customer_id, name });
  context.hideFresh('contacts', row.contact_id);
  return created('Contacts', row.contact_id);
}

export function patchContact(context: RevioContext, row: ContactRow, replacements: Replacement[]): Reply {
  const changes: Record<string, unknown> = {};
  for (const { path, value } of replacements) {
    const field = path.join('/');
    if ((CONTACT_FIELDS as readonly string[]).includes(field)) changes[field] = String(value ?? '');
    else if (field === 'contact_type_id') changes[field] = Number(value);
    else {
      const refusal = unknownPath(context, field);
      if (refusal) return refusal;
    }
  }
  const problem = contactProblem({ ...row, ...changes });
  if (problem) return badRequest(problem);
  context.state.contacts.update(row.contact_id, changes);
  return ok({ ok: true, id: row.contact_id });
}

function contactProblem(fields: Record<string, unknown>): string | undefined {
  if (!String(fields.name).trim()) return 'name is required.';
  if (!CONTACT_TYPES.some((type) => type.contact_type_id === fields.contact_type_id))
    return 'contact_type_id does not exist.';
  return undefined;
}
