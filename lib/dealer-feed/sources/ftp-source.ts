import { PassThrough, type Readable } from 'node:stream';
import type { Client as FtpClient } from 'basic-ftp';
import { optionalPackage } from '../../optional-package';
import { ARCHIVE_FOLDER, archiveName, type FeedSource, isBaseName, type ListedFile, safeParts } from './feed-source';
import { sourceError } from './source-errors';

export interface FtpSettings {
  host: string;
  /** Default 21, with `implicit` 990. */
  port?: number;
  username: string;
  password: string;
  /** `explicit`: FTPS as it is usual today. `none`: everything, the password too, can be read on the way. */
  encryption: 'explicit' | 'implicit' | 'none';
  /** PEM of an authority of the server's own. */
  authority?: string;
  path: string;
  folders?: boolean;
}

const TIMEOUT_MS = 30_000;

/** Files on an FTP or FTPS server. One thing at a time, since FTP has one control connection. */
export class FtpSource implements FeedSource {
  readonly description: string;
  readonly #settings: FtpSettings;
  readonly #words: { system: string; place: string; secrets: string[] };
  #client: FtpClient | undefined;
  /** The last download; it goes on for a moment after its last byte. */
  #transfer: Promise<void> = Promise.resolve();

  constructor(settings: FtpSettings) {
    this.#settings = settings;
    const system = settings.encryption === 'none' ? 'FTP' : 'FTPS';
    const place = `${settings.host}:${settings.path}`;
    this.#words = { system, place, secrets: [settings.password] };
    this.description = `${system} ${place}`;
  }

  list(): Promise<ListedFile[]> {
    return this.#told('list files', async (client) => {
      if (!this.#settings.folders) return await this.#filesIn(client, '');
      const files: ListedFile[] = [];
      for (const entry of await client.list(this.#at([]))) {
        if (!entry.isDirectory || entry.name === ARCHIVE_FOLDER || !isBaseName(entry.name)) continue;
        files.push(...(await this.#filesIn(client, entry.name)));
      }
      return files;
    });
  }

  open(file: ListedFile): Promise<Readable> {
    return this.#told('open file', async (client) => {
      const path = this.#at(safeParts(file));
      const stream = new PassThrough({ highWaterMark: 256 * 1024 });
      let underWay = true;
      // Whoever reads hears of it; when nobody does any more, it must not end the process (N1).
      stream.on('error', () => undefined);
      stream.on('close', () => {
        // Given up half-way: only the end of the connection ends the transfer.
        if (underWay && !stream.readableEnded) client.close();
      });
      this.#transfer = client
        .downloadTo(stream, path)
        .then(
          () => undefined,
          (error: unknown) => void stream.destroy(sourceError(this.#words, 'read file', error)),
        )
        .finally(() => {
          underWay = false;
        });
      return stream;
    });
  }

  archive(file: ListedFile): Promise<void> {
    return this.#told('archive file', async (client) => {
      const parts = safeParts(file);
      const folder = [...parts.slice(0, -1), ARCHIVE_FOLDER];
      const names = await client.list(this.#at(parts.slice(0, -1)));
      if (!names.some(({ name }) => name === ARCHIVE_FOLDER)) await client.send(`MKD ${this.#at(folder)}`);
      await client.rename(this.#at(parts), this.#at([...folder, archiveName(file, Date.now())]));
    });
  }

  async close(): Promise<void> {
    this.#client?.close();
    this.#client = undefined;
  }

  async #filesIn(client: FtpClient, folder: string): Promise<ListedFile[]> {
    const files: ListedFile[] = [];
    for (const { isFile, name, size, modifiedAt } of await client.list(this.#at(folder === '' ? [] : [folder]))) {
      if (isFile) files.push({ folder, name, size, ...(modifiedAt ? { modifiedAt: modifiedAt.getTime() } : {}) });
    }
    // Only newer servers list exact times (MLSD); the others are asked file by file, and those that cannot say go without.
    for (const file of files) {
      if (file.modifiedAt !== undefined || !isBaseName(file.name)) continue;
      const time = await client.lastMod(this.#at(safeParts(file))).catch(() => undefined);
      if (time) file.modifiedAt = time.getTime();
    }
    return files;
  }

  #at(parts: string[]): string {
    return [this.#settings.path.replace(/\/+$/, ''), ...parts].join('/') || '/';
  }

  async #told<T>(operation: string, work: (client: FtpClient) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#connected());
    } catch (error) {
      await this.close();
      throw sourceError(this.#words, operation, error);
    }
  }

  async #connected(): Promise<FtpClient> {
    await this.#transfer;
    if (this.#client && !this.#client.closed) return this.#client;
    const { Client } = optionalPackage<typeof import('basic-ftp')>('basic-ftp', 'FTP', () => require('basic-ftp'));
    const { host, port, username, password, encryption, authority } = this.#settings;
    // A server must not send our transfers to another host (N4).
    const client = new Client(TIMEOUT_MS, { allowSeparateTransferHost: false });
    this.#client = client;
    await client.access({
      host,
      port: port ?? (encryption === 'implicit' ? 990 : 21),
      user: username,
      password,
      secure: encryption === 'explicit' ? true : encryption === 'implicit' ? 'implicit' : false,
      // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 for something else does not lower it here (N4).
      secureOptions: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(authority ? { ca: authority } : {}) },
    });
    return client;
  }
}
