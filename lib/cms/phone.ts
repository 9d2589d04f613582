/** A phone as CMS keeps one: digits only, ten of them, without the country's 1. Blank when there are none. */
export function phoneDigits(text: string | undefined): string {
  const digits = (text ?? '').replace(/\D/g, '');
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
}
