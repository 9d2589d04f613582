import { Readable } from 'node:stream';
import type { AxiosResponse, ResponseType } from 'axios';
import type { Clock } from '../clock';
import type { Acted, DealerSyncError } from '../errors';
import { retryAfterMs } from './back-off';
import type { Call, HttpClientSettings, Reply } from './call';
import { actedBehind, type CallWords, codeOfStatus, type HttpErrorCode, httpError } from './failures';
import type { HostLimit } from './host-limit';
import { isBulkyJson } from './json-bulk';
import { redactedMessage } from './redact';
import { isWebPage, plainHeaders } from './wire';

/** What one try came to. */
export type Attempt = { bytes?: number } & (
  | { response: AxiosResponse }
  | {
      error: DealerSyncError;
      /** May the same request be sent again? */
      again?: boolean;
      /** The host is to blame: counts for the breaker. */
      hostFailed?: boolean;
      /** How long the far end asked to wait. */
      waitMs?: number;
    }
);

const RETRIED_READS: ReadonlySet<HttpErrorCode> = new Set<HttpErrorCode>([
  'TIMEOUT',
  'UNREACHABLE',
  'CONNECTION_LOST',
  'RATE_LIMITED',
  'SERVER_ERROR',
  'REPLY_CUT',
]);

/** Says of a reply, or of what came instead of one, whether it is an answer, what it tells of the call, and what to do now. */
export class ReplyJudge {
  /** @param limit of the host, which is told when the far end asks for quiet */
  constructor(
    private readonly settings: Pick<HttpClientSettings, 'isAnswer' | 'readFailure'> & { secrets: string[] },
    private readonly longestRetryAfterMs: number,
    private readonly clock: Clock,
    private readonly limit: Pick<HostLimit, 'pauseUntil'>,
  ) {}

  /** Looks at a whole reply. */
  judge(
    response: AxiosResponse,
    pieces: Buffer[],
    responseType: ResponseType | undefined,
    call: Call,
    words: CallWords,
  ): Attempt {
    const { status } = response;
    const ok = status >= 200 && status < 300;
    // Not a text of its own first: turning 60 MB into one stops the event loop for too long.
    if (ok && responseType === 'stream') return { response: { ...response, data: Readable.from(pieces) } };
    const bytes = Buffer.concat(pieces);
    const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
    const reply: Reply = { status, headers: plainHeaders(response), text };
    if (!ok && !this.settings.isAnswer?.(reply)) return this.#refused(reply, call, words);
    if (responseType === 'stream') return { response: { ...response, data: Readable.from(pieces) } };
    if (responseType === 'arraybuffer') return { response: { ...response, data: bytes } };
    if (call.expect !== 'json') return { response: { ...response, data: text } };
    if (text.trim() === '' && (call.mayBeEmpty || status === 204)) {
      return { response: { ...response, data: undefined } };
    }
    if (isBulkyJson(bytes)) return this.failed('REPLY_TOO_LARGE', call, words, { acted: 'unknown', status });
    try {
      return { response: { ...response, data: JSON.parse(text) as unknown } };
    } catch {
      const code = /^\s*($|[{["\d])/.test(text) ? 'REPLY_CUT' : isWebPage(reply) ? 'HTML_REPLY' : 'NOT_JSON';
      return this.failed(code, call, words, { acted: 'unknown', status });
    }
  }

  /** A reply outside 2xx. */
  #refused(reply: Reply, call: Call, words: CallWords): Attempt {
    const { status } = reply;
    const known = this.settings.readFailure?.(reply) ?? {};
    const waitMs = retryAfterMs(reply.headers['retry-after'], this.clock.now()) ?? known.retryAfterMs;
    // A page of some web server is not the system's word: a "404" of it must not read as "no such record".
    const page = call.expect === 'json' && isWebPage(reply) && [400, 404, 405, 406, 410].includes(status);
    const code = page ? 'HTML_REPLY' : (known.code ?? codeOfStatus(status));
    const asked = status === 429 || status === 503;
    if (asked && waitMs !== undefined && code !== 'QUOTA_EXCEEDED') {
      const patience = Math.min(waitMs, this.longestRetryAfterMs);
      this.limit.pauseUntil(this.clock.now() + patience);
    }
    // Said to be not processed: 429, and 503 together with a time to come back.
    const notProcessed = status === 429 || (status === 503 && waitMs !== undefined);
    return this.failed(code, call, words, {
      acted: notProcessed ? 'no' : actedBehind(status),
      status,
      hostFailed: status >= 500,
      ...(isWebPage(reply) ? {} : { message: known.message ?? reply.text }),
      ...(notProcessed ? { notProcessed } : {}),
      ...(asked && waitMs !== undefined ? { waitMs } : {}),
    });
  }

  /** A try that came to no answer, or to none that counts. */
  failed(
    code: HttpErrorCode,
    call: Call,
    words: CallWords,
    details: {
      acted: Acted;
      status?: number;
      message?: string;
      hostFailed?: boolean;
      notProcessed?: boolean;
      waitMs?: number;
    },
  ): Attempt {
    const { status, message, hostFailed, notProcessed, waitMs } = details;
    const error = httpError(code, words, {
      acted: fate(call, details.acted),
      ...(status === undefined ? {} : { status }),
      ...(message ? { message: redactedMessage(message, this.settings.secrets) } : {}),
    });
    return {
      error,
      again: call.kind === 'read' ? RETRIED_READS.has(code) : notProcessed === true && code !== 'QUOTA_EXCEEDED',
      ...(hostFailed ? { hostFailed } : {}),
      ...(waitMs === undefined ? {} : { waitMs }),
    };
  }
}

/** A read never acts, whatever became of it. */
export function fate(call: Call, acted: Acted): Acted {
  return call.kind === 'read' ? 'no' : acted;
}
