/** An error's message as what happened alone: what to do about it, which it mostly ends with, stands beside it. */
export function withoutAdvice(reason: string, advice: string): string {
  if (!advice || !reason.toLowerCase().endsWith(advice.toLowerCase())) return reason;
  const told = reason
    .slice(0, -advice.length)
    .trimEnd()
    .replace(/(?:[:;,.]|, or)+$/, '');
  return told ? `${told}.` : reason;
}
