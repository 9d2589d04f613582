import type { ContactView } from '../../../lib/sync/operations/record-story';
import { t } from '../../i18n';
import { Table } from '../../kit/table';

/** Contacts come in from the station; those that were pushed there are marked as ours. */
export function Contacts({ of }: { of: readonly ContactView[] }) {
  return (
    <section class="card stack">
      <h2>{t('records.contacts')}</h2>
      <Table
        caption={t('records.contacts')}
        rows={of}
        keyOf={({ accountContactId }) => accountContactId}
        columns={[
          { title: t('field.name'), cell: ({ name }) => name || '–' },
          { title: t('records.reach'), cell: ({ phone, email }) => [phone, email].filter(Boolean).join(', ') || '–' },
          {
            title: t('records.ids'),
            cell: ({ accountContactId, customerContactId, pushed }) => (
              <span>
                {accountContactId} ↔ {customerContactId ?? t('records.notYet')}
                {pushed ? <span class="soft"> {t('records.pushed')}</span> : null}
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
