import { useState } from 'preact/hooks';
import type { IntegrationView, RunView } from '../../../lib/sync/operations/overview';
import { liveRuns } from '../../api/events';
import { useLoad } from '../../api/use-load';
import { formatNumber, t } from '../../i18n';
import { Choice } from '../../kit/choice';
import { OpenPager, usePaging } from '../../kit/pager';
import { causeInWords, OutcomeCounts, RunState, sumOf, tookOf } from '../../kit/run-words';
import { Answer, Empty, Screen } from '../../kit/screen';
import { type Column, Table } from '../../kit/table';
import { When } from '../../kit/time';

export function RunList() {
  const [integration, setIntegration] = useState('');
  const { offset, limit, go } = usePaging(integration);
  // One more than is shown tells whether there is another page.
  const runs = useLoad<RunView[]>('runs', { integration, offset, limit: limit + 1 }, ['runs']);
  const { data: integrations } = useLoad<IntegrationView[]>('integrations', {}, ['integrations']);
  return (
    <Screen title={t('nav.runs')} lead={t('runs.lead')}>
      <div class="filters">
        <Choice
          label={t('runs.integration')}
          value={integration}
          choices={[
            { value: '', label: t('common.all') },
            ...(integrations ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChoose={setIntegration}
        />
      </div>
      <Answer of={runs}>
        {(list) =>
          list.length === 0 ? (
            <Empty>{t(integration ? 'runs.noneOf' : 'runs.none')}</Empty>
          ) : (
            <>
              <Table
                caption={t('runs.list')}
                columns={columns()}
                rows={list.slice(0, limit).map((run) => liveRuns.value.get(run.id) ?? run)}
                keyOf={({ id }) => id}
                hrefOf={({ id }) => `#/runs/${encodeURIComponent(id)}`}
              />
              <OpenPager offset={offset} more={list.length > limit} go={go} />
            </>
          )
        }
      </Answer>
    </Screen>
  );
}

function columns(): Column<RunView>[] {
  return [
    { title: t('runs.begun'), cell: (run) => <When at={run.startedAt} /> },
    { title: t('runs.integration'), cell: (run) => run.title },
    { title: t('runs.state'), cell: (run) => <RunState run={run} /> },
    { title: t('runs.cause'), cell: causeInWords },
    { title: t('runs.outcomes'), cell: (run) => <OutcomeCounts counts={run.counts} /> },
    { title: t('runs.writes'), number: true, cell: (run) => formatNumber(sumOf({ ...run.writes })) },
    { title: t('runs.calls'), number: true, cell: (run) => formatNumber(callsOf(run)) },
    { title: t('runs.took'), number: true, cell: (run) => tookOf(run) ?? '…' },
  ];
}

function callsOf({ calls }: RunView): number {
  return Object.values(calls).reduce((sum, methods) => sum + sumOf(methods), 0);
}
