import type { Call, Reply } from '../kit/server';
import { addressFields, isAddressField, unknownPath } from './address-resource';
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

type Step = () => unknown;

/** Every step is checked before the first is taken: a patch is done whole or not at all. */
export function patchCustomer(context: RevioContext, row: CustomerRow, replacements: Replacement[]): Reply {
  const steps: Step[] = [];
  for (const { path, value } of replacements) {
    const step = planStep(context, row, path, value);
    if (typeof step === 'function') steps.push(step);
    else if (step) return step;
  }
  for (const step of steps) step();
  return ok({ ok: true, id: row.customer_id });
}

/** What to do, or the refusal; nothing for a path that is swallowed. */
function planStep(context: RevioContext, row: CustomerRow, path: string[], value: unknown): Step | Reply | undefined {
  const { state } = context;
  const id = row.customer_id;
  const [head = '', tail] = path;
  const role = ADDRESS_ROLES.find((name) => head === name || head === `${name}_id`);
  if (role && (head === `${role}_id` || tail === 'address_id')) return planPointing(context, row, role, value);
  if (role && tail && path.length === 2) {
    if (!isAddressField(tail)) return unknownPath(context, tail);
    const checked = addressFields({ [tail]: value ?? '' });
    if (typeof checked === 'string') return badRequest(checked);
    return () => state.updateAddress(row[`${role}_id`], context.asSaved(checked));
  }
  switch (path.join('/')) {
    case 'status':
      return planStatus(context, id, value);
    case 'email':
    case 'account_number':
    case 'source':
      return () => state.updateCustomer(id, { [head]: String(value ?? '') });
    case 'profile/class': {
      const customerClass = String(value).toUpperCase();
      if (!isOneOf(CLASSES, customerClass)) return badRequest('profile.class must be BUSINESS or RESIDENTIAL.');
      return () => state.updateCustomer(id, { class: customerClass });
    }
    default:
      return unknownPath(context, path.join('/'));
  }
}

/** Lets a customer's address be another row of its own: how two that share one are parted. */
function planPointing(context: RevioContext, row: CustomerRow, role: AddressRole, value: unknown): Step | Reply {
  const address = context.state.addresses.get(Number(value));
  if (address?.customer_id !== row.customer_id) return badRequest(`Address ${value} is not one of this customer's.`);
  return () => context.state.updateCustomer(row.customer_id, { [`${role}_id`]: address.address_id });
}

function planStatus(context: RevioContext, id: number, value: unknown): Step | Reply | undefined {
  const status = String(value).toUpperCase();
  if (!isOneOf(STATUSES, status)) return badRequest(`status must be ${STATUSES.join(', ')}.`);
  switch (context.switches.closing) {
    case 'silent':
      return undefined;
    case 'patch':
      return () => context.state.setStatus(id, status);
    default:
      return badRequest('The status of this customer cannot be changed here.');
  }
}

/** `POST /Customers/{id}/Close`, at a Rev.io that closes in this way. */
export function closeCustomer(context: RevioContext, row: CustomerRow): Reply | undefined {
  if (context.switches.closing !== 'action') return undefined;
  context.state.setStatus(row.customer_id, 'CLOSED');
  return ok({ ok: true, id: row.customer_id });
}

function isOneOf(list: readonly string[], value: string): boolean {
  return list.includes(value);
}
