import { type Key, language, t } from '../i18n';
import { en } from '../locales/en';

/**
 * Sentences that the server says in English, by the words they have there: in another language they are found by these,
 * and said with the same values. What is not known is shown as it came.
 */
const KNOWN: readonly { key: Key; pattern: RegExp }[] = (Object.keys(en) as Key[])
  .filter((key) => key.startsWith('told.'))
  .map((key) => ({ key, pattern: patternOf(en[key]) }));

function patternOf(text: string): RegExp {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, '(?<$1>.+)')}$`);
}

/** A reason, error or notice of the server in the person's language. */
export function told(sentence: string): string {
  if (language.value === 'en') return sentence;
  for (const { key, pattern } of KNOWN) {
    const found = pattern.exec(sentence);
    // A sentence may hold others: why a run is held.
    if (found)
      return t(key, Object.fromEntries(Object.entries(found.groups ?? {}).map(([name, text]) => [name, told(text)])));
  }
  return sentence;
}
