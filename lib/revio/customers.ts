import { afterWrite } from '../errors';
import type { Customer } from '../model/records';
import type { CustomerDraft, PartyUpdate } from '../sync/ports';
import { planAddresses, writeAddresses } from './addresses';
import { revioError, type WireObject } from './errors';
import { addressToWire, customerFrom, idIn, nameToWire, wireId } from './mapping';
import type { RevioTransport } from './transport';

/** Rev.io's customers: each write reads fresh before and reads back after (S3). */
export class RevioCustomers {
  constructor(private readonly transport: RevioTransport) {}

  list(signal?: AbortSignal): AsyncIterable<Customer[]> {
    return this.#list('list customers', {}, signal);
  }

  async get(id: string, signal?: AbortSignal): Promise<Customer | undefined> {
    const wire = await this.#wire(id, 'read a customer', signal);
    return wire && this.#map(wire, 'read a customer');
  }

  /** Compared again with case: an ignored filter returns strangers (contract: what matters most, 4). */
  async findByNumber(accountNumber: string, signal?: AbortSignal): Promise<Customer[]> {
    const where = { [this.transport.profile.customer.accountNumber]: accountNumber };
    const found: Customer[] = [];
    for await (const batch of this.#list('search customers by account number', where, signal)) {
      found.push(...batch.filter((customer) => customer.accountNumber === accountNumber));
    }
    return found;
  }

  async create(draft: CustomerDraft, signal?: AbortSignal): Promise<Customer> {
    const operation = 'create a customer';
    // The number is the marker by which a lost create is found again; left blank, Rev.io would invent one (S8).
    if (draft.accountNumber.trim() === '') {
      throw revioError('MISSING_FIELD', 'A new Rev.io customer needs an account number.', {
        operation,
        field: 'accountNumber',
      });
    }
    if (draft.billProfileId.trim() === '') {
      throw revioError('MISSING_SETTING', 'Choose the bill profile for new Rev.io customers in the settings.', {
        operation,
        field: 'billProfileId',
      });
    }
    const { paths, customer: fields } = this.transport.profile;
    const id = await this.transport.create(paths.customers, this.#body(draft), options(operation, signal));
    return afterWrite(async () => {
      const kept = await this.#wire(id, operation, signal);
      if (kept) return this.#map(kept, operation);
      throw revioError(
        'NOT_READ_BACK',
        'Rev.io made the customer but does not show it yet. It is looked up before anything is sent again.',
        { operation, field: fields.id },
        'unknown',
      );
    });
  }

  async update(id: string, update: PartyUpdate, signal?: AbortSignal): Promise<Customer> {
    const operation = 'update a customer';
    const before = await this.#existing(id, operation, signal);
    const plan = planAddresses(before, update, this.transport.profile);
    if (plan.rows.length === 0 && !plan.split) return this.#map(before, operation);
    await writeAddresses(this.transport, id, plan, signal);
    return afterWrite(async () => this.#map(await this.#existing(id, operation, signal), operation));
  }

  /**
   * Closes a customer in the profile's way. Fails with `CLOSE_NOT_KEPT` when Rev.io says yes and does not keep it, and
   * with `CLOSE_BY_HAND` where the site leaves closing to people.
   */
  async close(id: string, signal?: AbortSignal): Promise<Customer> {
    const operation = 'close a customer';
    const { paths, customer: fields, values, close, closeAction } = this.transport.profile;
    const before = this.#map(await this.#existing(id, operation, signal), operation);
    if (before.status === 'closed') return before;
    const opts = options(operation, signal);
    if (close === 'note-only') {
      throw revioError(
        'CLOSE_BY_HAND',
        'The account was cancelled at the monitoring system. Close the customer in Rev.io; here, closing is left to people.',
        { operation, field: fields.status },
      );
    }
    if (close === 'action') {
      await this.transport.post(closeAction.replace('{id}', encodeURIComponent(id)), {}, opts);
    } else {
      await this.transport.patch(
        `${paths.customers}/${encodeURIComponent(id)}`,
        [{ path: `/${fields.status}`, value: values.closed }],
        opts,
      );
    }
    return afterWrite(async () => {
      const kept = this.#map(await this.#existing(id, operation, signal), operation);
      if (kept.status === 'closed') return kept;
      throw revioError(
        'CLOSE_NOT_KEPT',
        'Rev.io took the close but the customer is still open. Close the customer in Rev.io, or choose another way of closing in the profile.',
        { operation, field: fields.status },
      );
    });
  }

  async *#list(
    operation: string,
    where: Record<string, string>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Customer[]> {
    const { paths, customer } = this.transport.profile;
    const pages = this.transport.list(paths.customers, (wire) => idIn(wire, customer.id), {
      ...options(operation, signal),
      where,
      sort: customer.id,
    });
    for await (const page of pages) yield page.map((wire) => this.#map(wire, operation));
  }

  #wire(id: string, operation: string, signal: AbortSignal | undefined): Promise<WireObject | undefined> {
    const path = `${this.transport.profile.paths.customers}/${encodeURIComponent(id)}`;
    return this.transport.get(path, options(operation, signal));
  }

  async #existing(id: string, operation: string, signal: AbortSignal | undefined): Promise<WireObject> {
    const wire = await this.#wire(id, operation, signal);
    if (wire) return wire;
    throw revioError('NOT_FOUND', `The customer ${id} does not exist at Rev.io any more.`, { operation, status: 404 });
  }

  #map(wire: WireObject, operation: string): Customer {
    const customer = customerFrom(wire, this.transport.profile);
    if (customer) return customer;
    throw revioError(
      'BAD_REPLY',
      'Rev.io answered with a customer that has no id. Check the base URL; if it is right, report this.',
      { operation, field: this.transport.profile.customer.id },
    );
  }

  #body(draft: CustomerDraft): WireObject {
    const { customer, address, values } = this.transport.profile;
    const row = {
      ...nameToWire(draft, draft.kind, this.transport.profile),
      ...addressToWire(draft.address, this.transport.profile),
      [address.countryCode]: wireId(values.countryCode),
    };
    return {
      [customer.accountNumber]: draft.accountNumber,
      [customer.email]: draft.email ?? '',
      [customer.source]: values.source,
      [customer.profile]: { [customer.class]: draft.kind === 'business' ? values.business : values.residential },
      [customer.finance]: {
        [customer.billProfileId]: wireId(draft.billProfileId),
        [customer.billingMethod]: values.billingMethod,
      },
      [customer.serviceAddress]: row,
      [customer.billingAddress]: row,
      [customer.listingAddress]: row,
    };
  }
}

function options(operation: string, signal: AbortSignal | undefined): { operation: string; signal?: AbortSignal } {
  return { operation, ...(signal ? { signal } : {}) };
}
