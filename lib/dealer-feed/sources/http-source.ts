import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { DealerSyncError } from '../../errors';
import type { HttpReply } from '../../http/call';
import { HttpClient } from '../../http/http-client';
import type { FeedSource, ListedFile } from './feed-source';

export interface HttpSettings {
  /** One address a file. User name and password go to each of their hosts, and to no host that one redirects to. */
  urls: string[];
  username?: string;
  password?: string;
  /** Largest file, in bytes. */
  maxBytes: number;
}

interface Remote {
  name: string;
  path: string;
  client: HttpClient;
}

const DOWNLOAD_TIMEOUT_MS = 30 * 60_000;
/** Of servers that answer GET only. */
const NO_HEAD = new Set([405, 501]);

/** Files behind addresses. There is no listing: each address is a file, whose size and time a HEAD request asks for. */
export class HttpSource implements FeedSource {
  readonly description: string;
  readonly #remotes: Remote[];

  /** Fails with `BAD_URL` when an address is none. */
  constructor(settings: HttpSettings) {
    const clients = new Map<string, HttpClient>();
    this.#remotes = [];
    for (const text of settings.urls) {
      const url = addressOf(text);
      const client = clients.get(url.origin) ?? clientFor(url, settings);
      clients.set(url.origin, client);
      const name = this.#freeName(fileNameOf(url));
      this.#remotes.push({ name, path: url.pathname + url.search, client });
    }
    if (!this.#remotes.length) throw new DealerSyncError('BAD_URL', 'Enter the address of the feed file.');
    this.description = `HTTP ${[...clients.values()].map(({ host }) => host).join(', ')}`;
  }

  list(): Promise<ListedFile[]> {
    return Promise.all(this.#remotes.map((remote) => look(remote)));
  }

  open(file: ListedFile): Promise<Readable> {
    const remote = this.#remotes.find(({ name }) => name === file.name);
    return new Promise((resolve, reject) => {
      if (!remote) {
        reject(new DealerSyncError('NOT_FOUND', `There is no address for the file ${file.name} any more.`));
        return;
      }
      const stream = new PassThrough({ highWaterMark: 256 * 1024 });
      // Whoever reads hears of it; before anybody does, the promise tells.
      stream.on('error', () => undefined);
      const receive = async (body: Readable) => {
        resolve(stream);
        await pour(body, stream);
      };
      const { client, path } = remote;
      client
        // One try: what was handed on cannot be taken back. The next round comes soon enough.
        .request({
          operation: 'get feed file',
          kind: 'read',
          method: 'GET',
          path,
          headers: { Accept: '*/*' },
          expect: 'text',
          tries: 1,
          timeoutMs: DOWNLOAD_TIMEOUT_MS,
          receive,
        })
        .catch((error: Error) => {
          reject(error);
          stream.destroy(error);
        });
    });
  }

  async archive(): Promise<void> {
    throw new DealerSyncError(
      'CANNOT_ARCHIVE',
      'A file behind a web address cannot be moved. Choose to keep taken files in the settings.',
    );
  }

  async close(): Promise<void> {
    for (const { client } of this.#remotes) client.destroy();
  }

  #freeName(name: string): string {
    let free = name;
    for (let n = 2; this.#remotes.some((remote) => remote.name === free); n += 1) free = `${n}-${name}`;
    return free;
  }
}

/**
 * Hands a body on at the pace of who reads it. A pipeline would end the reader's stream with the error of the connection
 * itself, which carries the request and its credentials; ours follows when this fails (S21).
 */
async function pour(body: Readable, stream: PassThrough): Promise<void> {
  const left = new AbortController();
  stream.once('close', () => {
    left.abort();
    body.destroy();
  });
  for await (const piece of body) {
    if (!stream.write(piece)) await once(stream, 'drain', { signal: left.signal });
  }
  stream.end();
}

async function look({ name, path, client }: Remote): Promise<ListedFile> {
  try {
    const head = await client.request({
      operation: 'look at feed file',
      kind: 'read',
      method: 'HEAD',
      path,
      headers: { Accept: '*/*' },
      expect: 'text',
    });
    return { folder: '', name, ...sizeAndTime(head) };
  } catch (error) {
    const status = error instanceof DealerSyncError ? error.cause.status : undefined;
    if (status !== undefined && NO_HEAD.has(status)) return { folder: '', name };
    throw error;
  }
}

function sizeAndTime({ headers }: HttpReply): { size?: number; modifiedAt?: number } {
  // The length of a compressed body is not the file's.
  const size = headers['content-encoding'] ? Number.NaN : Number.parseInt(headers['content-length'] ?? '', 10);
  const modifiedAt = Date.parse(headers['last-modified'] ?? '');
  return {
    ...(Number.isNaN(size) ? {} : { size }),
    ...(Number.isNaN(modifiedAt) ? {} : { modifiedAt }),
  };
}

function clientFor(url: URL, { username = '', password = '', maxBytes }: HttpSettings): HttpClient {
  const token = Buffer.from(`${username}:${password}`).toString('base64');
  return new HttpClient({
    system: 'Feed server',
    baseUrl: url.origin,
    maxReplyBytes: maxBytes,
    ...(username || password ? { headers: { Authorization: `Basic ${token}` } } : {}),
    secrets: [password, token].filter(Boolean),
    callsPerMinute: 600,
    maxConcurrent: 4,
  });
}

function addressOf(text: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url;
  throw new DealerSyncError(
    'BAD_URL',
    'The address of the feed file must be a URL like https://example.com/feeds/inventory.csv. User name and password have fields of their own.',
  );
}

/** The last part of the path. Not the query: tokens stand there. */
function fileNameOf({ pathname }: URL): string {
  const last = pathname.split('/').filter(Boolean).at(-1) ?? '';
  try {
    return decodeURIComponent(last).replace(/[/\\\0\r\n]/g, '_') || 'feed';
  } catch {
    return last;
  }
}
