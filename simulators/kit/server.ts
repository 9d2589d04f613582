import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Breach, Breaches } from './breaches';
import { CallLog, type LoggedCall } from './call-log';
import { SettableClock } from './clock';
import { CONTROL_PATH, control } from './control';
import { type Edit, type FaultRule, Faults } from './faults';
import { Random } from './random';
import { Snapshot } from './snapshot';
import type { Journal } from './table';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: string;
  operation: string;
  /** Tells that the request broke a rule of the contract. */
  breach(rule: string): void;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  /** Pieces are written as the reader takes them: a list of 60 MB is never in memory at once. */
  body: string | Iterable<string>;
}

/** What a remote system is, behind the HTTP that all of them share. */
export interface Service {
  name: string;
  journal: Journal;
  /** The short name of a call in the log and the fault script. */
  operation(method: string, path: string, headers: Record<string, string>): string;
  /** Masks what the log must not keep. */
  masked(headers: Record<string, string>, body: string): { headers: Record<string, string>; body: string };
  /** Asked at arrival, before faults and work: a reply refuses the call, a function is called when it has ended. */
  admit(call: Call): Reply | (() => void);
  /** Does the work, all at once. `distort` is what the fault script wants wrong about the reply. */
  handle(call: Call, distort: string | undefined): Reply;
  /** A person's change at the remote system. Returns the record as it is now. Throws an Error with a sentence. */
  edit(edit: Edit): unknown;
  /** The records of an entity, or undefined. */
  rows(entity: string): readonly unknown[] | undefined;
  row(entity: string, id: string): unknown;
  counts(): Record<string, number>;
  truth(): unknown;
  switches: object;
  /** What a fault's `distort` may say. */
  distortions: readonly string[];
  toJSON(): unknown;
  /** Takes up the state that `toJSON` gave. */
  restore(state: unknown): void;
  /** Fills a state that was never saved. */
  seed(): void;
}

export interface SimulatorOptions {
  /** 0 = any free one. */
  port?: number;
  /** Folder that keeps the state across restarts; without it the state is in memory only. */
  stateDir?: string;
  faults?: FaultRule[];
  /** For faults that strike by chance. */
  chanceSeed?: number;
  logCapacity?: number;
}

/** A running simulator, for tests in the same process; others use `controlUrl`. */
export interface Simulator {
  url: string;
  controlUrl: string;
  port: number;
  clock: SettableClock;
  log: CallLog;
  faults: Faults;
  breaches: Breaches;
  edit(edit: Edit): unknown;
  close(): Promise<void>;
}

const LONGEST_REQUEST = 5_000_000;
const KEEP_ALIVE_MS = 120_000;

/**
 * Starts the HTTP server of a simulator. `makeService` gets the clock, because what a system seeds carries dates.
 * `basePath` is what clients are told behind the host.
 */
