import { useEffect, useState } from 'preact/hooks';
import type { OutcomeName } from '../../../lib/model/item';
import type { RunView } from '../../../lib/sync/operations/overview';
import type { RunDetail } from '../../../lib/sync/operations/run-detail';
import type { OutcomeRow } from '../../../lib/sync/run-history';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { ActionList } from '../../kit/action-list';
import { actionLabel } from '../../kit/action-words';
import { Badge, type Tone } from '../../kit/badge';
import { Chips } from '../../kit/chips';
import { OUTCOMES_BY_WEIGHT, outcomeLabel } from '../../kit/outcome-bars';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { Table } from '../../kit/table';
import { told } from '../../kit/told';

const TONES: Record<OutcomeName, Tone> = {
  created: 'good',
  linked: 'good',
  updated: 'busy',
  unchanged: 'plain',
  skipped: 'plain',
  pending: 'wait',
  conflict: 'wait',
  held: 'wait',
  failed: 'bad',
};

interface RunRecordsProps {
  run: RunView;
  /** Of a plan that was not carried out, it is not told what became of each record. */
  planOnly?: boolean | undefined;
  /** Only records whose keys begin so. */
  keys?: string | undefined;
}

/** The records of a run, each with its outcome and what was done: by outcome, by action, by search, paged. */
export function RunRecords({ run, planOnly, keys }: RunRecordsProps) {
  const [outcome, setOutcome] = useState<OutcomeName | ''>('');
  const [action, setAction] = useState('');
  const [q, search] = useState('');
  const { offset, limit, go } = usePaging([outcome, action, q].join('\n'));
  const records = useLoad<RunDetail>(
    `runs/${encodeURIComponent(run.id)}`,
    { outcome: planOnly ? 'held' : outcome, action, q, keys, offset, limit },
    ['runs'],
  );
  // A live run tells its counts each second; its records follow.
  const told = run.state === 'running' ? JSON.stringify(run.counts) : '';
  const { reload } = records;
  useEffect(() => {
    if (told) void reload();
  }, [told, reload]);
  const filtered = outcome !== '' || action !== '' || q !== '';
  return (
    <section class="stack" aria-label={t('runs.records')}>
      {planOnly ? null : (
        <Chips<OutcomeName>
          label={t('runs.outcome')}
          value={outcome}
          choices={OUTCOMES_BY_WEIGHT.flatMap((name) =>
            run.counts[name] ? [{ value: name, label: outcomeLabel(name), count: run.counts[name] }] : [],
          )}
          onChoose={(name) => setOutcome(name)}
        />
      )}
      <Answer of={records}>
        {({ actions = {}, records: { total, items } }) => (
          <>
            <Chips
              label={t('runs.action')}
              value={action}
              choices={Object.entries(actions).map(([kind, count]) => ({
                value: kind,
                label: actionLabel(kind),
                count,
              }))}
              onChoose={setAction}
            />
            <div class="filters">
              <SearchBox label={t('runs.searchRecords')} value={q} onSearch={search} />
            </div>
            {items.length ? (
              <RecordTable run={run} rows={items} planOnly={planOnly} />
            ) : (
              <Empty>{t(filtered ? 'runs.noneFits' : run.endedAt ? 'runs.sawNone' : 'runs.noRecordsYet')}</Empty>
            )}
            <Pager total={total} offset={offset} go={go} />
          </>
        )}
      </Answer>
    </section>
  );
}

function RecordTable({ run, rows, planOnly }: RunRecordsProps & { rows: OutcomeRow[] }) {
  const foreseen = planOnly === true || run.preview;
  return (
    <Table
      caption={t('runs.records')}
      columns={[
        { title: t('runs.record'), cell: (row) => <RecordName row={row} /> },
        ...(planOnly
          ? []
          : [
              {
                title: t('runs.outcome'),
                cell: (row: OutcomeRow) => <Badge tone={TONES[row.outcome]}>{outcomeLabel(row.outcome)}</Badge>,
              },
            ]),
        {
          title: t(foreseen ? 'runs.wouldDo' : 'runs.does'),
          cell: ({ actions, reason }) => (
            <>
              {reason && !planOnly ? <p>{told(reason)}</p> : null}
              {actions ? <ActionList actions={actions} system={run.system} /> : null}
            </>
          ),
        },
      ]}
      rows={rows}
      keyOf={({ key }) => key}
      hrefOf={({ key }) => (key.startsWith('dealer:') ? undefined : `#/records/${encodeURIComponent(key)}`)}
    />
  );
}

function RecordName({ row: { key, label } }: { row: OutcomeRow }) {
  // A vehicle is known by its VIN; its key says no more than that.
  const known = label === key || key.startsWith('vehicle:') || key.startsWith('dealer:');
  return (
    <span class="record-name">
      {label}
      {known ? null : <span class="soft"> {key}</span>}
    </span>
  );
}
