import { useEffect, useState } from 'preact/hooks';
import type { PendingView } from '../../../lib/sync/operations/pending';
import type { BulkPreview } from '../../../lib/sync/operations/pending-bulk';
import { post } from '../../api/client';
import { t, tOr } from '../../i18n';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { Party } from '../../kit/party';
import { percent } from '../../kit/score';
import { Table } from '../../kit/table';
import { toast } from '../../kit/toast';

interface BulkAcceptProps {
  q: string;
  space: string;
  onAccepted(ids: string[]): Promise<void>;
  onClose(): void;
}

const FIRST_PERCENT = 85;
const LOWEST_PERCENT = 50;
const PAUSE_MS = 200;

/** Accepts the first candidate of all that score enough: shown and counted before anything is done. */
export function BulkAccept({ q, space, onAccepted, onClose }: BulkAcceptProps) {
  const [least, setLeast] = useState(FIRST_PERCENT);
  const { preview, problem } = usePreview({ minScore: least / 100, q, space });
  const accept = async () => {
    const { ids } = await post<{ ids: string[] }>('pending/bulk', filterOf({ minScore: least / 100, q, space }));
    toast(t('review.bulkDone', { n: ids.length }));
    onClose();
    await onAccepted(ids);
  };
  const set = (event: { currentTarget: HTMLInputElement }) => {
    const value = event.currentTarget.valueAsNumber;
    if (value >= LOWEST_PERCENT && value <= 100) setLeast(value);
  };
  return (
    <Dialog
      title={t('review.bulkTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" writes disabled={!preview?.count} onClick={accept}>
            {t('review.bulkDo', { n: preview?.count ?? 0 })}
          </Button>
        </>
      }
    >
      <div class="stack bulk">
        <p class="soft">{t('review.bulkLead')}</p>
        <label class="field">
          <span>{t('review.bulkScore')}</span>
          <span class="row">
            <input
              type="range"
              min={LOWEST_PERCENT}
              max={100}
              value={least}
              aria-label={t('review.bulkScore')}
              onInput={set}
            />
            <input type="number" min={LOWEST_PERCENT} max={100} value={least} onInput={set} />
          </span>
        </label>
        {problem ? (
          <p class="notice problem" role="alert">
            {problem}
          </p>
        ) : null}
        <div aria-live="polite">{preview ? <Counts of={preview} /> : t('common.loading')}</div>
        {preview?.count ? <Sample of={preview.sample} /> : null}
      </div>
    </Dialog>
  );
}

function Counts({ of: { count, skipped } }: { of: BulkPreview }) {
  return (
    <>
      <p>
        <strong>{count ? t('review.bulkCount', { n: count }) : t('review.bulkNone')}</strong>
      </p>
      {Object.entries(skipped).map(([why, n]) => (
        <p key={why} class="soft">
          {tOr(`review.skipped.${why}`, why, { n })}
        </p>
      ))}
    </>
  );
}

function Sample({ of }: { of: PendingView[] }) {
  return (
    <>
      <p class="soft">{t('review.bulkSample')}</p>
      <Table
        caption={t('review.bulkSample')}
        rows={of}
        keyOf={(row) => row.id}
        columns={[
          { title: t('review.account'), cell: (row) => <Party of={row.account} /> },
          {
            title: t('review.candidate'),
            cell: (row) => (row.candidates[0] ? <Party of={row.candidates[0].customer} /> : null),
          },
          { title: t('review.score'), number: true, cell: (row) => percent(row.candidates[0]?.score ?? 0) },
        ]}
      />
    </>
  );
}

interface BulkFilter {
  minScore: number;
  q: string;
  space: string;
}

function filterOf({ minScore, q, space }: BulkFilter) {
  return { minScore, ...(q ? { q } : {}), ...(space ? { space } : {}) };
}

/** What accepting would do now; undefined while it is not known for this score. */
function usePreview({ minScore, q, space }: BulkFilter): { preview?: BulkPreview; problem?: string } {
  const [known, setKnown] = useState<{ minScore: number; preview?: BulkPreview; problem?: string }>();
  useEffect(() => {
    let wanted = true;
    const keep = (answer: { preview?: BulkPreview; problem?: string }) => {
      if (wanted) setKnown({ minScore, ...answer });
    };
    const timer = setTimeout(() => {
      post<BulkPreview>('pending/bulk', { ...filterOf({ minScore, q, space }), preview: true }).then(
        (preview) => keep({ preview }),
        (error: Error) => keep({ problem: error.message }),
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [minScore, q, space]);
  return known?.minScore === minScore ? known : {};
}
