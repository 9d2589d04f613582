import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock';
import { DealerSyncError } from '../errors';
import { backOffMs, DEFAULT_RETRY } from '../http/back-off';
import { surroundingsOf } from '../http/call';
import { HttpClient } from '../http/http-client';
import { redactedMessage } from '../http/redact';
import { failureMessage, type Opened, openEnvelope, type Row } from './envelope';
import {
  type FailedCall,
  isSessionEnd,
  loginError,
  notReadBack,
  rapidResponseError,
  refusalError,
  unexpectedReply,
} from './errors';
import type { ColumnWord, EndpointKey, RapidResponseProfile, RequestWord } from './profile';
import { Session, type SessionPair } from './session';
import { DEFAULT_CALLS_PER_MINUTE, DEFAULT_MAX_CONCURRENT, type RapidResponseSettings } from './settings';

export type Arguments<E extends EndpointKey> = Partial<Record<RequestWord<E>, string | boolean>>;
export type RowOf<E extends EndpointKey> = Partial<Record<ColumnWord<E>, string>>;

export interface CallOptions {
  signal?: AbortSignal | undefined;
  /** Whom the call is about, for the sentence of its error. */
  about?: string;
  /** Tries in all; less for somebody who waits before a screen. */
  tries?: number;
  timeoutMs?: number;
  maxReplyBytes?: number;
}

type Answer = Extract<Opened, { rows: Row[] }>;

/** Each login that got lost may be one of the few sessions that the station allows. */
const LOGIN_TRIES = 2;
/** Rapid Response counts by the second, not the minute: calls flow instead of going out in bursts. */
const BURSTS_A_MINUTE = 600;
/** Closing waits no longer for a station that does not answer. */
const LOGOUT_MS = 3_000;

/**
 * Rapid Response's REST as it is spoken: the session, the envelope, and its failures told apart. Knows no record; the
 * files beside it do.
 */
export class RapidResponseTransport {
  readonly host: string;
  readonly #http: HttpClient;
  readonly #session = new Session();
  readonly #clock: Clock;
  readonly #random: () => number;
  /** Of the session, and of the one before it, which late replies may still speak of. */
  #sessionPasswords: string[] = [];

