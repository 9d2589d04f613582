import type { Readable } from 'node:stream';
import type { FeedProfile } from '../profiles/profile';
import { admit, type Inspection } from './inspector';
import { type FeedBatch, readFeed } from './read-feed';
import type { FileContext } from './row-mapper';

/** A file that can be read more than once. */
export interface FeedCopy extends FileContext {
  inspection: Inspection;
  read(): Readable;
}

/**
 * Reads a file only when all of it can be read: once to see that, and once for its rows. Whoever takes the rows may use
 * each at once, since the file is not refused any more (F1), and memory does not grow with it (F12).
 *
 * @throws FileRefused before the first batch
 */
export async function* readWholeFeed(file: FeedCopy, profile: FeedProfile): AsyncGenerator<FeedBatch> {
  const options = {
    profile,
    charset: admit(file.inspection, profile),
    ...(file.dealerId ? { dealerId: file.dealerId } : {}),
  };
  for await (const _batch of readFeed(file.read(), options));
  yield* readFeed(file.read(), options);
}
