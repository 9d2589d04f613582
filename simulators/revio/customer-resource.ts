import type { Call, Reply } from '../kit/server';
import { addressFields, replaceAddressField, unknownPath } from './address-resource';
import type { RevioContext } from './context';
import { badRequest, created, ok } from './replies';
import type { Replacement } from './request-rules';
import {
  ADDRESS_ROLES,
  type AddressFields,
  type AddressRole,
  BILLING_METHODS,
  CLASSES,
  type CustomerRow,
  NO_DATE,
  STATUSES,
} from './rows';

interface CustomerBody {
  account_number?: unknown;
  parent_customer_id?: unknown;
  email?: unknown;
  source?: unknown;
  status?: unknown;
  profile?: { class?: unknown };
  finance?: { bill_profile_id?: unknown; billing_method?: unknown };
  service_address?: unknown;
  billing_address?: unknown;
  listing_address?: unknown;
}

/** Checks what the contract lets a create say, and breaks the run where a client should have known better. */
export function createCustomer(context: RevioContext, call: Call, body: CustomerBody): Reply {
  const refuse = (rule: string) => {
    call.breach(rule);
    return badRequest(rule);
  };
  const customerClass = String(body.profile?.class ?? '').toUpperCase();
  if (!isOneOf(CLASSES, customerClass)) return refuse('profile.class must be BUSINESS or RESIDENTIAL');
  const profile = context.state.billProfiles.get(Number(body.finance?.bill_profile_id));
  if (!profile?.active) return refuse('finance.bill_profile_id must be an active bill profile');
  const method = String(body.finance?.billing_method ?? 'NONE').toUpperCase();
  if (!isOneOf(BILLING_METHODS, method)) return refuse(`finance.billing_method must be ${BILLING_METHODS.join(', ')}`);
  if (method.includes('EMAIL') && !body.email) return refuse('a customer billed by e-mail needs an e-mail');
  const status = String(body.status ?? 'OPEN').toUpperCase();
  if (!isOneOf(STATUSES, status)) return refuse(`status must be ${STATUSES.join(', ')}`);

  const addresses: Partial<Record<AddressRole, Partial<AddressFields>>> = {};
  for (const role of ADDRESS_ROLES) {
    if (body[role] === undefined || body[role] === null) continue;
    const fields = addressFields(body[role]);
    if (typeof fields === 'string') return badRequest(fields);
    addresses[role] = context.asSaved(fields);
  }
  const { service_address: service, billing_address, listing_address } = addresses;
  if (!service) return refuse('service_address is required');
  const named = customerClass === 'BUSINESS' ? service.company_name : service.last_name;
  if (!named?.trim()) return refuse(`a ${customerClass} customer's service_address needs its name`);

  const row = context.state.addCustomer({
    account_number: String(body.account_number ?? ''),
    parent_customer_id: body.parent_customer_id ? Number(body.parent_customer_id) : null,
    email: String(body.email ?? ''),
    source: String(body.source ?? ''),
    status,
    class: customerClass,
    bill_profile_id: profile.bill_profile_id,
    billing_method: method,
    service_address: service,
    ...(billing_address ? { billing_address } : {}),
    ...(listing_address ? { listing_address } : {}),
  });
  context.hideFresh('customers', row.customer_id);
  return created('Customers', row.customer_id);
}

export function patchCustomer(context: RevioContext, row: CustomerRow, replacements: Replacement[]): Reply {
  for (const { path, value } of replacements) {
    const refusal = replaceCustomerField(context, row.customer_id, path, value);
    if (refusal) return refusal;
  }
  return ok({ ok: true, id: row.customer_id });
}

function replaceCustomerField(context: RevioContext, id: number, path: string[], value: unknown): Reply | undefined {
  const { state } = context;
  const row = state.customers.get(id);
  const [head = '', tail] = path;
  const role = ADDRESS_ROLES.find((name) => head === name || head === `${name}_id`);
  if (row && role && (head === `${role}_id` || tail === 'address_id')) return pointAddress(context, row, role, value);
  if (row && role && tail && path.length === 2)
    return replaceAddressField(context, state.address(row, role), tail, value);
  switch (path.join('/')) {
    case 'status':
      return replaceStatus(context, id, value);
    case 'email':
    case 'account_number':
    case 'source':
      state.updateCustomer(id, { [head]: String(value ?? '') });
      return undefined;
    case 'profile/class': {
      const customerClass = String(value).toUpperCase();
      if (!isOneOf(CLASSES, customerClass)) return badRequest('profile.class must be BUSINESS or RESIDENTIAL.');
      state.updateCustomer(id, { class: customerClass });
      return undefined;
    }
    default:
      return unknownPath(context, path.join('/'));
  }
}

/** Lets a customer's address be another row of its own: how two that share one are parted. */
function pointAddress(context: RevioContext, row: CustomerRow, role: AddressRole, value: unknown): Reply | undefined {
  const address = context.state.addresses.get(Number(value));
  if (address?.customer_id !== row.customer_id) return badRequest(`Address ${value} is not one of this customer's.`);
  context.state.updateCustomer(row.customer_id, { [`${role}_id`]: address.address_id });
  return undefined;
}

function replaceStatus(context: RevioContext, id: number, value: unknown): Reply | undefined {
  const status = String(value).toUpperCase();
  if (!isOneOf(STATUSES, status)) return badRequest(`status must be ${STATUSES.join(', ')}.`);
  if (context.switches.closing === 'silent') return undefined;
  if (context.switches.closing === 'refuse') return badRequest('The status of this customer cannot be changed here.');
  const { state } = context;
  const row = state.updateCustomer(id, { status });
  state.customers.touch(id, { close_date: status === 'CLOSED' ? row.updated_date : NO_DATE });
  return undefined;
}

function isOneOf(list: readonly string[], value: string): boolean {
  return list.includes(value);
}
