import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Charset, FeedProfile } from '../profiles/profile';
import { FileRefused } from './file-refused';

/** What one pass over a file's bytes tells: enough to refuse it, or to read it with the right charset. */
export interface Inspection {
  size: number;
  /** Hexadecimal SHA-256 of the bytes: the file's identity, whatever its name (F4). */
  hash: string;
  /** The byte order mark at its start. */
  mark?: 'utf-8' | 'utf-16le' | 'utf-16be';
  /** Strict UTF-8, ASCII included. */
  utf8: boolean;
  /** It is UTF-8 up to its last character, of which a piece is missing. */
  cutCharacter: boolean;
  hasNul: boolean;
  /** The last byte is a line feed or a carriage return. */
  endsWithLine: boolean;
  /** The first bytes as Latin-1: a web page is known by them. */
  start: string;
  /** Nothing but blanks and line ends. */
  blank: boolean;
}

const START_BYTES = 1024;

/** Takes a file's bytes as they come by, so that no second reading is needed for what they tell. */
export class ByteInspector {
  readonly #hash = createHash('sha256');
  #size = 0;
  #start = Buffer.alloc(0);
  /** The last two bytes. */
  #end = Buffer.alloc(0);
  #utf8 = true;
  #ascii = true;
  #hasNul = false;
  #blank = true;
  /** The bytes of a character that the last chunk cut in two. */
  #half = Buffer.alloc(0);

  take(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#hash.update(chunk);
    this.#size += chunk.length;
    if (this.#start.length < START_BYTES) {
      this.#start = Buffer.concat([this.#start, chunk.subarray(0, START_BYTES - this.#start.length)]);
    }
    this.#end = Buffer.concat([this.#end, chunk.subarray(-2)]).subarray(-2);
    this.#hasNul ||= chunk.includes(0);
    this.#blank &&= /^[\s\uFEFF]*$/.test(chunk.toString('utf8'));
    if (this.#utf8) this.#checkUtf8(chunk);
  }

  finish(): Inspection {
    const mark = markOf(this.#start);
    return {
      size: this.#size,
      hash: this.#hash.digest('hex'),
      ...(mark ? { mark } : {}),
      utf8: this.#utf8 && this.#half.length === 0,
      // A lone letter with an accent at the very end of a plain text is windows-1252, and no piece of anything.
      cutCharacter: this.#utf8 && this.#half.length > 0 && !this.#ascii,
      hasNul: this.#hasNul,
      // In UTF-16 a NUL may follow; in any other charset a NUL refuses the file anyway.
      endsWithLine: /[\r\n]\0?$/.test(this.#end.toString('latin1')),
      start: this.#start.toString('latin1'),
      blank: this.#blank,
    };
  }

  #checkUtf8(chunk: Buffer): void {
    const bytes = this.#half.length ? Buffer.concat([this.#half, chunk]) : chunk;
    const whole = bytes.length - unfinished(bytes);
    this.#utf8 = isUtf8(bytes.subarray(0, whole));
    this.#ascii &&= isAscii(bytes.subarray(0, whole));
    this.#half = Buffer.from(bytes.subarray(whole));
  }
}

/** How many bytes at the end begin a character that goes on beyond it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

function markOf(start: Buffer): Inspection['mark'] {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return undefined;
}

const WEB_PAGE = /^[\s\u00ef\u00bb\u00bf]*<(?:!doctype|html|head|body|\?xml|!--)/i;

/**
 * The charset to read a file with: its mark, else strict UTF-8, else what the profile says (no guessing).
 *
 * @throws FileRefused when the bytes alone show that it is no feed file (F1)
 */
export function admit(inspection: Inspection, profile: FeedProfile): Charset {
  const { mark, hasNul, start, utf8, cutCharacter, endsWithLine, blank } = inspection;
  if (blank) throw new FileRefused('EMPTY_FILE');
  const wide = profile.charset === 'utf-16le' || profile.charset === 'utf-16be';
  if (hasNul && !wide) throw new FileRefused('NUL_BYTES');
  if (WEB_PAGE.test(start.replaceAll('\0', ''))) throw new FileRefused('HTML_PAGE');
  if (profile.finalLineEnd && !endsWithLine) throw new FileRefused('CUT_SHORT');
  if (cutCharacter) throw new FileRefused('CUT_SHORT', 'Its last character is incomplete.');
  if (mark === 'utf-8' && !utf8) throw new FileRefused('UNDECODABLE', 'It is marked as UTF-8, but is not.');
  if (mark) return mark;
  // UTF-16 without a single NUL is no Western text: the profile is wrong about this file.
  if (wide && hasNul) return profile.charset;
  if (utf8) return 'utf-8';
  if (profile.charset === 'utf-8' || wide) throw new FileRefused('UNDECODABLE');
  return profile.charset;
}
