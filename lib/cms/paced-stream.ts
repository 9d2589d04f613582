import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

/** What is parsed in one go: about 2 ms of work. */
const SLICE_BYTES = 32 * 1024;

/**
 * A reply's bytes as a stream of small slices that gives the event loop a turn after each: parsing the 60 MB list in
 * one go would stop all of Node-RED for seconds.
 */
export function pacedStream(bytes: Buffer): Readable {
  return Readable.from(slices(bytes), { objectMode: false, highWaterMark: SLICE_BYTES });
}

async function* slices(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    yield bytes.subarray(start, start + SLICE_BYTES);
    await setImmediate();
  }
}