export async function startSimulator<S extends Service>(
  makeService: (clock: SettableClock) => S,
  basePath: string,
  options: SimulatorOptions,
): Promise<Simulator & { service: S }> {
  const clock = new SettableClock();
  const service = makeService(clock);
  const log = new CallLog(options.logCapacity);
  const faults = new Faults(new Random(options.chanceSeed ?? 1), service.distortions);
  const breaches = new Breaches();
  const timers = new Set<NodeJS.Timeout>();
  const snapshot = options.stateDir
    ? new Snapshot(options.stateDir, service.name, () => ({ clock: clock.offset, state: service.toJSON() }))
    : undefined;

  const saved = snapshot?.load() as { clock: number; state: unknown } | undefined;
  if (saved) {
    clock.offset = saved.clock;
    service.restore(saved.state);
  } else {
    service.seed();
    snapshot?.save();
  }
  service.journal.onChange = () => snapshot?.changed();
  faults.add(...(options.faults ?? []));

  const pause = (ms: number, then: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      then();
    }, ms);
    timers.add(timer);
  };

  const server = createServer((request, response) => {
    receive(request)
      .then((body) => serve(request, response, body))
      .catch(() => response.destroy());
  });

  // Node's five seconds would now and then reset a call on a connection that a client had just taken up again.
  server.keepAliveTimeout = KEEP_ALIVE_MS;

  async function serve(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const path = decodeURIComponent(url.pathname);
    const method = request.method ?? 'GET';
    if (path.startsWith(CONTROL_PATH)) {
      const reply = isLoopback(request)
        ? control({ method, path, query: url.searchParams, body }, { service, clock, log, faults, breaches })
        : { status: 403, body: 'Loopback only' };
      send(response, reply);
      return;
    }
    const headers = plainHeaders(request);
    const operation = service.operation(method, path, headers);
    const entry = log.open({
      at: clock.stamp(),
      method,
      path,
      query: url.search.slice(1),
      operation,
      ...service.masked(headers, body),
    });
    const breach = (rule: string) =>
      breaches.add({ at: clock.stamp(), call: entry.n, operation, rule } satisfies Breach);
    const call: Call = { method, path, query: url.searchParams, headers, body, operation, breach };
    const started = performance.now();
    const admitted = service.admit(call);
    response.once('close', () => {
      entry.durationMs = Math.round(performance.now() - started);
      if (typeof admitted === 'function') admitted();
    });
    if (typeof admitted !== 'function') {
      entry.status = admitted.status;
      send(response, admitted);
      return;
    }
    await answer(call, entry, response);
  }

  async function answer(call: Call, entry: LoggedCall, response: ServerResponse): Promise<void> {
    const fault = faults.strike(call);
    if (fault) entry.fault = fault.id;
    for (const edit of fault?.edits ?? []) service.edit(edit);
    if (fault?.delayMs) await new Promise<void>((resolve) => pause(fault.delayMs ?? 0, resolve));
    const work = () => {
      const { result, writes } = service.journal.record(() => service.handle(call, fault?.distort));
      entry.writes.push(...writes);
      return result;
    };
    if (fault?.lateMs !== undefined) pause(fault.lateMs, work);
    const replaced = fault?.status !== undefined || fault?.body !== undefined;
    const broken = fault?.end === 'reset' || fault?.end === 'hang';
    // A cut reply is half of the true one, so the work was done, unless the script gives a reply of its own.
    const works = fault?.lateMs === undefined && (fault?.when === 'after' || !(replaced || broken));
    const reply = works ? work() : undefined;
    if (fault?.end === 'hang') return;
    if (fault?.end === 'reset') {
      response.destroy();
      return;
    }
    const given = replaced || !reply ? scripted(fault ?? {}) : reply;
    const full = fault?.headers ? { ...given, headers: { ...given.headers, ...fault.headers } } : given;
    entry.status = full.status;
    if (fault?.end === 'cut') cut(response, full);
    else send(response, full);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Loopback only: the control endpoint can do anything, and the records are nobody else's business.
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${basePath}`,
    controlUrl: `http://127.0.0.1:${port}${CONTROL_PATH}`,
    port,
    service,
    clock,
    log,
    faults,
    breaches,
    edit: (edit) => service.edit(edit),
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      snapshot?.save();
    },
  };
}

function receive(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    request.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > LONGEST_REQUEST) reject(new Error('Request too long'));
      else pieces.push(piece);
    });
    request.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
    request.on('error', reject);
  });
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : `${value}`,
    ]),
  );
}

function isLoopback(request: IncomingMessage): boolean {
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
}

function scripted(fault: Pick<FaultRule, 'status' | 'body'>): Reply {
  const { body = '' } = fault;
  return {
    status: fault.status ?? 200,
    headers: { 'content-type': typeof body === 'string' ? 'text/html' : 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  response.writeHead(reply.status, reply.headers);
  if (typeof reply.body === 'string') {
    response.end(reply.body);
    return;
  }
  const pieces = reply.body[Symbol.iterator]();
  const write = () => {
    for (;;) {
      if (response.destroyed) return;
      const piece = pieces.next();
      if (piece.done) {
        response.end();
        return;
      }
      if (!response.write(piece.value)) {
        response.once('drain', write);
        return;
      }
    }
  };
  write();
}

/** Promises the whole body, sends half of it and breaks off. */
function cut(response: ServerResponse, reply: Reply): void {
  const whole = Buffer.from(typeof reply.body === 'string' ? reply.body : [...reply.body].join(''));
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(whole.length) });
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy());
}
