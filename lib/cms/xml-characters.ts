/** Characters that XML 1.0 forbids or warns of; `\t`, `\n` and `\r` are allowed. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu;

/** Text as we keep and send it: no character that XML forbids, no padding to a column's width. */
export function cleanText(text: string): string {
  return text.replace(FORBIDDEN, '').trim();
}

/** `&#x1;` is how .NET writes a character that XML forbids. */
const REFERENCE = /&#(?:x([0-9a-f]+)|([0-9]+));/gi;

/**
 * A piece of UTF-8 XML without references to forbidden characters: a parser must refuse the whole reply for a single
 * one, and one site's odd name must not stop all others (S13). References to characters that may stand in XML stay.
 */
export function withoutForbiddenReferences(xml: Buffer): Buffer {
  if (!xml.includes('&#')) return xml;
  // latin1 keeps every byte as it is, whatever characters they make.
  const text = xml.toString('latin1').replace(REFERENCE, (reference, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return isForbidden(code) ? '' : reference;
  });
  return Buffer.from(text, 'latin1');
}

function isForbidden(code: number): boolean {
  if (code > 0x10ffff) return true;
  return String.fromCodePoint(code).search(FORBIDDEN) >= 0;
}
