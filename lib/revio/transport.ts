import { DealerSyncError } from '../errors';
import { surroundingsOf } from '../http/call';
import { HttpClient } from '../http/http-client';
import { redactedMessage } from '../http/redact';
import { failureMessage, isWireObject, readFailure, revioError, type WireObject } from './errors';
import { type ListRequest, type PageRequest, readPages, type WirePage } from './paging';
import { profileWith, type RevioProfile } from './profile';
import { DEFAULT_BASE_URL, type RevioSettings, requireSettings } from './settings';

/** One replacement of a JSON Patch; Rev.io documents no other operation. */
export interface Replace {
  path: string;
  value: unknown;
}

interface Common {
  /** In our words, for sentences. */
  operation: string;
  signal?: AbortSignal;
}

/**
 * Rev.io's REST as it is spoken: authorization, lists, single records, JSON Patch, and its failures told apart. Knows
 * no record; the files beside it do.
 */
export class RevioTransport {
  readonly profile: RevioProfile;
  readonly user: string;
  readonly host: string;
  readonly #http: HttpClient;
  readonly #secrets: string[];

  constructor(settings: RevioSettings) {
    requireSettings(settings);
    this.profile = profileWith(settings.profile);
    this.user = `${settings.username.trim()}@${settings.clientCode.trim()}`;
    const login = Buffer.from(`${this.user}:${settings.password}`).toString('base64');
    this.#secrets = [settings.password, settings.subscriptionKey ?? '', login];
    this.#http = new HttpClient({
      system: 'Rev.io',
      baseUrl: settings.baseUrl?.trim() || DEFAULT_BASE_URL,
      callsPerMinute: settings.callsPerMinute ?? 200,
      dailyCalls: settings.dailyCalls ?? 40_000,
      maxConcurrent: settings.maxConcurrent ?? 4,
      headers: {
        Authorization: `Basic ${login}`,
        ...(settings.subscriptionKey ? { 'Ocp-Apim-Subscription-Key': settings.subscriptionKey } : {}),
      },
      secrets: this.#secrets,
      readFailure,
      ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
      ...(settings.retry ? { retry: settings.retry } : {}),
      ...surroundingsOf(settings),
    });
    this.host = this.#http.host;
  }

  /**
   * All records of a list, page by page, each once (see {@link readPages}). `where` are search fields without their
   * prefix; Rev.io ignores one it does not know, so **the caller compares again**.
   */
  list(path: string, idOf: ListRequest['idOf'], options: Common & ListOptions): AsyncIterable<WireObject[]> {
    const { search } = this.profile;
    const where: Record<string, string> = {};
    for (const [field, value] of Object.entries(options.where ?? {})) {
      // A blank search value is no filter at all: everybody would be found.
      if (value.trim() === '') {
        throw revioError('BLANK_SEARCH', 'A search at Rev.io needs a value to search for.', {
          operation: options.operation,
          field,
        });
      }
      where[search.prefix + field] = value;
    }
    const page = async ({ page, size }: PageRequest): Promise<WirePage> => {
      const reply = this.#call('GET', path, 'read', options, {
        query: {
          [search.prefix + search.page]: page,
          [search.prefix + search.pageSize]: size,
          ...(options.sort ? { [search.prefix + search.sort]: options.sort } : {}),
          ...where,
        },
      });
      const data = await this.#listed(reply, options.operation);
      if (!isWireObject(data) || !Array.isArray(data.records)) {
        throw revioError(
          'BAD_REPLY',
          'Rev.io answered a list without its records. Check the base URL; if it is right, report this.',
          { operation: options.operation },
        );
      }
      return {
        records: data.records.filter(isWireObject),
        ...(typeof data.has_more === 'boolean' ? { hasMore: data.has_more } : {}),
      };
    };
    return readPages({ page, idOf, operation: options.operation });
  }

  /** A list is always there, if need be empty: one that is not found is another address's. */
  async #listed(work: Promise<unknown>, operation: string): Promise<unknown> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof DealerSyncError) || error.code !== 'NOT_FOUND') throw error;
      throw new DealerSyncError(
        'NOT_FOUND',
        `There is no Rev.io API at this address (${operation}). Check the base URL: it usually ends in /v1.`,
        { cause: error.cause },
      );
    }
  }

  /** One record, or undefined when Rev.io says that it does not exist. */
  async get(path: string, options: Common): Promise<WireObject | undefined> {
    try {
      const data = await this.#call('GET', path, 'read', options);
      if (isWireObject(data)) return data;
    } catch (error) {
      if (error instanceof DealerSyncError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
    throw revioError('BAD_REPLY', 'Rev.io answered with something that is no record.', {
      operation: options.operation,
    });
  }

  /**
   * Resolves to the new record's id, out of the body: `Location` and `links` may name another (contract). A reply
   * without one leaves the create's fate unknown.
   */
  async create(path: string, body: WireObject, options: Common): Promise<string> {
    const data = await this.#call('POST', path, 'write', options, { body });
    const id = isWireObject(data) ? data.id : undefined;
    if (typeof id === 'number' || (typeof id === 'string' && id !== '')) return String(id);
    throw revioError(
      'BAD_REPLY',
      'Rev.io said that the record was made, but not under which id. It is looked up before anything is sent again.',
      { operation: options.operation },
      'unknown',
    );
  }

  async patch(path: string, changes: Replace[], options: Common): Promise<void> {
    const body = changes.map(({ path, value }) => ({ op: 'replace', path, value }));
    await this.#call('PATCH', path, 'write', options, { body, contentType: 'application/json-patch+json' });
  }

  async post(path: string, body: WireObject, options: Common): Promise<void> {
    await this.#call('POST', path, 'write', options, { body });
  }

  async put(path: string, body: WireObject, options: Common): Promise<void> {
    await this.#call('PUT', path, 'write', options, { body });
  }

  /** True if it was there. */
  async remove(path: string, options: Common): Promise<boolean> {
    try {
      await this.#call('DELETE', path, 'write', options);
      return true;
    } catch (error) {
      if (error instanceof DealerSyncError && error.code === 'NOT_FOUND') return false;
      throw error;
    }
  }

  destroy(): void {
    this.#http.destroy();
  }

  async #call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    kind: 'read' | 'write',
    { operation, signal, tries }: Common & { tries?: number },
    rest: { query?: Record<string, string | number>; body?: unknown; contentType?: string } = {},
  ): Promise<unknown> {
    const { data, status } = await this.#http.request({
      method,
      path,
      kind,
      operation,
      // A change that is answered with nothing is read back anyway; a create needs its id.
      mayBeEmpty: kind === 'write' && method !== 'POST',
      ...rest,
      ...(signal ? { signal } : {}),
      ...(tries === undefined ? {} : { tries }),
    });
    const first: unknown = Array.isArray(data) ? data[0] : data;
    if (isWireObject(first) && first.ok === false) {
      // 200 with ok:false is a refusal like a 4xx (contract: failures).
      const message = redactedMessage(failureMessage(data) ?? 'no reason given', this.#secrets);
      throw revioError('REFUSED', `Rev.io refused to ${operation}. It said: ${message}`, {
        operation,
        message,
        status,
      });
    }
    return data;
  }
}

export interface ListOptions {
  /** Search fields, without prefix, and the values they must have. */
  where?: Record<string, string>;
  /** The id field; without it the server's order is taken. */
  sort?: string;
  /** Of each page; one for somebody who waits before a screen. */
  tries?: number;
}
