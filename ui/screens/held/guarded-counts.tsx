import type { HoldView } from '../../../lib/sync/operations/holds';
import { t } from '../../i18n';

const KINDS = ['creates', 'closes', 'removes'] as const;

/** What an approval lets pass, counted. */
export function GuardedCounts({ counts }: Pick<HoldView, 'counts'>) {
  const told = KINDS.filter((kind) => counts[kind] > 0);
  if (!told.length) return null;
  return (
    <ul class="guarded">
      {told.map((kind) => (
        <li key={kind}>
          <strong>{t(`held.${kind}`, { n: counts[kind] })}</strong>
        </li>
      ))}
    </ul>
  );
}

/** The same, said as what the person decides on. */
export function Lets({ counts }: Pick<HoldView, 'counts'>) {
  if (!KINDS.some((kind) => counts[kind] > 0)) return null;
  return (
    <div class="lets">
      <span class="soft">{t('held.lets')}</span>
      <GuardedCounts counts={counts} />
    </div>
  );
}
