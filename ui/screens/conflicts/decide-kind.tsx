import { useState } from 'preact/hooks';
import type { ConflictKind } from '../../../lib/sync/operations/conflicts';
import { post } from '../../api/client';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Choice } from '../../kit/choice';
import { Dialog } from '../../kit/dialog';
import { toast } from '../../kit/toast';
import { kindKey } from './groups';
import { type ChosenSide, choiceWords, effectWords, kindWords } from './words';

interface DecideKindProps {
  kinds: readonly ConflictKind[];
  /** Space -> system, as people know it. */
  systems: ReadonlyMap<string, string>;
  /** The kind that the list shows. */
  first: string;
  onDone(): Promise<void>;
  onClose(): void;
}

const SIDES: readonly ChosenSide[] = ['monitoring', 'revio'];

/** One word for all conflicts of a kind, with their number before anything is done. */
export function DecideKind({ kinds, systems, first, onDone, onClose }: DecideKindProps) {
  const [key, setKey] = useState(first || (kinds[0] ? kindKey(kinds[0]) : ''));
  const [side, setSide] = useState<ChosenSide>();
  const kind = kinds.find((one) => kindKey(one) === key);
  const about = kind && { field: kind.field, system: systems.get(kind.space) };
  const decide = async () => {
    if (!kind || !side) return;
    const { field, reason, space } = kind;
    const { decided } = await post<{ decided: number }>('conflicts', { all: { field, reason, space }, side });
    toast(t('conflicts.kindDone', { n: decided }));
    onClose();
    await onDone();
  };
  return (
    <Dialog
      title={t('conflicts.kindTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" writes disabled={!kind || !side} onClick={decide}>
            {t('conflicts.kindDo', { n: kind?.total ?? 0 })}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p class="soft">{t('conflicts.kindLead')}</p>
        <Choice
          label={t('conflicts.kindChoice')}
          value={key}
          choices={kinds.map((one) => ({
            value: kindKey(one),
            label: `${kindWords(one, systems)}: ${one.total}`,
          }))}
          onChoose={setKey}
        />
        {about ? (
          <fieldset class="radios">
            <legend>{t('conflicts.kindSide')}</legend>
            {SIDES.map((one) => (
              <label key={one}>
                <input type="radio" name="side" checked={side === one} onChange={() => setSide(one)} />
                <span>{choiceWords(one, about)}</span>
              </label>
            ))}
          </fieldset>
        ) : null}
        <p aria-live="polite">
          {kind && side && about ? (
            <>
              <strong>{t('conflicts.kindCount', { n: kind.total })}</strong> {effectWords(side, about)}
            </>
          ) : (
            t('conflicts.kindChoose')
          )}
        </p>
      </div>
    </Dialog>
  );
}
