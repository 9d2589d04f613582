import { setMaxListeners } from 'node:events';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios';
import { type Clock, systemClock } from '../clock';
import type { DealerSyncError } from '../errors';
import type { CallRecord } from '../model/call-record';
import { backOffMs, DEFAULT_RETRY, type RetrySettings } from './back-off';
import type { Call, CallConfig, HttpClientSettings, HttpReply, HttpRequest } from './call';
import { type CallCounter, countRequest, currentCounter } from './call-counts';
import { type CallWords, httpError, transportFailure } from './failures';
import { DailyBudgetSpent } from './host-limit';
import { type Host, hostNamed } from './hosts';
import { pathMask } from './masked-path';
import { type Attempt, fate, ReplyJudge } from './reply-judge';
import { follow, parseBaseUrl, piecesOf, plainHeaders, queryString } from './wire';

export type { Call, CallConfig, HttpClientSettings, HttpReply, HttpRequest, Reply } from './call';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_REPLY_BYTES = 64 * 1024 * 1024;
/** Below the usual 5 s of servers: a socket that the far end is about to close would lose the next write's fate. */
const IDLE_SOCKET_MS = 4_000;

/**
 * The way out to one system. Every call gets time-outs, the host's shared limits and breaker, a cap on the reply, no
 * redirect, counting, and errors without secrets. Reads are retried; a write that ended without a clear answer fails
 * with `acted: 'unknown'` (S7, S15).
 *
 * {@link axios} is the same stack behind axios's interface, for libraries that bring their own idea of a request (soap).
 */
export class HttpClient {
  readonly axios: AxiosInstance;
  readonly system: string;
  /** `host:port` as the calls are counted. */
  readonly host: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;

  readonly #origin: string;
  readonly #shared: Host;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #wire: AxiosAdapter;
  readonly #retry: RetrySettings;
  readonly #judge: ReplyJudge;
  readonly #mask: (url: URL) => string;
  readonly #agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent };
  readonly #detach: () => void;
  readonly #ended = new AbortController();

