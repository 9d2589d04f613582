import type { ConflictKind, ConflictView } from '../../../lib/sync/operations/conflicts';
import { t, tOr } from '../../i18n';

export type ChosenSide = 'monitoring' | 'revio';

export function fieldWord(field: string): string {
  return tOr(`field.${field}`, field);
}

/** Why nobody could tell which side is right. */
export function whyWords(reason: ConflictView['reason']): string {
  return t(`conflicts.why.${reason}`);
}

/** Who speaks for a side: the monitoring system by its own name. */
export function sideWord(side: ChosenSide, system: string | undefined): string {
  return side === 'revio' ? t('side.revio') : (system ?? t('side.monitoring'));
}

/** What choosing a side does. Of a status it is not the value that is kept but the customer that is closed, or not. */
export function choiceWords(
  side: ChosenSide,
  { field, system }: { field: string; system?: string | undefined },
): string {
  if (field === 'status') return t(`conflicts.status.${side}`);
  return t('conflicts.keep', { side: sideWord(side, system) });
}

/** What the next run does about a side that was chosen. */
export function effectWords(
  side: ChosenSide,
  { field, system }: { field: string; system?: string | undefined },
): string {
  if (field === 'status') return t(`conflicts.statusEffect.${side}`);
  const other = sideWord(side === 'revio' ? 'monitoring' : 'revio', system);
  return t('conflicts.effect', { side: sideWord(side, system), other });
}

export function kindWords({ field, reason, space }: ConflictKind, systems: ReadonlyMap<string, string>): string {
  return t('conflicts.kindIs', {
    field: fieldWord(field),
    reason: t(`conflicts.kind.${reason}`),
    system: systems.get(space) ?? space,
  });
}
