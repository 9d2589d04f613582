import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Documents that are made into lines before other work gets its turn. */
const STRIDE = 200;

const draftOf = (path: string): string => `${path}.compacting`;

/**
 * Puts a new file in place of the old one, crash-safe: beside it, fsync, rename, fsync of the folder. A crash leaves
 * the old or the new one, whole. NeDB's own compaction does the same in one go, 100 ms for 10,000 pairs.
 * @param lineOf the line of a document, without its end
 * @returns bytes of the new file
 */
export async function rewriteFile<T>(path: string, docs: T[], lineOf: (doc: T) => string): Promise<number> {
  const draft = draftOf(path);
  try {
    const file = await open(draft, 'w');
    let length = 0;
    try {
      for (let from = 0; from < docs.length; from += STRIDE) {
        const lines = docs.slice(from, from + STRIDE).map((doc) => `${lineOf(doc)}\n`);
        const bytes = Buffer.from(lines.join(''));
        await file.writeFile(bytes);
        length += bytes.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(dirname(path));
    return length;
  } catch (error) {
    // A half-written draft would keep the disk full.
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Removes what a crash left beside the file. NeDB would take its own draft (`~`) for the datafile when that is not
 * there, but then a person removed it to start anew.
 */
export async function removeDrafts(path: string): Promise<void> {
  await rm(draftOf(path), { force: true });
  await rm(`${path}~`, { force: true });
}

async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and needs no fsync of one.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
