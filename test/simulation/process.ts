import { Readable } from 'node:stream';
import { type AxiosAdapter, AxiosError, AxiosHeaders, CanceledError, type InternalAxiosRequestConfig } from 'axios';
import type { Clock } from '../../lib/clock';
import { DealerSyncError } from '../../lib/errors';
import type { Collection, CollectionName, Doc, Leases, Store } from '../../lib/store/store';
import type { Random } from '../../simulators/kit/random';
import type { Reply } from '../../simulators/kit/server';
import { type Mishap, strikes } from './mishaps';
import type { Request } from './remote';
import type { SimulatedTime } from './time';

/** What a call meets on its way, as the world tells it. */
export interface FarEnd {
  /** `revio PATCH Addresses/{id}` */
  name(request: Request): string;
  kindOf(request: Request): 'read' | 'listing' | 'change' | 'create';
  serve(request: Request, distort?: 'half' | 'none'): Reply;
}

export interface ProcessWorld {
  time: SimulatedTime;
  random: Random;
  store: Store;
  farEnd: FarEnd;
  /** Writes that take their time on the way; nobody may wait for them any more. */
  late: Set<object>;
  deliverLate(request: Request): void;
  tell(line: string): void;
}

const HANG_MS = 30_000;

/**
 * One process among several, on a store and two remote systems: all that it does passes here, so that it can die, sleep,
 * and lose what it sent. A dead one gets no answer of anything; what it had sent before travels on.
 */
export class SimulatedProcess {
  dead = false;
  /** Since {@link expect}. */
  hasSlept = false;
  /** How often it has passed a point where it may die. */
  points = 0;
  readonly clock: Clock;
  readonly store: Store;
  readonly wire: AxiosAdapter;
  #mishaps: readonly Mishap[] = [];
  #calls = 0;
  #writes = 0;
  #listings = 0;
  #storeWrites = 0;
  #awakeAt = Number.NEGATIVE_INFINITY;
  readonly #underWay = new Set<(reason: Error) => void>();

