import type { HttpClientSettings, Surroundings } from '../../../lib/http/call';
import { createRevioClient } from '../../../lib/revio/revio-client';
import type { LoggedCall } from '../../../simulators/kit/call-log';
import type { Simulator } from '../../../simulators/kit/server';
import { REVIO_CREDENTIALS, type RevioSimulator, startRevioSimulator } from '../../../simulators/revio';
import { HandClock } from '../../http/hand-clock';
import type { Sides } from './flow';
import { type Picture, pictureOf, type StationView } from './picture';

export interface Place {
  city?: string;
  state?: string;
  zip?: string;
}

export interface CustomerSeed extends Place {
  name: string | [first: string, last: string] | [first: string, middle: string, last: string];
  line1: string;
  line2?: string;
  number?: string;
  status?: string;
  email?: string;
  /** One address row in all three places. */
  shared?: boolean;
}

export interface Connection extends Sides {
  end(): Promise<void>;
}

export type StationConnection = Pick<Connection, 'monitoring' | 'checkMonitoringCreates' | 'end'>;

/** A simulator whose records can be laid aside and taken up again. */
export type Restorable = Simulator & {
  state: { toJSON(): Record<string, unknown>; restore(saved: Record<string, unknown>): void };
};

/** What a connection has otherwise: a clock of its own, less patience at Rev.io. */
export type Wiring = Surroundings & Pick<HttpClientSettings, 'retry' | 'timeoutMs'>;

type Marks<Name extends string> = Record<Name | 'revio', number>;
export type CallWrite = LoggedCall['writes'][number];

export const PLACE = { city: 'Testville', state: 'NY', zip: '00001' };
export const START = Date.UTC(2026, 0, 5, 8);

/**
 * Both simulated systems, and a hand on the clock that our side goes by. A station brings what is its own: how it is
 * connected, what its people enter, and what its records look like.
 *
 * @typeParam Name what tests call the station
 * @typeParam Wires how a test wants its client otherwise
 */
export abstract class TwoSystems<Name extends string = string, Wires extends object = object> {
  /** The engine's clock; remote calls have one of their own, on which waits pass at once. */
  readonly clock = new HandClock(START);
  readonly #connections = new Set<Connection>();

  protected constructor(
    readonly stationName: Name,
    readonly station: Restorable,
    readonly revio: RevioSimulator,
  ) {
    for (const side of [station, revio]) side.clock.set(START);
  }

  /** Rev.io as every world has it. */
  protected static startRevio(): Promise<RevioSimulator> {
    return startRevioSimulator({ seed: 'empty', switches: { callsPerMinute: 0 } });
  }

  protected abstract connectStation(surroundings: Surroundings, wires: Partial<Wires>): StationConnection;
  /** How its records are told without ids and times. */
  protected abstract view(): StationView;
  /** Whether a call of this name writes. */
  abstract writes(operation: string): boolean;
  /** A write to its records as the audit tells of it; none for what is told with another one. */
  protected abstract stationToldAs(write: CallWrite): string[];

  /** The body of a call that was held up on its way, such that the station takes it as in its time. */
  heldUp(body: string): string {
    return body;
  }

  /** The station lets go of what processes that are gone have left open there. */
  forgetTheDead(): void {}

