import { useLocation } from 'wouter-preact';
import type { HoldView } from '../../../lib/sync/operations/holds';
import { post } from '../../api/client';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import { toast } from '../../kit/toast';
import { GuardedCounts } from './guarded-counts';

interface DecideProps {
  hold: HoldView;
  onClose(): void;
}

/** Says what an approval lets pass, and leads to the run that it starts. */
export function ApproveDialog({ hold, onClose }: DecideProps) {
  const [, navigate] = useLocation();
  const approve = async () => {
    const { runId } = await post<{ runId: string }>(`holds/${encodeURIComponent(hold.id)}`, { decision: 'approve' });
    toast(t('held.approved'));
    navigate(`/runs/${encodeURIComponent(runId)}`);
  };
  return (
    <Dialog
      title={t('held.approveTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" writes onClick={approve}>
            {t('held.approveYes')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('held.approveWhat', { name: hold.name })}</p>
        <GuardedCounts counts={hold.counts} />
        <p>{t('held.approveElse')}</p>
      </div>
    </Dialog>
  );
}

export function DiscardDialog({ hold, onClose }: DecideProps) {
  const [, navigate] = useLocation();
  const discard = async () => {
    await post(`holds/${encodeURIComponent(hold.id)}`, { decision: 'discard' });
    toast(t('held.discarded'));
    navigate('/held');
  };
  return (
    <Dialog
      title={t('held.discardTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" writes onClick={discard}>
            {t('held.discard')}
          </Button>
        </>
      }
    >
      <p>{t('held.discardWhat', { name: hold.name })}</p>
    </Dialog>
  );
}
