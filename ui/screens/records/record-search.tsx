import { useState } from 'preact/hooks';
import type { PageOf } from '../../../lib/sync/operations/pages';
import type { RecordHit } from '../../../lib/sync/operations/records';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty, Screen } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { type Column, Table } from '../../kit/table';
import { StateBadge } from './words';

/** Any account, customer, VIN or service request, by a part of what people know it by. */
export function RecordSearch({ first }: { first: string }) {
  const [q, setQ] = useState(first);
  const { offset, limit, go } = usePaging(q);
  const answer = useLoad<PageOf<RecordHit>>('records', { q, offset, limit }, ['links', 'service-requests', 'runs']);
  const columns: Column<RecordHit>[] = [
    { title: t('records.record'), cell: ({ title }) => title },
    { title: t('records.known'), cell: ({ subtitle }) => subtitle },
    {
      title: t('records.kind'),
      cell: ({ kind, system }) => [t(`records.kind.${kind}`), system].filter(Boolean).join(', '),
    },
    { title: t('records.state'), cell: ({ state, kind }) => <StateBadge state={state} kind={kind} /> },
  ];
  return (
    <Screen title={t('nav.records')} lead={t('records.lead')}>
      <div class="filters">
        <SearchBox label={t('records.search')} value={q} onSearch={setQ} eager />
      </div>
      <Answer of={answer}>
        {({ total, items }) => (
          <>
            {total ? (
              <Table
                caption={t('nav.records')}
                columns={columns}
                rows={items}
                keyOf={({ id, kind }) => `${kind} ${id}`}
                hrefOf={hrefOf}
              />
            ) : (
              <Empty>{q ? t('records.nothingFits') : t('records.none')}</Empty>
            )}
            <Pager total={total} offset={offset} go={go} />
          </>
        )}
      </Answer>
    </Screen>
  );
}

function hrefOf({ id, kind }: RecordHit): string {
  return `#/${kind === 'service-request' ? 'service-requests' : 'records'}/${encodeURIComponent(id)}`;
}
