import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../../clock';
import { DealerSyncError } from '../../errors';
import { ByteInspector, type Inspection } from '../parser/inspector';
import { type ChooseOptions, type ChosenFile, chooseFiles, type LeftFile } from './choose-files';
import type { FeedSource, ListedFile } from './feed-source';
import { sourceError } from './source-errors';

export interface TakeSettings extends ChooseOptions {
  /** A folder of ours for the copies that are read. */
  spoolDir: string;
  /** Between the two looks at a file that has no companion, in milliseconds. */
  settleMs: number;
  /** Largest file, in bytes. */
  maxBytes: number;
  clock: Clock;
  signal?: AbortSignal;
}

/** A whole file, copied here, with what its bytes tell. It is deleted by {@link discard}. */
export interface TakenFile extends ChosenFile {
  inspection: Inspection;
  /** Of the copy. */
  path: string;
  read(): Readable;
  discard(): Promise<void>;
}

/** What became of a listing: the files to read, and those that are left with the reason. */
export interface Taking {
  taken: TakenFile[];
  left: LeftFile[];
}

/**
 * Takes the newest whole file of each group: two looks, a copy, its hash. Nothing is read before the copy is whole, so a
 * broken transfer never looks like a short list of vehicles.
 *
 * @throws DealerSyncError of the source; `FILE_TOO_LARGE`, `CHECKSUM_DIFFERS`
 */
export async function takeFiles(source: FeedSource, settings: TakeSettings): Promise<Taking> {
  const before = settings.companion ? [] : await source.list();
  if (before.length) await settings.clock.sleep(settings.settleMs, settings.signal);
  const { chosen, left } = chooseFiles(await source.list(), before, settings);
  const taken: TakenFile[] = [];
  try {
    for (const choice of chosen) {
      settings.signal?.throwIfAborted();
      const file = await copy(source, choice, settings);
      const asListed = choice.file.size === undefined || choice.file.size === file.inspection.size;
      if (asListed) taken.push(file);
      else {
        await file.discard();
        left.push({ file: choice.file, reason: 'still-written' });
      }
    }
  } catch (error) {
    await Promise.all(taken.map((file) => file.discard()));
    throw error;
  }
  return { taken, left };
}

/**
 * A file is read in such pieces. The event loop waits while one is parsed: a millisecond or two, and ten times that for
 * the first ones, before the parser is compiled.
 */
const PIECE_BYTES = 32 * 1024;

async function copy(source: FeedSource, choice: ChosenFile, settings: TakeSettings): Promise<TakenFile> {
  const { file, checksum } = choice;
  const expected = checksum ? await readChecksum(source, { folder: file.folder, name: checksum }) : undefined;
  const path = join(settings.spoolDir, `${randomUUID()}.feed`);
  const inspector = new ByteInspector();
  const own = expected ? createHash(expected.algorithm) : undefined;
  const discard = () => rm(path, { force: true });
  try {
    await mkdir(settings.spoolDir, { recursive: true });
    // Only the owner may read it: prices and dealers are nobody else's business.
    const target = createWriteStream(path, { mode: 0o600 });
    const through = watch(inspector, own, settings.maxBytes);
    await pipeline(await source.open(file), through, target, { signal: settings.signal });
    const found = own?.digest('hex');
    if (expected && found !== expected.digits) throw checksumDiffers(file);
  } catch (error) {
    await discard();
    throw sourceError({ system: 'feed', place: source.description }, 'copy file', error);
  }
  const read = () => createReadStream(path, { highWaterMark: PIECE_BYTES });
  return { ...choice, inspection: inspector.finish(), path, read, discard };
}

function watch(inspector: ByteInspector, own: Hash | undefined, maxBytes: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) {
        done(tooLarge(maxBytes));
        return;
      }
      inspector.take(chunk);
      own?.update(chunk);
      done(null, chunk);
    },
  });
}

const LONGEST_CHECKSUM_FILE = 4096;
const ALGORITHMS: Record<number, string> = { 32: 'md5', 40: 'sha1', 64: 'sha256' };

/** The first run of hexadecimal digits that has the length of a checksum: `<digits>  <name>` is how the tools write it. */
async function readChecksum(source: FeedSource, file: ListedFile): Promise<{ algorithm: string; digits: string }> {
  let text = '';
  for await (const piece of await source.open(file)) {
    text += String(piece);
    if (text.length > LONGEST_CHECKSUM_FILE) break;
  }
  for (const [digits] of text.matchAll(/\b[0-9a-f]{32,64}\b/gi)) {
    const algorithm = ALGORITHMS[digits.length];
    if (algorithm) return { algorithm, digits: digits.toLowerCase() };
  }
  throw new DealerSyncError(
    'BAD_CHECKSUM_FILE',
    `The checksum file ${file.name} holds no MD5, SHA-1 or SHA-256. If it is only a trigger, say so in the settings.`,
  );
}

function checksumDiffers(file: ListedFile): DealerSyncError {
  return new DealerSyncError(
    'CHECKSUM_DIFFERS',
    `The file ${file.name} is not the one that its checksum file speaks of: it was cut off or changed on its way. It is tried again next time.`,
    { transient: true },
  );
}

function tooLarge(maxBytes: number): DealerSyncError {
  return new DealerSyncError(
    'FILE_TOO_LARGE',
    `The feed file is larger than ${Math.round(maxBytes / 1024 / 1024)} MB. If it is right for your feed, raise the limit in the settings.`,
  );
}
