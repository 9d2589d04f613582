import { createHash, timingSafeEqual } from 'node:crypto';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import type SftpClient from 'ssh2-sftp-client';
import { DealerSyncError } from '../../errors';
import { optionalPackage } from '../../optional-package';
import { ARCHIVE_FOLDER, archiveName, type FeedSource, isBaseName, type ListedFile, safeParts } from './feed-source';
import { sourceError } from './source-errors';

export interface SftpSettings {
  host: string;
  /** Default 22. */
  port?: number;
  username: string;
  password?: string;
  /** PEM or OpenSSH text. */
  privateKey?: string;
  passphrase?: string;
  /** The only key the server may show: `SHA256:…` as `ssh-keygen -lf` prints it, or a whole public key line. */
  hostKey: string;
  path: string;
  folders?: boolean;
}

const TIMEOUT_MS = 30_000;

/** The package writes what happens between calls to the console. The call or stream under way hears of it anyway. */
const QUIET = { error: () => undefined, end: () => undefined, close: () => undefined };

/** Files on an SFTP server whose host key was told beforehand: no other server ever sees the password (N4). */
export class SftpSource implements FeedSource {
  readonly description: string;
  readonly #settings: SftpSettings;
  readonly #words: { system: string; place: string; secrets: string[] };
  #client: Promise<SftpClient> | undefined;

  constructor(settings: SftpSettings) {
    this.#settings = settings;
    const place = `${settings.host}:${settings.path}`;
    const secrets = [settings.password, settings.privateKey, settings.passphrase].filter((text) => text !== undefined);
    this.#words = { system: 'SFTP', place, secrets };
    this.description = `SFTP ${place}`;
  }

  list(): Promise<ListedFile[]> {
    return this.#told('list files', async (client) => {
      if (!this.#settings.folders) return await this.#filesIn(client, '');
      const files: ListedFile[] = [];
      for (const { type, name } of await client.list(this.#settings.path)) {
        if (type !== 'd' || name === ARCHIVE_FOLDER || !isBaseName(name)) continue;
        files.push(...(await this.#filesIn(client, name)));
      }
      return files;
    });
  }

  open(file: ListedFile): Promise<Readable> {
    return this.#told('open file', async (client) => {
      const stream = client.createReadStream(this.#at(safeParts(file))) as Readable;
      // Whoever reads hears of it; when nobody does any more, it must not end the process (N1).
      stream.on('error', () => undefined);
      return stream;
    });
  }

  archive(file: ListedFile): Promise<void> {
    return this.#told('archive file', async (client) => {
      const parts = safeParts(file);
      const folder = this.#at([...parts.slice(0, -1), ARCHIVE_FOLDER]);
      if (!(await client.exists(folder))) await client.mkdir(folder);
      await client.rename(this.#at(parts), posix.join(folder, archiveName(file, Date.now())));
    });
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  async #filesIn(client: SftpClient, folder: string): Promise<ListedFile[]> {
    const entries = await client.list(this.#at(folder === '' ? [] : [folder]));
    return entries
      .filter(({ type }) => type === '-')
      .map(({ name, size, modifyTime }) => ({ folder, name, size, modifiedAt: modifyTime }));
  }

  #at(parts: string[]): string {
    return posix.join(this.#settings.path, ...parts);
  }

  async #told<T>(operation: string, work: (client: SftpClient) => Promise<T>): Promise<T> {
    try {
      this.#client ??= this.#connect();
      return await work(await this.#client);
    } catch (error) {
      // The next call finds its own connection; this one may be dead.
      await this.close();
      throw sourceError(this.#words, operation, error);
    }
  }

  async #connect(): Promise<SftpClient> {
    const Client = optionalPackage<typeof SftpClient>('ssh2-sftp-client', 'SFTP', () => require('ssh2-sftp-client'));
    const { host, port = 22, username, password, privateKey, passphrase, hostKey } = this.#settings;
    const client = new Client('dealer-sync', QUIET);
    let shown = '';
    try {
      await client.connect({
        host,
        port,
        username,
        ...(password ? { password } : {}),
        ...(privateKey ? { privateKey } : {}),
        ...(passphrase ? { passphrase } : {}),
        readyTimeout: TIMEOUT_MS,
        keepaliveInterval: 10_000,
        hostVerifier: (key: Buffer) => {
          shown = fingerprintOf(key);
          return sameText(shown, pinnedFingerprint(hostKey));
        },
      });
    } catch (error) {
      await client.end().catch(() => undefined);
      if (shown && !sameText(shown, pinnedFingerprint(hostKey))) throw wrongHostKey(host, shown, hostKey);
      throw error;
    }
    return client;
  }
}

/** As OpenSSH prints it. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The fingerprint behind what a person entered: one already, or a public key line (`host ssh-ed25519 AAAA… comment`). */
function pinnedFingerprint(hostKey: string): string {
  const text = hostKey.trim();
  if (/^SHA256:/i.test(text)) return `SHA256:${text.slice(7).replace(/=+$/, '')}`;
  const blob = text.split(/\s+/).find((part) => part.startsWith('AAAA'));
  return blob ? fingerprintOf(Buffer.from(blob, 'base64')) : '';
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function wrongHostKey(host: string, shown: string, hostKey: string): DealerSyncError {
  const cause = { system: 'SFTP', operation: 'connect', field: 'hostKey' };
  if (!hostKey.trim()) {
    return new DealerSyncError(
      'HOST_KEY_NEEDED',
      `Enter the host key of ${host}, so that no other server gets the password. It shows ${shown}: compare that with what whoever runs the server says.`,
      { cause },
    );
  }
  return new DealerSyncError(
    'WRONG_HOST_KEY',
    `${host} shows another host key than the one in the settings: ${shown}. Either the server was changed, or somebody stands between. Ask whoever runs the server before you change the setting.`,
    { cause },
  );
}
