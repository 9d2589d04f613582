import './monitoring-billing.css';
import { useState } from 'preact/hooks';
import type { MonitoringBillingPage } from '../../../lib/sync/operations/monitoring-billing';
import { download } from '../../api/client';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Choice } from '../../kit/choice';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty, Screen } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { AsOf } from './as-of';
import { AuditTable } from './audit-table';
import { type Filter, isBlank, NO_FILTER, queryOf } from './filter';
import { PrintAll } from './print-all';
import { Totals } from './totals';
import { fieldLabel } from './words';

/** Who is monitored and not billed, billed and not monitored, or different on the two sides. */
export function MonitoringBilling() {
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const [printing, setPrinting] = useState(false);
  const query = queryOf(filter);
  const { offset, limit, go } = usePaging(JSON.stringify(query));
  const answer = useLoad<MonitoringBillingPage>('monitoring-billing', { ...query, offset, limit }, [
    'monitoring-billing',
    'runs',
  ]);
  const set = (change: Partial<Filter>) => setFilter({ ...filter, ...change });
  return (
    <Screen
      title={t('nav.monitoringBilling')}
      lead={t('monitoringBilling.lead')}
      actions={
        <>
          <Button onClick={() => download('monitoring-billing.csv', query, 'monitoring-billing.csv')}>
            {t('monitoringBilling.csv')}
          </Button>
          <Button onClick={() => setPrinting(true)}>{t('monitoringBilling.print')}</Button>
        </>
      }
    >
      <Answer of={answer}>
        {(page) => (
          <>
            <AsOf page={page} />
            {page.asOf.length ? (
              <>
                <Totals totals={page.totals} filter={filter} onChange={set} />
                <Filters page={page} filter={filter} onChange={set} />
                {page.total ? (
                  <AuditTable rows={page.items} />
                ) : (
                  <Empty>{isBlank(filter) ? t('monitoringBilling.inStep') : t('monitoringBilling.nothingFits')}</Empty>
                )}
                <Pager total={page.total} offset={offset} go={go} />
              </>
            ) : null}
            {printing ? <PrintAll query={query} page={page} onDone={() => setPrinting(false)} /> : null}
          </>
        )}
      </Answer>
    </Screen>
  );
}

interface FiltersProps {
  page: MonitoringBillingPage;
  filter: Filter;
  onChange(change: Partial<Filter>): void;
}

function Filters({ page, filter, onChange }: FiltersProps) {
  const systems = [...new Set(page.asOf.map(({ system }) => system))];
  return (
    <div class="filters">
      <SearchBox label={t('monitoringBilling.search')} value={filter.q} onSearch={(q) => onChange({ q })} />
      <Choice
        label={t('monitoringBilling.system')}
        value={filter.system}
        choices={[
          { value: '', label: t('common.all') },
          ...systems.map((system) => ({ value: system, label: system })),
        ]}
        onChoose={(system) => onChange({ system })}
      />
      <Choice
        label={t('monitoringBilling.how')}
        value={filter.how}
        choices={[
          { value: '', label: t('common.all') },
          { value: 'value', label: t('monitoringBilling.how.value') },
          { value: 'case', label: t('monitoringBilling.how.case') },
          { value: 'format', label: t('monitoringBilling.how.format') },
        ]}
        onChoose={(how) => onChange({ how })}
      />
      {isBlank(filter) ? null : (
        <Button kind="quiet" onClick={() => onChange(NO_FILTER)}>
          {t('monitoringBilling.clear')}
        </Button>
      )}
      {filter.field ? (
        <span class="soft">{t('monitoringBilling.only', { field: fieldLabel(filter.field) })}</span>
      ) : null}
    </div>
  );
}
