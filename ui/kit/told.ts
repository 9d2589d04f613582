import { language, t } from '../i18n';
import templates from '../locales/en/told.json';
import { sentenceFinder } from './known-sentences';

const find = sentenceFinder(templates);

/**
 * A reason or notice that the server says in English, in the person's language: it is known by its English words, and said
 * again with the same values. What is not known is shown as it came.
 */
export function told(sentence: string): string {
  const known = language.value === 'en' ? undefined : find(sentence);
  if (!known) return sentence;
  // A sentence may hold others: why a run is held.
  return t(known.key, Object.fromEntries(Object.entries(known.values).map(([name, text]) => [name, told(text)])));
}
