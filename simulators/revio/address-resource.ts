import type { Reply } from '../kit/server';
import type { RevioContext } from './context';
import { badRequest, created, notFound, ok } from './replies';
import type { Replacement } from './request-rules';
import { ADDRESS_FIELDS, type AddressFields, type AddressRow } from './rows';

/** Checked and narrowed fields of an address, or the sentence why not. */
export function addressFields(given: unknown): Partial<AddressFields> | string {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'An address is an object.';
  const fields: Partial<AddressFields> = {};
  for (const name of ADDRESS_FIELDS) {
    const value = (given as Record<string, unknown>)[name];
    if (value === undefined || value === null) continue;
    const problem = fieldProblem(name, value);
    if (problem) return problem;
    fields[name] = String(value);
  }
  return fields;
}

function fieldProblem(name: keyof AddressFields, value: unknown): string | undefined {
  if (typeof value !== 'string' && !(name === 'country_code' && typeof value === 'number')) {
    return `${name} must be a text.`;
  }
  if (name === 'postal_code' && !/^\d{5}$|^$/.test(String(value))) return 'postal_code must have 5 digits.';
  if (name === 'postal_code_extension' && !/^\d{4}$|^$/.test(String(value))) {
    return 'postal_code_extension must have 4 digits.';
  }
  if (name === 'middle_initial' && String(value).length > 1) return 'middle_initial must be one letter.';
  return undefined;
}

/** Refused, or swallowed: by a switch. */
export function unknownPath(context: RevioContext, path: string): Reply | undefined {
  return context.switches.unknownPatchPath === 'silent' ? undefined : badRequest(`The path /${path} does not exist.`);
}

export function patchAddress(context: RevioContext, row: AddressRow, replacements: Replacement[]): Reply {
  const changes: Record<string, unknown> = {};
  for (const { path, value } of replacements) {
    const field = path.join('/');
    if (isAddressField(field)) changes[field] = value ?? '';
    else {
      const refusal = unknownPath(context, field);
      if (refusal) return refusal;
    }
  }
  // Checked before anything is written: a patch is done whole or not at all.
  const checked = addressFields(changes);
  if (typeof checked === 'string') return badRequest(checked);
  if (Object.keys(checked).length > 0) context.state.updateAddress(row.address_id, context.asSaved(checked));
  return ok({ ok: true, id: row.address_id });
}

export function isAddressField(name: string): name is keyof AddressFields {
  return (ADDRESS_FIELDS as readonly string[]).includes(name);
}

export function createAddress(context: RevioContext, body: Record<string, unknown>): Reply {
  const customer = context.state.customers.get(Number(body.customer_id));
  if (!customer) return notFound(`Customer ${body.customer_id}`);
  const fields = addressFields(body);
  if (typeof fields === 'string') return badRequest(fields);
  return created('Addresses', context.state.addAddress(customer.customer_id, context.asSaved(fields)).address_id);
}
