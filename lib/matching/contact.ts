import { textOf } from './text';

const NO_LOCAL =
  /^(?:no|none|na|n\.?a|null|nil|test|unknown|noemail|no-?e?-?mail|noreply|no-?reply|do-?not-?reply|nobody|x+|abc|a|email|e-?mail|customer|user)$/;
const NO_DOMAIN = /^(?:none|noemail|no|na|nowhere|unknown|test|x+)\.[a-z.]+$/;

/** Ten digits, or seven where there is no area code; '' for none and for placeholders such as `000-000-0000`. */
export function phoneOf(value: unknown): string {
  const text = textOf(value);
  if (text === '') return '';
  const digits = text.replace(/(?:ext?|x|#)\.?\s*\d+\s*$/i, '').replace(/\D/g, '');
  const national = digits.length > 10 ? digits.slice(-10) : digits;
  if (national.length !== 10 && national.length !== 7) return national.length > 7 ? national.slice(-7) : '';
  return isPlaceholder(national) ? '' : national;
}

function isPlaceholder(digits: string): boolean {
  const local = digits.slice(-7);
  if (/^(?:000|999)/.test(digits) || /^(\d)\1+$/.test(local)) return true;
  return local === '1234567' || local === '5551212' || local === '3456789' || local === '4567890';
}

/** The same number, where one side may lack the area code. */
export function samePhone(a: string, b: string): boolean {
  return a === b || (a.length !== b.length && a.slice(-7) === b.slice(-7));
}

/** In lower case; '' for none and for placeholders such as `none@none.com`. */
export function emailOf(value: unknown): string {
  const email = textOf(value).trim().toLowerCase();
  const at = email.lastIndexOf('@');
  if (at <= 0 || at === email.length - 1 || /\s/.test(email)) return '';
  const local = email.slice(0, at).replace(/\+.*$/, '');
  const domain = email.slice(at + 1);
  return NO_LOCAL.test(local) || NO_DOMAIN.test(domain) ? '' : `${local}@${domain}`;
}