  async close(): Promise<void> {
    for (const connection of [...this.#connections]) await connection.end();
    await Promise.all([this.station.close(), this.revio.close()]);
  }

  /** The real clients, as one Node-RED would have them; in its own surroundings, where a test has some. */
  connect(wires: Partial<Wires> = {}, surroundings: Wiring = { clock: new HandClock(START, true) }): Connection {
    const revio = createRevioClient({
      ...REVIO_CREDENTIALS,
      baseUrl: this.revio.url,
      callsPerMinute: 1_000_000,
      dailyCalls: 100_000_000,
      retry: { baseMs: 1, capMs: 2 },
      ...surroundings,
    });
    const station = this.connectStation(surroundings, wires);
    const connection: Connection = {
      ...station,
      billing: revio.billing,
      keyLinks: revio.keyLinks,
      end: async () => {
        this.#connections.delete(connection);
        await station.end();
        revio.destroy();
      },
    };
    this.#connections.add(connection);
    return connection;
  }

  /** A customer as people enter one in Rev.io, with three address rows of its own unless shared. */
  customer(seed: CustomerSeed): string {
    const { name, line1, line2 = '', number = '', status = 'OPEN', email = '', shared } = seed;
    const { city, state, zip } = { ...PLACE, ...seed };
    const [postal_code = '', postal_code_extension = ''] = zip.split('-');
    const row = {
      ...customerName(name),
      line_1: line1,
      line_2: line2,
      city,
      state_or_province: state,
      postal_code,
      postal_code_extension,
    };
    const added = this.revio.edit({
      entity: 'customers',
      action: 'add',
      fields: {
        class: typeof name === 'string' ? 'BUSINESS' : 'RESIDENTIAL',
        account_number: number,
        status,
        email,
        service_address: row,
        ...(shared ? {} : { billing_address: row, listing_address: row }),
      },
    }) as { customer_id: number };
    return String(added.customer_id);
  }

  setCustomer(id: string, fields: Record<string, unknown>): void {
    this.revio.edit({ entity: 'customers', action: 'set', id, fields });
  }

  customerContact(customerId: string, name: string, phone = '5550100000'): string {
    const fields = { customer_id: Number(customerId), name, phone };
    return String(
      (this.revio.edit({ entity: 'contacts', action: 'add', fields }) as { contact_id: number }).contact_id,
    );
  }

  /** What both systems hold, told without ids and times. */
  picture(): Picture {
    return pictureOf(this.view(), this.revio.state);
  }

  /** A site by the number that people know it by. */
  accountNumber(accountId: string): string | undefined {
    return this.view().number(Number(accountId));
  }

  contactName(contactId: string): string | undefined {
    return this.view().contactName(Number(contactId));
  }

  /** As the audit would tell of a write. What a create brings with it (addresses, devices) is told with the create. */
  toldAs(write: CallWrite): string[] {
    const { entity, id, kind, before, after } = write;
    switch (entity) {
      case 'customers':
        if (kind === 'create') return [`create customer ${id}`];
        return statusOf(before) === statusOf(after) ? [] : [`close customer ${id}`];
      case 'addresses':
        return kind === 'update' ? [`update customer ${this.revio.state.addresses.get(Number(id))?.customer_id}`] : [];
      case 'key-links':
        return [`${kind} key link ${id}`];
      default:
        return this.stationToldAs(write);
    }
  }

  mark(): Marks<Name> {
    return { [this.stationName]: this.station.log.last, revio: this.revio.log.last } as Marks<Name>;
  }

  callsSince(mark: Marks<Name>): Record<Name | 'revio', LoggedCall[]> {
    const station = this.station.log.calls({ after: mark[this.stationName] });
    const revio = this.revio.log.calls({ after: mark.revio });
    return { [this.stationName]: station, revio } as Record<Name | 'revio', LoggedCall[]>;
  }

  /** Records written since, as `cms UpdateSite`, `revio PATCH Addresses/{id}`. */
  writesSince(mark: Marks<Name>): string[] {
    const calls = this.callsSince(mark);
    return [this.stationName, 'revio' as const].flatMap((side) =>
      calls[side].filter((call) => call.writes.length > 0).map((call) => `${side} ${call.operation}`),
    );
  }
}

function statusOf(row: unknown): unknown {
  return (row as { status?: unknown } | undefined)?.status;
}

function customerName(name: CustomerSeed['name']): Record<string, string> {
  if (typeof name === 'string') return { company_name: name };
  const [first_name = '', ...rest] = name;
  const last_name = rest.at(-1) ?? '';
  return { first_name, last_name, middle_initial: rest.length > 1 ? (rest[0] ?? '') : '' };
}
