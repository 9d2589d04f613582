import { useState } from 'preact/hooks';
import type { RecordStory } from '../../../lib/sync/operations/record-story';
import { post } from '../../api/client';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Changes, fieldLabel } from '../../kit/changes';
import { When } from '../../kit/time';
import { toast } from '../../kit/toast';

/** What waits for a person, or for the next run. */
export function OpenQuestions({ story, reload }: { story: RecordStory; reload(): Promise<void> }) {
  const { error, pending, conflicts, restore, record, state } = story;
  const [retried, setRetried] = useState(false);
  const retry = async () => {
    await post(`parked/${encodeURIComponent(record.id)}/retry`);
    setRetried(true);
    toast(t('records.retried'));
    await reload();
  };
  const undoRestore = async () => {
    if (!restore) return;
    await post(`audit/${encodeURIComponent(restore.auditId)}/restore`, { undo: true });
    toast(t('records.restoreUndone'));
    await reload();
  };
  return (
    <>
      {error ? (
        <div class="notice problem stack-tight">
          <p>
            {error.message} ({error.code})
          </p>
          <p>
            {t('records.failedAt', { n: error.attempts })} <When at={error.at} />
          </p>
          {state === 'parked' && !retried ? (
            <p>
              <Button writes onClick={retry}>
                {t('records.retry')}
              </Button>
            </p>
          ) : null}
        </div>
      ) : null}
      {pending ? (
        <p class="notice">
          {t('records.isPending', { n: pending.candidates.length })} <a href="#/review">{t('nav.review')}</a>
        </p>
      ) : null}
      {conflicts.length ? (
        <p class="notice">
          {t('records.inConflict', { fields: conflicts.map(({ field }) => fieldLabel(field)).join(', ') })}{' '}
          <a href="#/conflicts">{t('nav.conflicts')}</a>
        </p>
      ) : null}
      {restore ? (
        <div class="notice stack-tight">
          <p>{t('records.restoring', { who: restore.by })}</p>
          <Changes of={restore.fields} />
          <p>
            <Button writes onClick={undoRestore}>
              {t('records.undoRestore')}
            </Button>
          </p>
        </div>
      ) : null}
    </>
  );
}
