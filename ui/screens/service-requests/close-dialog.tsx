import { useState } from 'preact/hooks';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import type { Change } from './one-request';

/** A person's close is final (R9), so it is asked for once more, with a reason for the history. */
export function CloseDialog({ change, onClose }: { change: Change; onClose(): void }) {
  const [reason, setReason] = useState('');
  const close = async (reject: boolean) => {
    const step = { action: 'close' as const, ...(reject ? { reject } : {}), ...(reason ? { reason } : {}) };
    await change(step, t(reject ? 'serviceRequests.rejected' : 'serviceRequests.closed'));
    onClose();
  };
  return (
    <Dialog
      title={t('serviceRequests.close')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="danger" writes onClick={() => close(true)}>
            {t('serviceRequests.reject')}
          </Button>
          <Button kind="primary" writes onClick={() => close(false)}>
            {t('serviceRequests.close')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('serviceRequests.closeMeans')}</p>
        <label class="field">
          <span>{t('serviceRequests.reason')}</span>
          <input value={reason} maxLength={500} onInput={(event) => setReason(event.currentTarget.value)} />
        </label>
      </div>
    </Dialog>
  );
}
