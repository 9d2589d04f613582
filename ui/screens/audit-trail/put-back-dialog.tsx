import type { AuditView } from '../../../lib/sync/operations/audit';
import type { RestoreView } from '../../../lib/sync/operations/restore';
import { post } from '../../api/client';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Changes } from '../../kit/changes';
import { Dialog } from '../../kit/dialog';
import { toast } from '../../kit/toast';

/** Asks before the old values of a write are put back, and says what that does and when. */
export function PutBackDialog({ entry, onClose }: { entry: AuditView; onClose(): void }) {
  const putBack = async () => {
    const { runId } = await post<RestoreView>(`audit/${encodeURIComponent(entry.id)}/restore`);
    toast(t(runId ? 'audit.putBackBegun' : 'audit.putBackWaits', { system: entry.system }));
    onClose();
  };
  return (
    <Dialog
      title={t('audit.putBackTitle')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" writes onClick={putBack}>
            {t('audit.putBack')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('audit.putBackWhat', { system: entry.system, id: entry.entityId })}</p>
        <Changes of={Object.entries(entry.old).map(([field, to]) => ({ field, from: entry.new[field] ?? '', to }))} />
        <p>{t('audit.putBackWhen')}</p>
      </div>
    </Dialog>
  );
}
