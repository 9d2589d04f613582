import { signal } from '@preact/signals';
import { en } from './locales/en';
import { es } from './locales/es';

/** Every label of the page. English is the list of all; the other languages are held to it by a test. */
export type Key = keyof typeof en;
export type Values = Record<string, string | number>;
export type Language = 'en' | 'es';

const LABELS: Record<Language, Record<string, string>> = { en, es };
const KEPT = 'dealer-sync-language';

export const language = signal<Language>(firstLanguage());

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT) ?? navigator.language;
  return kept.toLowerCase().startsWith('es') ? 'es' : 'en';
}

export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  language.value = chosen;
  document.documentElement.lang = chosen;
}

/**
 * A label in the person's language. With `n` among the values, `<key>.one` is taken for a single one if there is such a
 * label.
 */
export function t(key: Key, values: Values = {}): string {
  const labels = LABELS[language.value];
  const single = values.n === 1 ? labels[`${key}.one`] : undefined;
  return fill(single ?? labels[key] ?? en[key], values);
}

/** A label for a word that comes from the server, or that word itself when there is none. */
export function tOr(key: string, fallback: string, values: Values = {}): string {
  const label = LABELS[language.value][key] ?? (en as Record<string, string>)[key];
  return label === undefined ? fallback : fill(label, values);
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? formatNumber(value) : value;
  });
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(language.value).format(value);
}
