import type { Readable } from 'node:stream';
import type { AxiosAdapter, AxiosRequestConfig } from 'axios';
import type { Clock } from '../clock';
import type { RetrySettings } from './back-off';
import type { RemoteFailure } from './failures';
import type { HostLimits } from './host-limit';

/** A reply as a system's own code looks at it. */
export interface Reply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** The body, decompressed. */
  text: string;
}

/** What a client has of the machine it runs on, where that is not the real one: a simulation brings its own. */
export interface Surroundings {
  clock?: Clock;
  /** 0 to 1, for the jitter. */
  random?: () => number;
  /** Carries a request to the far end, and its reply back as a stream. */
  wire?: AxiosAdapter;
}

/** The part of a client's settings that is its surroundings. */
export function surroundingsOf({ clock, random, wire }: Surroundings): Surroundings {
  return { ...(clock ? { clock } : {}), ...(random ? { random } : {}), ...(wire ? { wire } : {}) };
}

export interface HttpClientSettings extends HostLimits, Surroundings {
  /** Name of the far end in sentences: `Rev.io`. */
  system: string;
  /** No call leaves for another scheme, host or port. A slash at the end is dropped. */
  baseUrl: string;
  /** For one try, from the moment it is sent to the last byte of the reply. */
  timeoutMs?: number;
  /** Largest reply, counted after decompression. */
  maxReplyBytes?: number;
  /** Sent with every call. */
  headers?: Record<string, string>;
  /** What must never reach a message; the values of `headers` that are credentials belong here too. */
  secrets?: string[];
  retry?: Partial<RetrySettings>;
  /** Reads the system's own failure shapes; must not throw. */
  readFailure?(reply: Reply): RemoteFailure | undefined;
  /** True for a reply outside 2xx that is the system's own answer, to be handed on as it is: a SOAP fault in a 500. */
  isAnswer?(reply: Reply): boolean;
}

/**
 * What a call is, for sentences and for the retry rule. Given to `HttpClient.request`, or to the axios instance
 * as the property `call` of its config (with soap: in the options of the method call).
 */
export interface Call {
  /** In our words, as part of a sentence: `list customers`. */
  operation: string;
  /** A write is resent only when the far end says that it did not process it (S15). */
  kind: 'read' | 'write';
  /** Tries in all; less than the setting for somebody who waits before a screen. */
  tries?: number;
  timeoutMs?: number;
  maxReplyBytes?: number;
  /** `json`: the reply must be JSON, and one that is not (cut off, a web page) is an error of this call. */
  expect?: 'json' | 'text';
  /** With `json`: an empty body is `undefined` instead of a cut reply. */
  mayBeEmpty?: boolean;
  /**
   * Takes the body of a 2xx reply as it comes, where it is too large to be kept; begun anew by each try. It must read to the
   * end, or fail.
   */
  receive?: (body: Readable) => Promise<void>;
  /** Gives the call up. */
  signal?: AbortSignal;
}

export interface HttpRequest extends Call {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL, with its leading slash. */
  path: string;
  query?: Record<string, string | number>;
  /** Sent as JSON unless it is a string. */
  body?: unknown;
  /** Default `application/json`. */
  contentType?: string;
  headers?: Record<string, string>;
}

export interface HttpReply<T = unknown> {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  data: T;
}

/**
 * An axios config with our `call` beside it. A `responseType` of `stream` gets the reply received whole, but in pieces:
 * for what is too large to be one text.
 */
export type CallConfig = AxiosRequestConfig & { call?: Call };
