import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { withoutForbiddenReferences } from './xml-characters';

/** What is parsed in one go: about 2 ms of work. */
const SLICE_BYTES = 32 * 1024;

/** `&#x0000001F;`: slices do not end within this distance of an ampersand, so that no reference is cut in two. */
const LONGEST_REFERENCE = 12;

/**
 * A reply's bytes as a stream of small slices that gives the event loop a turn after each: parsing the 60 MB list in
 * one go would stop all of Node-RED for seconds.
 */
export function pacedStream(bytes: Buffer): Readable {
  return Readable.from(slices(bytes), { objectMode: false, highWaterMark: SLICE_BYTES });
}

async function* slices(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; ) {
    const end = sliceEnd(bytes, start);
    yield withoutForbiddenReferences(bytes.subarray(start, end));
    start = end;
    await setImmediate();
  }
}

function sliceEnd(bytes: Buffer, start: number): number {
  const end = start + SLICE_BYTES;
  if (end >= bytes.length) return bytes.length;
  const ampersand = bytes.lastIndexOf('&', end - 1);
  return ampersand > Math.max(start, end - LONGEST_REFERENCE) ? ampersand : end;
}
