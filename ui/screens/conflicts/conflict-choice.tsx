import type { ConflictSide, ConflictView } from '../../../lib/sync/operations/conflicts';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { DiffText } from '../../kit/diff-text';
import { Ago } from '../../kit/time';
import { type ChosenSide, choiceWords, effectWords, fieldWord, sideWord, whyWords } from './words';

const SIDES: readonly ChosenSide[] = ['monitoring', 'revio'];

interface ConflictChoiceProps {
  of: ConflictView;
  onDecide(conflict: ConflictView, side: ConflictSide): Promise<void>;
}

/** One field that the two sides say differently, and the choice between them. */
export function ConflictChoice({ of: conflict, onDecide }: ConflictChoiceProps) {
  const { field, reason, since, base, decision, system } = conflict;
  const value = (side: ChosenSide) => (side === 'revio' ? conflict.customer : conflict.account);
  const before = base && [...new Set([base.account, base.customer])].filter(Boolean).join(' / ');
  return (
    <section class="conflict">
      <h3>{fieldWord(field)}</h3>
      <p class="soft">
        {whyWords(reason)} {t('conflicts.since')} <Ago at={since} />.
        {before ? <> {t('conflicts.base', { value: before })}</> : null}
      </p>
      <div class="sides">
        {SIDES.map((side) => {
          const chosen = decision?.side === side;
          const words = choiceWords(side, { field, system });
          return (
            <div key={side} class={`side-choice ${chosen ? 'chosen' : ''}`}>
              <span class="soft">{t('conflicts.says', { side: sideWord(side, system) })}</span>
              <span class="side-value">
                {value(side) ? (
                  <DiffText text={value(side)} other={value(side === 'revio' ? 'monitoring' : 'revio')} />
                ) : (
                  <em>{t('conflicts.blank')}</em>
                )}
              </span>
              {/* The button stays where it is, and so does the focus: pressed again, it takes the choice back. */}
              <Button
                writes
                pressed={chosen}
                label={`${fieldWord(field)}: ${chosen ? t('conflicts.undo') : words}`}
                onClick={() => onDecide(conflict, chosen ? 'undo' : side)}
              >
                {chosen ? t('conflicts.undo') : words}
              </Button>
            </div>
          );
        })}
      </div>
      {decision ? (
        <p class="conflict-decided">
          {effectWords(decision.side, { field, system })} {t('conflicts.by', { who: decision.by })}{' '}
          <Ago at={decision.at} />.
        </p>
      ) : null}
    </section>
  );
}
