import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ARCHIVE_FOLDER, archiveName, type FeedSource, isBaseName, type ListedFile, safeParts } from './feed-source';
import { sourceError } from './source-errors';

export interface FolderSettings {
  path: string;
  /** Each dealer has a folder of its own below the path. */
  folders?: boolean;
}

/** A folder on this machine, or one that it mounts. */
export class FolderSource implements FeedSource {
  readonly description: string;
  readonly #path: string;
  readonly #folders: boolean;

  constructor({ path, folders = false }: FolderSettings) {
    this.#path = path;
    this.#folders = folders;
    this.description = `folder ${path}`;
  }

  list(): Promise<ListedFile[]> {
    return this.#told('list files', async () => {
      if (!this.#folders) return await this.#filesIn('');
      const entries = await readdir(this.#path, { withFileTypes: true });
      const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== ARCHIVE_FOLDER);
      return (await Promise.all(folders.map((folder) => this.#filesIn(folder.name)))).flat();
    });
  }

  open(file: ListedFile): Promise<Readable> {
    // Opened first, so that a missing file is an error here and no broken stream later.
    return this.#told('open file', async () => {
      const handle = await open(this.#at(safeParts(file)), 'r');
      return createReadStream('', { fd: handle, highWaterMark: 256 * 1024 });
    });
  }

  archive(file: ListedFile): Promise<void> {
    return this.#told('archive file', async () => {
      const parts = safeParts(file);
      const folder = this.#at([...parts.slice(0, -1), ARCHIVE_FOLDER]);
      await mkdir(folder, { recursive: true });
      await rename(this.#at(parts), join(folder, archiveName(file, Date.now())));
    });
  }

  async close(): Promise<void> {}

  async #filesIn(folder: string): Promise<ListedFile[]> {
    const at = folder === '' ? [] : [folder];
    const names = await readdir(this.#at(at));
    const files = names.filter(isBaseName).map(async (name): Promise<ListedFile[]> => {
      // A file may be taken away between the listing and this look.
      const stats = await stat(this.#at([...at, name])).catch(() => undefined);
      if (!stats?.isFile()) return [];
      return [{ folder, name, size: stats.size, modifiedAt: Math.round(stats.mtimeMs) }];
    });
    return (await Promise.all(files)).flat();
  }

  #at(parts: string[]): string {
    return join(this.#path, ...parts);
  }

  async #told<T>(operation: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw sourceError({ system: 'folder', place: this.#path }, operation, error);
    }
  }
}
