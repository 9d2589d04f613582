import { signal } from '@preact/signals';
import { t } from '../i18n';

interface Toast {
  id: number;
  text: string;
  kind: 'done' | 'problem';
}

const toasts = signal<Toast[]>([]);
let next = 1;
const SHOWN_MS = 5_000;

/**
 * Tells what was done, or what went wrong. Of what was done only the last is worth its place; a problem stays until the
 * person has put it away.
 */
export function toast(text: string, kind: Toast['kind'] = 'done'): void {
  const id = next++;
  const problems = toasts.value.filter((one) => one.kind === 'problem');
  toasts.value = [...problems.slice(-2), { id, text, kind }];
  if (kind === 'done') setTimeout(() => putAway(id), SHOWN_MS);
}

function putAway(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, kind }) => (
        <div key={id} class={`toast ${kind}`}>
          <span>{text}</span>
          <button type="button" class="button quiet" aria-label={t('common.close')} onClick={() => putAway(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