  /** Fails with `BAD_URL` when the base URL is none. */
  constructor(private readonly settings: HttpClientSettings) {
    const base = parseBaseUrl(settings.system, settings.baseUrl);
    this.system = settings.system;
    this.baseUrl = base.href.replace(/\/+$/, '');
    this.host = base.host;
    this.#origin = base.origin;
    this.#clock = settings.clock ?? systemClock;
    this.#random = settings.random ?? Math.random;
    this.#wire = settings.wire ?? network;
    this.#retry = { ...DEFAULT_RETRY, ...settings.retry };
    const secrets = [...(settings.secrets ?? [])];
    this.#mask = pathMask(secrets);
    // Every call under way listens to it, and there may be many.
    setMaxListeners(0, this.#ended.signal);
    this.#shared = hostNamed(this.host, this.#clock);
    this.#detach = this.#shared.limit.attach(settings);
    const { longestRetryAfterMs } = this.#retry;
    this.#judge = new ReplyJudge({ ...settings, secrets }, longestRetryAfterMs, this.#clock, this.#shared.limit);
    const agent = { keepAlive: true, timeout: IDLE_SOCKET_MS, maxFreeSockets: settings.maxConcurrent };
    this.#agents = {
      httpAgent: new HttpAgent(agent),
      // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 for something else does not lower it here (N4).
      httpsAgent: new HttpsAgent({ ...agent, rejectUnauthorized: true, minVersion: 'TLSv1.2' }),
    };
    this.axios = axios.create({ adapter: this.#adapter, ...(settings.headers ? { headers: settings.headers } : {}) });
    this.axios.interceptors.request.use(takeSignal, null, { synchronous: true });
  }

  /** One call, answered with 2xx; everything else is a DealerSyncError with an {@link HttpErrorCode}. */
  async request<T = unknown>(request: HttpRequest): Promise<HttpReply<T>> {
    const { method, path, query, body, contentType, headers, ...call } = request;
    const json = body !== undefined && typeof body !== 'string';
    const config: CallConfig = {
      method,
      url: this.baseUrl + path + queryString(query),
      headers: {
        Accept: 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': contentType ?? 'application/json' }),
        ...headers,
      },
      call: { expect: 'json', ...call },
      transformRequest: [(data: unknown) => data],
      transformResponse: [(data: unknown) => data],
      ...(body === undefined ? {} : { data: json ? JSON.stringify(body) : body }),
    };
    const response: AxiosResponse<T> = await this.axios.request(config);
    return { status: response.status, headers: plainHeaders(response), data: response.data };
  }

  /** Ends everything under way, and takes this client's limits away from the host. */
  destroy(): void {
    this.#ended.abort();
    this.#detach();
    this.#agents.httpAgent.destroy();
    this.#agents.httpsAgent.destroy();
  }

  /** The stack itself, as the adapter under the axios instance. */
  readonly #adapter: AxiosAdapter = async (config) => {
    const call = callOf(config);
    const words: CallWords = { system: this.system, host: this.host, operation: call.operation };
    const url = new URL(axios.getUri(config));
    if (url.origin !== this.#origin) throw httpError('WRONG_HOST', words);
    const counter = currentCounter();
    const giveUp = new AbortController();
    const unlink = [this.#ended.signal, call.signal].map((signal) => follow(giveUp, signal));
    counter?.begin();
    try {
      const sending = { config, call, words, url, counter, signal: giveUp.signal };
      return await this.#tryUntilAnswered(sending);
    } finally {
      for (const drop of unlink) drop();
      counter?.end();
    }
  };

  async #tryUntilAnswered(sending: Sending): Promise<AxiosResponse> {
    const { call, words, signal } = sending;
    const tries = Math.max(1, call.tries ?? this.#retry.tries);
    let before: DealerSyncError | undefined;
    for (let failures = 0; ; ) {
      const attempt = await this.#once(sending, failures + 1);
      if ('response' in attempt) return attempt.response;
      failures += 1;
      const { error, again, waitMs } = attempt;
      // The breaker opened between two tries: what opened it says more.
      if (before && error.code === 'BREAKER_OPEN') throw before;
      before = error;
      if (!again || failures >= tries || (waitMs ?? 0) > this.#retry.longestRetryAfterMs) throw error;
      try {
        await this.#clock.sleep(waitMs ?? backOffMs(failures, this.#retry, this.#random), signal);
      } catch {
        // What may be tried again did not act, and nothing is under way now.
        throw httpError('ABORTED', words);
      }
    }
  }

  /** One try: a turn at the host, the call, and what came of it. */
  async #once(sending: Sending, number: number): Promise<Attempt> {
    const { config, call, words, signal, counter } = sending;
    const { limit, breaker } = this.#shared;
    let release: () => void;
    try {
      release = await limit.acquire(signal);
    } catch (reason) {
      return { error: httpError(reason instanceof DailyBudgetSpent ? 'QUOTA_EXCEEDED' : 'ABORTED', words) };
    }
    try {
      if (!breaker.admit()) return { error: httpError('BREAKER_OPEN', words) };
      countRequest(counter, this.host, (config.method ?? 'get').toUpperCase());
      const at = this.#clock.now();
      const attempt = await this.#send(config, call, words, signal);
      counter?.ended(this.#record(sending, attempt, at, number));
      if (signal.aborted && !('response' in attempt)) breaker.abandoned();
      else if ('response' in attempt || !attempt.hostFailed) breaker.answered();
      else breaker.failed();
      return attempt;
    } finally {
      release();
    }
  }

  /** What a person may see of a call: this is the one place where calls are made, and where they are told (S21). */
  #record({ config, words, url }: Sending, attempt: Attempt, at: number, number: number): CallRecord {
    const status = 'response' in attempt ? attempt.response.status : attempt.error.cause.status;
    return {
      at,
      system: this.system,
      host: this.host,
      method: (config.method ?? 'get').toUpperCase(),
      path: this.#mask(url),
      operation: words.operation,
      ms: this.#clock.now() - at,
      attempt: number,
      ...(status === undefined ? {} : { status }),
      ...(attempt.bytes === undefined ? {} : { bytes: attempt.bytes }),
      ...('error' in attempt ? { code: attempt.error.code, error: attempt.error.message } : {}),
    };
  }

  async #send(config: InternalAxiosRequestConfig, call: Call, words: CallWords, signal: AbortSignal): Promise<Attempt> {
    const deadline = new AbortController();
    const drop = follow(deadline, signal);
    const timer = setTimeout(() => deadline.abort(), call.timeoutMs ?? this.settings.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    try {
      const response: AxiosResponse<Readable> = await this.#wire({
        ...config,
        ...this.#agents,
        signal: deadline.signal,
        responseType: 'stream',
        timeout: 0,
        maxRedirects: 0,
        maxContentLength: call.maxReplyBytes ?? this.settings.maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES,
        maxBodyLength: Number.POSITIVE_INFINITY,
        decompress: true,
        validateStatus: null,
        // A proxy of the environment would see credentials in the clear on its way to an http:// target.
        proxy: false,
      });
      if (call.receive && response.status >= 200 && response.status < 300) {
        await call.receive(response.data);
        return { response: { ...response, data: undefined } };
      }
      const pieces = await piecesOf(response.data);
      const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
      return { ...this.#judge.judge(response, pieces, config.responseType, call, words), bytes };
    } catch (error) {
      if (signal.aborted) return { error: httpError('ABORTED', words, { acted: fate(call, 'unknown') }) };
      if (deadline.signal.aborted)
        return this.#judge.failed('TIMEOUT', call, words, { acted: 'unknown', hostFailed: true });
      const { code, acted, message } = transportFailure(error);
      return this.#judge.failed(code, call, words, { acted, message, hostFailed: code !== 'REPLY_TOO_LARGE' });
    } finally {
      clearTimeout(timer);
      drop();
    }
  }
}

/** A request on its way, try after try. */
interface Sending {
  config: InternalAxiosRequestConfig;
  call: Call;
  words: CallWords;
  url: URL;
  counter: CallCounter | undefined;
  signal: AbortSignal;
}

const network = axios.getAdapter('http');

/**
 * Keeps the signal from axios, which would throw away the fate of a call when it sees an aborted one: also the reply of
 * a write that was done a moment earlier, and with an error that carries the whole request (S21).
 */
function takeSignal(config: InternalAxiosRequestConfig & { call?: Call }): InternalAxiosRequestConfig {
  if (config.signal instanceof AbortSignal) {
    config.call = { ...callOf(config), signal: config.signal };
    delete config.signal;
  }
  return config;
}

/** A call that says nothing of itself is taken for a write unless its method cannot be one. */
function callOf(config: InternalAxiosRequestConfig & { call?: Call }): Call {
  const method = (config.method ?? 'get').toUpperCase();
  return config.call ?? { operation: `${method} request`, kind: method === 'GET' ? 'read' : 'write' };
}
