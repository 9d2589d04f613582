const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_LIST = 0x5d;
const CLOSE_OBJECT = 0x7d;

/** So little cannot become much: at most some 30 bytes of memory for each of its own. */
const HARMLESS_BYTES = 4 * 1024 * 1024;
/** Replies of our systems have four. */
const MOST_LEVELS = 100;
/** Records of a list that one reply may bring: ten times the largest dealer's. */
const MOST_GROUPS = 1_000_000;
const MOST_VALUES = 20_000_000;

/**
 * Would parsing this JSON take far more memory than its bytes do? A few dozen megabytes of `[[[[` or `{},{},` become
 * gigabytes of objects, and the cap on a reply's size alone does not see that (N4). Looks at a large text once, without
 * building anything, and at a small one not at all.
 */
export function isBulkyJson(bytes: Buffer): boolean {
  if (bytes.length <= HARMLESS_BYTES) return false;
  let levels = 0;
  let groups = 0;
  let values = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfText(bytes, at);
        break;
      case COMMA:
        values += 1;
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        groups += 1;
        levels += 1;
        if (levels > MOST_LEVELS) return true;
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        levels -= 1;
        break;
    }
    if (groups > MOST_GROUPS || values > MOST_VALUES) return true;
  }
  return false;
}

/** Where the text that begins at a quote ends: at the next quote that is not escaped. */
function endOfText(bytes: Buffer, start: number): number {
  for (let end = bytes.indexOf(QUOTE, start + 1); end !== -1; end = bytes.indexOf(QUOTE, end + 1)) {
    let escapes = 0;
    while (bytes[end - 1 - escapes] === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return bytes.length;
}
