import { copyOut, type Held } from '../documents';

/**
 * JSON text as PostgreSQL can keep it. `jsonb` refuses U+0000, and no UTF-8 text holds half a surrogate pair, but both
 * are JSON, and a far end may send them. They are written as this character, `u` and four hex digits, and so is the
 * character itself. Whatever is compared with what is stored goes the same way.
 */
const ESCAPE = '\uE000';

function escaped(character: string): string {
  return `${ESCAPE}u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A plain text, for a parameter: an id, a value of a filter, the part that is searched. */
export function escapeText(text: string): string {
  // With the `u` flag only halves that stand alone are surrogates.
  return text.replace(/[\0\uE000]|\p{Surrogate}/gu, escaped);
}

/** A document for a `jsonb` parameter. */
export function toJsonb(held: Held): string {
  const json = JSON.stringify(held);
  // JSON.stringify writes what PostgreSQL refuses as an escape of its own, and this character as it is.
  if (!json.includes('\\u') && !json.includes(ESCAPE)) return json;
  return json.replace(/\uE000|\\(?:u(0000|d[89a-f][0-9a-f]{2})|.)/g, (found, hex?: string) =>
    found === ESCAPE ? escaped(found) : hex ? `${ESCAPE}u${hex}` : found,
  );
}

/** A caller's own copy of a document, from what PostgreSQL gives. */
export function fromJsonb<T>(text: string): T {
  if (!text.includes(ESCAPE)) return JSON.parse(text) as T;
  return copyOut<T>(JSON.parse(text.replace(/\uE000u([0-9a-f]{4})/g, '\\u$1')) as Held);
}
