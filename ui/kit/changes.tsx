import { t, tOr } from '../i18n';
import { DiffText } from './diff-text';

export interface Change {
  field: string;
  from?: string | undefined;
  to?: string | undefined;
}

/** Field by field, old → new, with the difference marked; a field without an old value has just begun. */
export function Changes({ of }: { of: readonly Change[] }) {
  return (
    <dl class="changes">
      {of.map(({ field, from, to }) => (
        <div key={field}>
          <dt>{fieldLabel(field)}</dt>
          <dd>
            {from ? (
              <>
                <del>
                  <DiffText text={from} other={to ?? ''} />
                </del>{' '}
                <span aria-hidden="true">→</span>{' '}
              </>
            ) : null}
            {to ? (
              <ins>{from ? <DiffText text={to} other={from} /> : to}</ins>
            ) : (
              <span class="soft">{t('common.nothing')}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What two records say differently, in the order of the newer one. */
export function changesBetween(before: Record<string, string>, after: Record<string, string>): Change[] {
  const fields = new Set([...Object.keys(after), ...Object.keys(before)]);
  return [...fields]
    .filter((field) => (before[field] ?? '') !== (after[field] ?? ''))
    .map((field) => ({ field, from: before[field], to: after[field] }));
}

/** A field in words, or by its own name. */
export function fieldLabel(field: string): string {
  return tOr(`field.${field}`, field);
}
