import { afterWrite } from '../errors';
import type { Kind } from '../model/records';
import type { PartyUpdate } from '../sync/ports';
import { isWireObject, revioError, type WireObject } from './errors';
import {
  addressToWire,
  differing,
  group,
  idIn,
  kindOf,
  nameToWire,
  serviceRowIsShared,
  text,
  wholeName,
  wireId,
} from './mapping';
import type { RevioProfile } from './profile';
import type { RevioTransport } from './transport';

/** One address row to be written: only the fields that change. */
export interface RowChange {
  addressId: string;
  /** The customer's field that the row stands in: `service_address`. */
  role: string;
  fields: Record<string, string>;
}

export interface AddressPlan {
  /** Give the service address a row of its own first, with these fields. */
  split?: Record<string, unknown>;
  /** Rows in the order of writing. */
  rows: RowChange[];
}

/**
 * Which address rows an update of a customer touches. The service row is the alarm's place and always takes name and
 * address. Listing and billing rows take the name only where they hold one that this change replaces: the owner's name
 * on the invoice stays. The service row comes **last**: it is what we read the name from, so a change that broke off
 * before the end still shows as not done, and repeating it does what is left (S3, S6).
 *
 * Fails with `SHARED_ADDRESS` when an address would change on a row that is also the billing or listing one and the
 * update does not say what to do about that, and with `NO_ADDRESS` when there is no service row to write.
 */
export function planAddresses(customer: WireObject, update: PartyUpdate, profile: RevioProfile): AddressPlan {
  const { customer: fields, address } = profile;
  const operation = 'update a customer';
  const service = group(customer, fields.serviceAddress);
  const serviceId = idIn(service, address.id);
  if (!service || serviceId === undefined) {
    throw revioError('NO_ADDRESS', 'This Rev.io customer has no service address to write to. Add one in Rev.io.', {
      operation,
      field: fields.serviceAddress,
    });
  }
  const held = kindOf(customer, profile);
  const kind = held === 'other' ? update.kind : held;
  const name = update.name ? nameToWire(update.name, kind, profile) : {};
  const lines = differing(addressToWire(update.address ?? {}, profile), service);
  const shared = serviceRowIsShared(customer, profile);
  const split = shared && update.sharedAddress === 'split' && Object.keys(lines).length > 0;
  if (shared && Object.keys(lines).length > 0 && update.sharedAddress === undefined) {
    throw revioError(
      'SHARED_ADDRESS',
      'At this Rev.io customer the service address is also the billing or listing address, so moving the alarm would move the invoice. Choose whether to write it or to split it, or part the two in Rev.io.',
      { operation, field: fields.serviceAddress },
    );
  }

  const rows: RowChange[] = [];
  const add = (addressId: string, role: string, wanted: Record<string, string>) => {
    if (Object.keys(wanted).length > 0) rows.push({ addressId, role, fields: wanted });
  };
  if (update.name) {
    for (const role of [fields.listingAddress, fields.billingAddress]) {
      const row = group(customer, role);
      const id = idIn(row, address.id);
      // After a split the old row is the invoice's alone, and judged like any other.
      if (!row || id === undefined || (id === serviceId && !split) || rows.some((other) => other.addressId === id))
        continue;
      if (holdsOneOf(row, kind, update.replacesNames ?? [], profile)) add(id, role, differing(name, row));
    }
  }
  if (split) return { split: ownRow(customer, service, { ...name, ...lines }, profile), rows };
  add(serviceId, fields.serviceAddress, { ...differing(name, service), ...lines });
  return { rows };
}

/** Names compared as people read them: case and blanks do not count. */
function holdsOneOf(row: WireObject, kind: Kind, names: string[], profile: RevioProfile): boolean {
  const plain = (name: string) => name.replace(/\s+/g, ' ').trim().toLowerCase();
  const held = plain(wholeName(row, kind, profile));
  return held !== '' && names.some((name) => plain(name) === held);
}

/** A new row: all that the shared one says, with the change on top. */
function ownRow(
  customer: WireObject,
  service: WireObject,
  changes: Record<string, string>,
  { customer: fields, address }: RevioProfile,
): Record<string, unknown> {
  const { id, customerId, countryCode, ...texts } = address;
  const row: Record<string, unknown> = { [customerId]: wireId(text(customer, fields.id)) };
  if (service[countryCode] !== undefined) row[countryCode] = service[countryCode];
  for (const field of Object.values(texts)) row[field] = changes[field] ?? text(service, field);
  delete row[id];
  return row;
}

/**
 * Carries the plan out. Once one row is written, an error of the next leaves an unknown end: the whole is repeated,
 * which does no harm.
 */
export async function writeAddresses(
  transport: RevioTransport,
  customerId: string,
  plan: AddressPlan,
  signal?: AbortSignal,
): Promise<void> {
  const options = { operation: 'update a customer', ...(signal ? { signal } : {}) };
  const steps = plan.rows.map((row) => () => writeRow(transport, customerId, row, options));
  const { split } = plan;
  if (split) steps.push(() => splitServiceRow(transport, customerId, split, options));
  for (const [i, step] of steps.entries()) await (i === 0 ? step() : afterWrite(step));
}

async function writeRow(
  transport: RevioTransport,
  customerId: string,
  { addressId, role, fields }: RowChange,
  options: { operation: string; signal?: AbortSignal },
): Promise<void> {
  const { paths, writeAddress } = transport.profile;
  const [path, prefix] =
    writeAddress === 'address'
      ? [`${paths.addresses}/${addressId}`, '']
      : [`${paths.customers}/${customerId}`, `/${role}`];
  const changes = Object.entries(fields).map(([field, value]) => ({ path: `${prefix}/${field}`, value }));
  await transport.patch(path, changes, options);
}

/**
 * Rev.io documents no way to part two addresses (A): make a row, then point the service address at it. Checked at once,
 * because where the pointing is swallowed the alarm's place would silently stay the old one.
 */
async function splitServiceRow(
  transport: RevioTransport,
  customerId: string,
  row: Record<string, unknown>,
  options: { operation: string; signal?: AbortSignal },
): Promise<void> {
  const { paths, customer, address } = transport.profile;
  const addressId = await transport.create(paths.addresses, row, options);
  await afterWrite(async () => {
    const path = `/${customer.serviceAddress}/${address.id}`;
    await transport.patch(`${paths.customers}/${customerId}`, [{ path, value: wireId(addressId) }], options);
    const kept: unknown = await transport.get(`${paths.customers}/${customerId}`, options);
    const service = isWireObject(kept) ? group(kept, customer.serviceAddress) : undefined;
    if (idIn(service, address.id) === addressId) return;
    throw revioError(
      'ADDRESS_NOT_SPLIT',
      'Rev.io did not give the service address a row of its own. Part service and billing address in Rev.io by hand, or let shared addresses be written.',
      { operation: options.operation, field: customer.serviceAddress },
      'unknown',
    );
  });
}