  constructor(
    private readonly settings: RapidResponseSettings,
    private readonly profile: RapidResponseProfile,
  ) {
    this.#clock = settings.clock ?? systemClock;
    this.#random = settings.random ?? Math.random;
    const callsPerMinute = settings.callsPerMinute ?? DEFAULT_CALLS_PER_MINUTE;
    this.#http = new HttpClient({
      system: 'Rapid Response',
      baseUrl: settings.baseUrl,
      callsPerMinute,
      burst: Math.max(1, Math.floor(callsPerMinute / BURSTS_A_MINUTE)),
      maxConcurrent: settings.maxConcurrent ?? DEFAULT_MAX_CONCURRENT,
      secrets: [settings.password],
      // The stack knows the password, but not the session's that it opened (S21).
      readFailure: ({ text }) => ({ message: redactedMessage(failureMessage(text), this.#secrets()) }),
      ...surroundingsOf(settings),
    });
    this.host = this.#http.host;
  }

  /**
   * All rows of a list. An expired session may answer with none instead of an error (contract: session life), so an empty
   * list is believed only once the same session is seen alive; else it is read again with a new one.
   */
  async rows<E extends EndpointKey>(key: E, args: Arguments<E>, options: CallOptions = {}): Promise<RowOf<E>[]> {
    for (let reading = 1; reading <= 2; reading += 1) {
      const { answer, pair } = await this.#call(key, args, options);
      if (answer.rows.length > 0) return answer.rows as RowOf<E>[];
      if (key !== 'listSiteTypes' && (await this.#isAlive(pair, options))) return [];
      await this.#session.ended(pair);
    }
    throw rapidResponseError(
      'SESSION_LOST',
      `Rapid Response answered without any rows, and did so again after a new login (${operationLabel(key)}), so the answer is not believed. It is tried again later; if it stays, check what this login may see.`,
      { operation: operationLabel(key), transient: true },
    );
  }

  /** @returns what `OutputParameter` holds */
  async write<E extends EndpointKey>(key: E, args: Arguments<E>, options: CallOptions = {}): Promise<RowOf<E>> {
    const { answer, pair } = await this.#call(key, args, options);
    if ('id' in this.profile.endpoints[key].columns && !answer.output.id) {
      // The silent answer of a session that is over looks like this too, and must not stay in use.
      const alive = await this.#isAlive(pair, options).catch(() => true);
      if (!alive) await this.#session.ended(pair);
      throw notReadBack(operationLabel(key));
    }
    return answer.output as RowOf<E>;
  }

  /** Logs out, as far as the station answers in time, and ends what is under way. */
  async destroy(): Promise<void> {
    const waiting = new AbortController();
    const tooLate = pause(LOGOUT_MS, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined);
    const pair = await Promise.race([this.#session.take(), tooLate]);
    if (pair) {
      const call = { signal: AbortSignal.timeout(LOGOUT_MS), tries: 1, timeoutMs: LOGOUT_MS };
      // Best effort: a session that nobody uses ends by itself.
      await this.#send('logout', {}, pair, call).catch(() => undefined);
    }
    waiting.abort();
    this.#http.destroy();
  }

  async #call<E extends EndpointKey>(
    key: E,
    args: Arguments<E>,
    options: CallOptions,
  ): Promise<{ answer: Answer; pair: SessionPair }> {
    const tries = this.profile.endpoints[key].writes ? 1 : (options.tries ?? DEFAULT_RETRY.tries);
    let renewed = false;
    for (let losses = 1; ; ) {
      const pair = await this.#session.get(() => this.#login(options));
      const opened = await this.#send(key, args, pair, options);
      if ('rows' in opened) return { answer: opened, pair };
      const { refusal } = opened;
      if (isSessionEnd(refusal, this.profile) && !renewed) {
        // The refusal says that nothing was done, so a write may be sent once more, too (S15).
        await this.#session.ended(pair);
        renewed = true;
      } else if (refusal.lost && losses < tries) {
        // Given up while it waits, the next call says so.
        await this.#clock.sleep(backOffMs(losses, DEFAULT_RETRY, this.#random), options.signal).catch(() => undefined);
        losses += 1;
      } else {
        // Not before: the login that this call may have waited for brought a secret of its own (S21).
        throw refusalError(refusal, this.profile, this.#failed(key, options));
      }
    }
  }

  /** Lists of site types are never empty, and short: a session that gets none is dead. */
  async #isAlive(pair: SessionPair, options: CallOptions): Promise<boolean> {
    const { about: _, ...rest } = options;
    const opened = await this.#send('listSiteTypes', {}, pair, rest);
    if ('rows' in opened) return opened.rows.length > 0;
    if (isSessionEnd(opened.refusal, this.profile)) return false;
    throw refusalError(opened.refusal, this.profile, this.#failed('listSiteTypes', rest));
  }

  /** Not given up with the call that needs it first: others wait for it, too. */
  async #login({ timeoutMs, tries = LOGIN_TRIES }: CallOptions): Promise<SessionPair> {
    const { username, password } = this.settings;
    const options = { tries: Math.min(tries, LOGIN_TRIES), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
    const opened = await this.#send('login', { username, password }, undefined, options);
    if ('refusal' in opened) throw loginError(opened.refusal, this.profile, this.#failed('login', options));
    const { session, sessionPassword } = opened.output;
    if (!session || !sessionPassword) throw unexpectedReply('no session', this.#failed('login', options));
    this.#sessionPasswords = [sessionPassword, ...this.#sessionPasswords.slice(0, 1)];
    return { number: session, password: sessionPassword };
  }

  /** One call, whatever its envelope says. */
  async #send<E extends EndpointKey>(
    key: E,
    args: Arguments<E>,
    pair: SessionPair | undefined,
    { about: _, signal, ...limits }: CallOptions,
  ): Promise<Exclude<Opened, { problem: string }>> {
    const endpoint = this.profile.endpoints[key];
    const call = { operation: operationLabel(key), writes: endpoint.writes };
    const { status, data } = await this.#http
      .request({
        method: 'POST',
        path: `/${endpoint.path}`,
        kind: endpoint.writes ? 'write' : 'read',
        operation: call.operation,
        body: { ...this.#body(key, args), ...(pair ? sessionFields(pair) : LOGIN_FIELDS) },
        ...limits,
        ...(signal ? { signal } : {}),
      })
      .catch((error) => {
        throw wrongAddress(error, call.operation);
      });
    // Any other status is a failure, however its body looks (contract: envelope).
    const opened = status === 200 ? openEnvelope(data, endpoint) : { problem: `HTTP status ${status}` };
    if ('problem' in opened) throw unexpectedReply(opened.problem, call);
    return opened;
  }

  #body<E extends EndpointKey>(key: E, args: Arguments<E>): Record<string, string | number | boolean> {
    const body: Record<string, string | number | boolean> = {};
    const fields: Record<string, string> = this.profile.endpoints[key].request;
    for (const [word, value] of Object.entries(args as Record<string, string | boolean | undefined>)) {
      const field = fields[word];
      if (field === undefined || value === undefined) continue;
      const isNumber = typeof value === 'string' && /^\d+$/.test(value) && this.profile.integers.includes(field);
      body[field] = isNumber ? Number(value) : value;
    }
    return body;
  }

  #failed(key: EndpointKey, { about }: CallOptions): FailedCall {
    const { writes } = this.profile.endpoints[key];
    return { operation: operationLabel(key), writes, secrets: this.#secrets(), ...(about ? { about } : {}) };
  }

  #secrets(): string[] {
    return [this.settings.password, ...this.#sessionPasswords];
  }
}

const LOGIN_FIELDS = { NewPassword: null, ApplicationName: null, ApplicationVersion: null, ClientPlatform: null };

function sessionFields({ number, password }: SessionPair): Record<string, unknown> {
  return { SessionNum: /^\d+$/.test(number) ? Number(number) : number, SessionPassword: password };
}

/** Every endpoint is always there: one that is not found is another address's. */
function wrongAddress(error: unknown, operation: string): unknown {
  if (!(error instanceof DealerSyncError) || error.code !== 'NOT_FOUND') return error;
  return new DealerSyncError(
    'NOT_FOUND',
    `There is no Rapid Response API at this address (${operation}). Check the Base URL in the Rapid Response settings: it usually ends in /api.`,
    { cause: error.cause },
  );
}

/** `addSite` -> `add site`, as the sentences say it. */
function operationLabel(key: EndpointKey): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
