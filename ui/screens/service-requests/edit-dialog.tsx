import { useState } from 'preact/hooks';
import type { RequestDetail } from '../../../lib/dealer-feed/operations/views';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Dialog } from '../../kit/dialog';
import type { Change } from './one-request';
import { requestField } from './words';

const OWN = ['stock', 'client', 'vehicleType'] as const;
const VEHICLE = ['year', 'make', 'model', 'trim', 'body', 'color', 'mileage', 'price'] as const;

/** What a person changes is theirs: no feed writes it again (F13). */
export function EditDialog(props: { request: RequestDetail; change: Change; onClose(): void }) {
  const { request, change, onClose } = props;
  const before: Record<string, string> = Object.fromEntries([
    ...OWN.map((field) => [field, request[field] ?? '']),
    ...VEHICLE.map((field) => [field, request.vehicle[field] ?? '']),
  ]);
  const [fields, setFields] = useState(before);
  const changed = Object.fromEntries(Object.entries(fields).filter(([field, value]) => value !== before[field]));
  const save = async () => {
    await change({ action: 'edit', fields: changed }, t('serviceRequests.saved'));
    onClose();
  };
  return (
    <Dialog
      title={t('serviceRequests.edit')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button kind="primary" writes disabled={!Object.keys(changed).length} onClick={save}>
            {t('serviceRequests.save')}
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>{t('serviceRequests.editMeans')}</p>
        <div class="edit-fields">
          {[...OWN, ...VEHICLE].map((field) => (
            <label key={field} class="field">
              <span>{requestField(field)}</span>
              <input
                name={field}
                value={fields[field]}
                maxLength={500}
                onInput={(event) => setFields({ ...fields, [field]: event.currentTarget.value })}
              />
            </label>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
