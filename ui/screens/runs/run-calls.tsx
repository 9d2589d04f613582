import { useState } from 'preact/hooks';
import type { RunView } from '../../../lib/sync/operations/overview';
import type { CallPage, CallView } from '../../../lib/sync/operations/run-detail';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Badge } from '../../kit/badge';
import { Button } from '../../kit/button';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { type Column, Table } from '../../kit/table';
import { TimeOfDay } from '../../kit/time';

/** Each outside call of a run. */
export function RunCalls({ run }: { run: RunView }) {
  const [failed, setFailed] = useState(false);
  const [q, search] = useState('');
  const { offset, limit, go } = usePaging(`${failed} ${q}`);
  const calls = useLoad<CallPage>(`runs/${encodeURIComponent(run.id)}/calls`, { failed, q, offset, limit }, ['runs']);
  return (
    <section class="stack" aria-label={t('runs.callList')}>
      <div class="filters">
        <SearchBox label={t('runs.calls.search')} value={q} onSearch={search} />
        <Button pressed={failed} onClick={() => setFailed(!failed)}>
          {t('runs.calls.failedOnly')}
        </Button>
      </div>
      <p class="soft">{t('runs.calls.secrets')}</p>
      <Answer of={calls}>
        {({ total, dropped, items }) => (
          <>
            {dropped ? <p class="notice">{t('runs.calls.dropped', { n: dropped })}</p> : null}
            {items.length ? (
              <Table caption={t('runs.callList')} columns={columns()} rows={items} keyOf={keyOf} />
            ) : (
              <Empty>{t(failed || q ? 'runs.calls.noneFits' : 'runs.calls.none')}</Empty>
            )}
            <Pager total={total} offset={offset} go={go} />
          </>
        )}
      </Answer>
    </section>
  );
}

function keyOf({ at, method, path, attempt }: CallView): string {
  return `${at} ${method} ${path} ${attempt}`;
}

function columns(): Column<CallView>[] {
  return [
    { title: t('runs.calls.at'), cell: ({ at }) => <TimeOfDay at={at} /> },
    { title: t('runs.calls.system'), cell: ({ system, host }) => <span title={host}>{system}</span> },
    { title: t('runs.calls.what'), cell: (call) => <What call={call} /> },
    { title: t('runs.calls.status'), cell: (call) => <AnswerOf call={call} /> },
    { title: t('runs.calls.ms'), number: true, cell: ({ ms }) => t('runs.calls.msValue', { n: ms }) },
  ];
}

function What({ call: { method, path, operation } }: { call: CallView }) {
  return (
    <span class="call">
      {operation ? <span>{operation}</span> : null}
      <code class={operation ? 'soft' : undefined}>
        {method} {path}
      </code>
    </span>
  );
}

function AnswerOf({ call: { status, attempt, code, error } }: { call: CallView }) {
  return (
    <span class="call">
      <span class="run-state">
        <Badge tone={code ? 'bad' : 'good'}>{status === undefined ? t('runs.calls.noAnswer') : String(status)}</Badge>
        {attempt > 1 ? <Badge>{t('runs.calls.attempt', { n: attempt })}</Badge> : null}
      </span>
      {error ? <span class="problem-text">{error}</span> : null}
    </span>
  );
}
