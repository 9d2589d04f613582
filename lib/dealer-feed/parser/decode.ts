import type { Charset } from '../profiles/profile';
import { FileRefused } from './file-refused';

/** The five bytes that windows-1252 leaves free. TextDecoder lets them pass as control characters. */
const FREE_IN_1252 = /[\u0081\u008d\u008f\u0090\u009d]/;

/**
 * The bytes of a file as UTF-8 without a byte order mark, chunk by chunk. What is UTF-8 already passes as it is: it was
 * checked when the file was inspected, and decoding it twice would cost more than the parsing.
 *
 * @throws FileRefused `UNDECODABLE`
 */
export async function* asUtf8(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  charset: Charset,
): AsyncGenerator<Buffer> {
  if (charset === 'utf-8') {
    yield* withoutMark(bytes);
    return;
  }
  const decoder = new TextDecoder(charset, { fatal: true });
  for await (const chunk of bytes) yield encoded(() => decoder.decode(chunk, { stream: true }), charset);
  yield encoded(() => decoder.decode(), charset);
}

function encoded(decode: () => string, charset: Charset): Buffer {
  let text: string;
  try {
    text = decode();
  } catch {
    throw new FileRefused('UNDECODABLE');
  }
  if (charset === 'windows-1252' && FREE_IN_1252.test(text)) throw new FileRefused('UNDECODABLE');
  return Buffer.from(text, 'utf8');
}

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

async function* withoutMark(bytes: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (!start) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < MARK.length) continue;
    yield start.subarray(0, MARK.length).equals(MARK) ? start.subarray(MARK.length) : start;
    start = undefined;
  }
  if (start?.length) yield start;
}
