import { useState } from 'preact/hooks';
import type { RequestView } from '../../../lib/dealer-feed/operations/views';
import type { PageOf } from '../../../lib/sync/operations/pages';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Choice } from '../../kit/choice';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty, Screen } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { type Column, Table } from '../../kit/table';
import { Ago } from '../../kit/time';
import { ServiceRequestTabs } from './service-requests';
import { StatusBadge, statusLabel, vehicleName } from './words';

const STATUSES = ['proposed', 'scheduled', 'on-hold', 'work', 'delivery', 'closed', 'rejected'] as const;

export function RequestList() {
  const [filter, setFilter] = useState({ q: '', status: 'open', dealer: '', client: '' });
  const { offset, limit, go } = usePaging(JSON.stringify(filter));
  const answer = useLoad<PageOf<RequestView>>('service-requests', { ...filter, offset, limit }, ['service-requests']);
  const set = (change: Partial<typeof filter>) => setFilter({ ...filter, ...change });
  const columns: Column<RequestView>[] = [
    { title: t('serviceRequests.vehicle'), cell: (request) => vehicleName(request) },
    { title: 'VIN', cell: ({ vin }) => <span class="vin">{vin}</span> },
    { title: t('serviceRequests.stock'), cell: ({ stock }) => stock || <span class="soft">–</span> },
    {
      title: t('serviceRequests.client'),
      cell: ({ client, dealerId }) => (
        <FilterLink text={client} note={dealerId} onChoose={() => set({ client: filter.client ? '' : client })} />
      ),
    },
    { title: t('serviceRequests.type'), cell: ({ type }) => type },
    { title: t('serviceRequests.status'), cell: (request) => <StatusBadge of={request} /> },
    { title: t('serviceRequests.changed'), cell: ({ updatedAt }) => <Ago at={updatedAt} /> },
  ];
  return (
    <Screen title={t('nav.serviceRequests')} lead={t('serviceRequests.lead')}>
      <ServiceRequestTabs at="list" />
      <div class="filters">
        <SearchBox label={t('serviceRequests.search')} value={filter.q} onSearch={(q) => set({ q })} />
        <Choice
          label={t('serviceRequests.status')}
          value={filter.status}
          choices={[
            { value: 'open', label: t('serviceRequests.open') },
            { value: '', label: t('common.all') },
            ...STATUSES.map((status) => ({ value: status, label: statusLabel(status) })),
          ]}
          onChoose={(status) => set({ status })}
        />
        {filter.client ? (
          <button type="button" class="button" aria-pressed onClick={() => set({ client: '' })}>
            {filter.client} ×
          </button>
        ) : null}
      </div>
      <Answer of={answer}>
        {({ total, items }) => (
          <>
            {total ? (
              <Table
                caption={t('nav.serviceRequests')}
                columns={columns}
                rows={items}
                keyOf={({ id }) => id}
                hrefOf={({ id }) => `#/service-requests/${encodeURIComponent(id)}`}
              />
            ) : (
              <Nothing q={filter.q} filtered={filter.client !== '' || filter.q !== ''} />
            )}
            <Pager total={total} offset={offset} go={go} />
          </>
        )}
      </Answer>
    </Screen>
  );
}

/** A VIN that is in no list may still be in a file: the next question is why. */
function Nothing({ q, filtered }: { q: string; filtered: boolean }) {
  if (!filtered) return <Empty>{t('serviceRequests.none')}</Empty>;
  return (
    <Empty>
      {t('serviceRequests.nothingFits')}{' '}
      {/^[A-Za-z0-9]{5,20}$/.test(q.trim()) ? (
        <a href={`#/service-requests/vin/${encodeURIComponent(q.trim())}`}>
          {t('serviceRequests.whyNot', { vin: q.trim().toUpperCase() })}
        </a>
      ) : null}
    </Empty>
  );
}

function FilterLink({ text, note, onChoose }: { text: string; note: string | undefined; onChoose(): void }) {
  return (
    <span>
      <button type="button" class="link" title={t('serviceRequests.onlyClient', { client: text })} onClick={onChoose}>
        {text}
      </button>
      {note ? <span class="soft"> {note}</span> : null}
    </span>
  );
}
