import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { withoutForbiddenReferences } from './xml-characters';

/** What is parsed in one go: about 2 ms of work. */
const SLICE_BYTES = 32 * 1024;

/** `&#x0000001F;`: slices do not end within this distance of an ampersand, so that no reference is cut in two. */
const LONGEST_REFERENCE = 12;

/**
 * A reply's pieces as a stream of small slices that gives the event loop a turn after each: parsing the 60 MB list in
 * one go would stop all of Node-RED for seconds.
 */
export function pacedStream(pieces: AsyncIterable<Buffer>): Readable {
  return Readable.from(slices(pieces), { objectMode: false, highWaterMark: SLICE_BYTES });
}

async function* slices(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    while (bytes.length > LONGEST_REFERENCE) {
      const end = sliceEnd(bytes);
      yield withoutForbiddenReferences(bytes.subarray(0, end));
      bytes = bytes.subarray(end);
      await setImmediate();
    }
    rest = bytes;
  }
  if (rest.length > 0) yield withoutForbiddenReferences(rest);
}

/** Before a reference that the slice might cut in two; always more than 0. */
function sliceEnd(bytes: Buffer): number {
  const end = Math.min(SLICE_BYTES, bytes.length);
  const ampersand = bytes.subarray(end - LONGEST_REFERENCE, end).lastIndexOf('&');
  return ampersand > 0 ? end - LONGEST_REFERENCE + ampersand : end;
}
