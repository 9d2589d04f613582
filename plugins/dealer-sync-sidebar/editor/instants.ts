/** An instant for people, in the editor's language: the time alone when it is today. */
export function instant(iso: string, now: Date = new Date()): string {
  const then = new Date(iso);
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  const sameDay = then.toDateString() === now.toDateString();
  const format = sameDay ? time : { ...time, day: 'numeric' as const, month: 'short' as const };
  return new Intl.DateTimeFormat(language(), format).format(then);
}

function language(): string | undefined {
  const { i18n } = RED as unknown as { i18n: { lang?(): string } };
  const chosen = i18n.lang?.();
  return chosen && Intl.DateTimeFormat.supportedLocalesOf([chosen]).length ? chosen : undefined;
}
