/** What stands in the place of a secret. */
export const BLACKED = '***';

/** Longest text of a far end that an error carries. */
const LONGEST_MESSAGE = 500;

/** Authorization values are blacked out even when nobody told us the secret. */
const CREDENTIAL = /\b(Basic|Bearer)\s+[A-Za-z0-9+/=._~-]{4,}/gi;

/**
 * Blacks out every secret in a text: as it is, and in the spellings that wires give it (URL, JSON, XML, base64), so
 * that no log, message or error carries one (S21).
 */
export function redact(text: string, secrets: Iterable<string> = []): string {
  return redactor(secrets)(text);
}

/** The same for many texts: the spellings are worked out once. */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const known = spellings(secrets);
  return (text) => {
    let clean = text.replace(CREDENTIAL, `$1 ${BLACKED}`);
    for (const spelling of known) clean = clean.replaceAll(spelling, BLACKED);
    return clean;
  };
}

/** Redacted, on one line, and cut to 500 characters: what an error may carry of a remote message. */
export function redactedMessage(text: string, secrets: Iterable<string> = []): string {
  const line = redact(text, secrets).replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}

/** Longest first: a secret inside another one must not leave the other one's rest behind. */
function spellings(secrets: Iterable<string>): string[] {
  const all = new Set<string>();
  for (const secret of secrets) {
    if (secret.trim() === '') continue;
    all.add(secret);
    all.add(encodeURIComponent(secret));
    all.add(JSON.stringify(secret).slice(1, -1));
    all.add(Buffer.from(secret).toString('base64'));
    all.add(escapeXml(secret));
  }
  return [...all].sort((a, b) => b.length - a.length);
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
