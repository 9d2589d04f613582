import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { DealerSyncError } from '../../errors';
import { sourceError } from './source-errors';
import type { TakenFile } from './take-files';

/**
 * Our own copies of the files that were taken, compressed and named by their hash. They answer why a vehicle was ignored
 * or left unchanged, whether or not the source still has the file.
 */
export class FeedArchive {
  constructor(private readonly dir: string) {}

  /** Keeps a file; one that is there already is left as it is. */
  async keep({ inspection: { hash }, read }: Pick<TakenFile, 'inspection' | 'read'>): Promise<void> {
    try {
      await mkdir(this.dir, { recursive: true });
      if ((await readdir(this.dir)).includes(nameOf(hash))) return;
      const half = join(this.dir, `${nameOf(hash)}.tmp`);
      await pipeline(read(), createGzip({ level: 4 }), createWriteStream(half, { mode: 0o600 }));
      await rename(half, join(this.dir, nameOf(hash)));
    } catch (error) {
      throw sourceError({ system: 'archive', place: this.dir }, 'keep file', error);
    }
  }

  /** @throws DealerSyncError `NOT_ARCHIVED` */
  async open(hash: string): Promise<Readable> {
    const names = await readdir(this.dir).catch((): string[] => []);
    if (!names.includes(nameOf(hash))) {
      throw new DealerSyncError(
        'NOT_ARCHIVED',
        'The file is not in the archive any more, so what became of a single row cannot be told.',
      );
    }
    const unpacked = createGunzip();
    const packed = createReadStream(join(this.dir, nameOf(hash)));
    packed.on('error', (error) => unpacked.destroy(error));
    return packed.pipe(unpacked);
  }

  /** Deletes every copy but those of these hashes. */
  async prune(kept: Iterable<string>): Promise<void> {
    const wanted = new Set([...kept].map(nameOf));
    const names = await readdir(this.dir).catch((): string[] => []);
    await Promise.all(
      names.filter((name) => !wanted.has(name)).map((name) => rm(join(this.dir, name), { force: true })),
    );
  }
}

function nameOf(hash: string): string {
  return `${hash}.gz`;
}