  constructor(
    readonly name: string,
    private readonly world: ProcessWorld,
  ) {
    this.clock = { now: () => world.time.now(), sleep: (ms, signal) => this.#sleep(ms, signal) };
    this.store = this.#watched(world.store);
    this.wire = (config) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          if (this.#underWay.delete(fail)) act();
        };
        const fail = (reason: Error) => settle(() => reject(reason));
        this.#underWay.add(fail);
        config.signal?.addEventListener?.('abort', () => fail(new CanceledError()));
        const answer = ({ status, headers, ...reply }: Reply, cut: boolean) =>
          settle(() =>
            resolve({ status, statusText: '', headers: { ...headers }, config, data: streamOf(reply.body, cut) }),
          );
        this.#send(requestOf(config), answer, fail);
      });
  }

  /** From now on this is what goes wrong. */
  expect(mishaps: readonly Mishap[]): void {
    this.#mishaps = mishaps;
    this.#calls = 0;
    this.#writes = 0;
    this.#listings = 0;
    this.#storeWrites = 0;
    this.points = 0;
    this.hasSlept = this.#awakeAt > this.world.time.now();
  }

  die(): void {
    if (this.dead) return;
    this.dead = true;
    this.world.tell(`${this.name} dies`);
    for (const fail of [...this.#underWay]) fail(gone());
  }

  sleepFor(ms: number): void {
    this.#awakeAt = Math.max(this.#awakeAt, this.world.time.now() + ms);
    this.hasSlept = true;
    this.world.tell(`${this.name} sleeps ${ms / 1000} s`);
  }

  wake(): void {
    this.#awakeAt = Number.NEGATIVE_INFINITY;
  }

  /** @returns whether it died here */
  #passes(point: string): boolean {
    if (this.dead) return true;
    this.points += 1;
    if (!this.#mishaps.some((mishap) => mishap.is === 'death' && mishap.at === this.points)) return false;
    this.world.tell(`at point ${this.points}, ${point}:`);
    this.die();
    return true;
  }

  /** Does it now, or when the process wakes; never, if it is dead. */
  #whenAwake(act: () => void): void {
    if (this.dead) return;
    const { time } = this.world;
    const rest = this.#awakeAt - time.now();
    if (rest <= 0) act();
    else time.in(Math.min(rest, 1000), () => this.#whenAwake(act));
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const callOff = this.world.time.in(ms, () => {
        signal?.removeEventListener('abort', abort);
        this.#whenAwake(resolve);
      });
      const abort = () => {
        callOff();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  #send(request: Request, succeed: (reply: Reply, cut: boolean) => void, fail: (reason: Error) => void): void {
    const { time, random, farEnd, late, tell } = this.world;
    const name = farEnd.name(request);
    if (this.dead || this.#passes(`before ${name}`)) {
      fail(gone());
      return;
    }
    const kind = farEnd.kindOf(request);
    const writes = kind === 'change' || kind === 'create';
    this.#calls += 1;
    if (writes) this.#writes += 1;
    if (kind === 'listing') this.#listings += 1;
    const mishap = strikes(this.#mishaps, {
      call: this.#calls,
      write: writes ? this.#writes : 0,
      listing: kind === 'listing' ? this.#listings : 0,
    });
    if (mishap) tell(`${this.name}: ${name}: ${JSON.stringify(mishap)}`);
    else if (writes) tell(`${this.name}: ${name}`);

    const there = random.between(5, 60) + (mishap?.is === 'slow' ? mishap.seconds * 1000 : 0);
    const back = random.between(5, 60);
    const lose = (ms: number) => time.in(ms, () => this.#whenAwake(() => fail(reset())));
    if (mishap?.is === 'lost request') {
      lose(there);
      return;
    }
    if (mishap?.is === 'late request') {
      lose(there);
      late.add(request);
      time.in(mishap.minutes * 60_000, () => {
        late.delete(request);
        tell(`late: ${name}`);
        this.world.deliverLate(request);
      });
      return;
    }
    if (writes) late.add(request);
    time.in(there, () => {
      late.delete(request);
      if (mishap?.is === 'busy') {
        time.in(back, () => this.#whenAwake(() => succeed(busy(mishap.status), false)));
        return;
      }
      const reply = farEnd.serve(request, mishap?.is === 'short listing' ? mishap.how : undefined);
      if (mishap?.is === 'doubled' && kind === 'change') farEnd.serve(request);
      if (this.#passes(`after ${name}`)) return;
      if (mishap?.is === 'lost reply') lose(back);
      else if (mishap?.is === 'hang') lose(HANG_MS);
      else time.in(back, () => this.#whenAwake(() => succeed(reply, mishap?.is === 'cut reply')));
    });
  }

  async #storeWrite<R>(label: string, write: () => Promise<R>): Promise<R> {
    this.#storeWrites += 1;
    const nth = this.#storeWrites;
    const sleep = this.#mishaps.find((mishap) => mishap.is === 'sleep' && mishap.write === nth);
    if (sleep?.is === 'sleep' && !this.dead) this.sleepFor(sleep.seconds * 1000);
    await this.#awake();
    if (this.#passes(`before ${label}`)) throw storeGone();
    const result = await write();
    if (this.#passes(`after ${label}`)) throw storeGone();
    return result;
  }

  #awake(): Promise<void> | undefined {
    if (this.dead || this.#awakeAt <= this.world.time.now()) return undefined;
    return new Promise((resolve) => this.#whenAwake(resolve));
  }

  #watched(inner: Store): Store {
    const read = async <R>(act: () => Promise<R>): Promise<R> => {
      await this.#awake();
      if (this.dead) throw storeGone();
      return act();
    };
    const wrapped = new Map<CollectionName, Collection<Doc>>();
    const collection = (name: CollectionName): Collection<Doc> => {
      const known = wrapped.get(name);
      if (known) return known;
      const own = inner.collection(name);
      const made: Collection<Doc> = {
        get: (id) => read(() => own.get(id)),
        find: (query) => read(() => own.find(query)),
        count: (where) => read(() => own.count(where)),
        scan: (where, batch) => {
          if (this.dead) throw storeGone();
          return own.scan(where, batch);
        },
        insert: (doc, options) => this.#storeWrite(`insert ${name}`, () => own.insert(doc, options)),
        put: (doc, options) => this.#storeWrite(`put ${name}`, () => own.put(doc, options)),
        remove: (id, options) => this.#storeWrite(`remove ${name}`, () => own.remove(id, options)),
        removeWhere: (where) => this.#storeWrite(`removeWhere ${name}`, () => own.removeWhere(where)),
      };
      wrapped.set(name, made);
      return made;
    };
    const leases: Leases = {
      acquire: (space, holder, ttl) => this.#storeWrite('lease', () => inner.leases.acquire(space, holder, ttl)),
      renew: (lease, ttl) => this.#storeWrite('renew', () => inner.leases.renew(lease, ttl)),
      release: (lease) => this.#storeWrite('release', () => inner.leases.release(lease)),
      current: (space) => read(() => inner.leases.current(space)),
    };
    return {
      description: inner.description,
      leases,
      open: async () => undefined,
      close: async () => undefined,
      collection: <T extends Doc>(name: CollectionName) => collection(name) as unknown as Collection<T>,
    };
  }
}

function requestOf({ url: address, method = 'get', headers: given, data }: InternalAxiosRequestConfig): Request {
  const url = new URL(String(address));
  const named = Object.entries(AxiosHeaders.from(given).toJSON()).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  const headers = { host: url.host, ...Object.fromEntries(named) };
  return { method: method.toUpperCase(), url, headers, body: data === undefined ? '' : String(data) };
}

function streamOf(body: Reply['body'], cut: boolean): Readable {
  const whole = Buffer.from(typeof body === 'string' ? body : [...body].join(''));
  if (!cut) return Readable.from([whole]);
  async function* half(): AsyncGenerator<Buffer> {
    yield whole.subarray(0, Math.floor(whole.length / 2));
    throw new AxiosError('aborted', 'ECONNRESET');
  }
  return Readable.from(half());
}

function busy(status: number): Reply {
  return {
    status,
    headers: { 'content-type': 'text/plain', ...(status === 500 ? {} : { 'retry-after': '5' }) },
    body: 'Too busy',
  };
}

function reset(): Error {
  return new AxiosError('socket hang up', 'ECONNRESET');
}

function gone(): Error {
  return new AxiosError('the process is dead', 'ECONNRESET');
}

function storeGone(): DealerSyncError {
  return new DealerSyncError('STORE_CLOSED', 'The process is dead.');
}
