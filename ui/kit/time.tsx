import { signal } from '@preact/signals';
import { language } from '../i18n';

/** Moves on by itself, so that "2 minutes ago" stays true. */
const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 15_000);

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** An instant by its distance from now; the exact one for who points at it. */
export function Ago({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exact(at)}>
      {distance(at, now.value)}
    </time>
  );
}

/** An instant as date and time of day. */
export function When({ at }: { at: string }) {
  return <time dateTime={at}>{exact(at)}</time>;
}

/** The time of day alone, to the second, where the day is clear. */
export function TimeOfDay({ at }: { at: string }) {
  const format = new Intl.DateTimeFormat(language.value, { timeStyle: 'medium' });
  return (
    <time dateTime={at} title={exact(at)}>
      {format.format(new Date(at))}
    </time>
  );
}

export function exact(at: string): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(at));
}

function distance(at: string, from: number): string {
  const seconds = Math.round((Date.parse(at) - from) / 1000);
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto' });
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.round(seconds / size), unit);
  }
  return format.format(0, 'minute');
}

/** A length of time in seconds, as `1:05`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
