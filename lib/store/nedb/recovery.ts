import { createReadStream } from 'node:fs';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { corrupt } from './file-errors';

/**
 * What a crash leaves at the end of a datafile is cut off, and kept beside it: a last line without its end (the process
 * was killed while it appended), or NULs (power failed after the file had grown, before its bytes were there). NeDB by
 * itself drops any bad line silently up to a tenth of the file, and refuses a young file for one half line; so damage
 * is handled here, and NeDB is told to bear none.
 */
export interface Cut {
  /** How many bytes were cut, NULs included. */
  bytes: number;
  /** Where they are kept; left out when there were only NULs. */
  keptAs?: string;
}

const NEWLINE = 0x0a;
const NUL = 0x00;
const OPENING_BRACE = 0x7b;
const CHUNK = 64 * 1024;

/**
 * Cuts the unfinished end of the datafile, if there is one. A whole document that only lacks its newline stays.
 * @param now milliseconds, for the name of the kept piece
 */
export async function cutUnfinishedEnd(path: string, now: number): Promise<Cut | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const written = await lastIndex(file, size, (byte) => byte !== NUL);
    const lineStart = (await lastIndex(file, written + 1, (byte) => byte === NEWLINE)) + 1;
    const piece = await read(file, lineStart, written + 1);
    const end = piece.length === 0 || isWhole(piece) ? written + 1 : lineStart;
    if (end === size) return undefined;
    if (end === lineStart && piece.length > 0 && piece[0] !== OPENING_BRACE) throw corrupt(path, 'the last line');
    let keptAs: string | undefined;
    if (end < written + 1) {
      keptAs = `${path}.cut-${now}`;
      await writeFile(keptAs, piece);
    }
    await file.truncate(end);
    await file.sync();
    return { bytes: size - end, ...(keptAs ? { keptAs } : {}) };
  } finally {
    await file.close();
  }
}

/** The number, from 1, of the first line that is no JSON object; for the message to a person. */
export async function firstBadLine(path: string): Promise<number | undefined> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    number += 1;
    if (line !== '' && !isWhole(Buffer.from(line))) return number;
  }
  return undefined;
}

function isWhole(line: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(line.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null;
  } catch {
    return false;
  }
}

/** The position of the last byte before `end` that passes, or -1. */
async function lastIndex(file: FileHandle, end: number, passes: (byte: number) => boolean): Promise<number> {
  for (let to = end; to > 0; to -= CHUNK) {
    const from = Math.max(0, to - CHUNK);
    const chunk = await read(file, from, to);
    for (let i = chunk.length - 1; i >= 0; i -= 1) if (passes(chunk[i] as number)) return from + i;
  }
  return -1;
}

async function read(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const length = Math.max(0, to - from);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, from);
  return buffer;
}
