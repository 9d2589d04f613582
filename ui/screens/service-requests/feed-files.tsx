import { useState } from 'preact/hooks';
import type { FeedFileDetail, FeedFileView } from '../../../lib/dealer-feed/operations/feed-files';
import type { PageOf } from '../../../lib/sync/operations/pages';
import { useLoad } from '../../api/use-load';
import { formatNumber, t, tOr } from '../../i18n';
import { Badge, type Tone } from '../../kit/badge';
import { Button } from '../../kit/button';
import { Choice } from '../../kit/choice';
import { Dialog } from '../../kit/dialog';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty, Screen } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { Table } from '../../kit/table';
import { When } from '../../kit/time';
import { ServiceRequestTabs } from './service-requests';

const VERDICTS = ['accepted', 'held', 'refused', 'unfinished'] as const;
const TONES: Record<string, Tone> = { accepted: 'good', held: 'wait', refused: 'bad', unfinished: 'wait' };

/** The files of all feeds with what became of them; those that were put aside say why. */
export function FeedFiles() {
  const [filter, setFilter] = useState({ q: '', verdict: '' });
  const [open, setOpen] = useState<string>();
  const { offset, limit, go } = usePaging(JSON.stringify(filter));
  const answer = useLoad<PageOf<FeedFileView>>('feed-files', { ...filter, offset, limit }, [
    'service-requests',
    'runs',
  ]);
  return (
    <Screen title={t('serviceRequests.files')} lead={t('serviceRequests.filesLead')}>
      <ServiceRequestTabs at="files" />
      <div class="filters">
        <SearchBox
          label={t('serviceRequests.fileSearch')}
          value={filter.q}
          onSearch={(q) => setFilter({ ...filter, q })}
        />
        <Choice
          label={t('serviceRequests.verdict')}
          value={filter.verdict}
          choices={[
            { value: '', label: t('common.all') },
            ...VERDICTS.map((verdict) => ({ value: verdict, label: verdictLabel(verdict) })),
          ]}
          onChoose={(verdict) => setFilter({ ...filter, verdict })}
        />
      </div>
      <Answer of={answer}>
        {({ total, items }) => (
          <>
            {total ? (
              <Table
                caption={t('serviceRequests.files')}
                rows={items}
                keyOf={({ id }) => id}
                columns={[
                  { title: t('serviceRequests.file'), cell: (file) => <FileName of={file} onOpen={setOpen} /> },
                  { title: t('serviceRequests.verdict'), cell: (file) => <Verdict of={file} /> },
                  { title: t('serviceRequests.rows'), cell: ({ counts }) => <Counts counts={counts} /> },
                  { title: t('serviceRequests.taken'), cell: ({ takenAt }) => <When at={takenAt} /> },
                ]}
              />
            ) : (
              <Empty>{t('serviceRequests.noFiles')}</Empty>
            )}
            <Pager total={total} offset={offset} go={go} />
          </>
        )}
      </Answer>
      {open === undefined ? null : <OneFile id={open} onClose={() => setOpen(undefined)} />}
    </Screen>
  );
}

function verdictLabel(verdict: string): string {
  return tOr(`serviceRequests.verdict.${verdict}`, verdict);
}

function FileName({ of: { id, name, feed }, onOpen }: { of: FeedFileView; onOpen(id: string): void }) {
  return (
    <span>
      <button type="button" class="link" onClick={() => onOpen(id)}>
        {name}
      </button>{' '}
      <span class="soft">{feed}</span>
    </span>
  );
}

function Verdict({ of: { verdict, refused } }: { of: FeedFileView }) {
  return (
    <span>
      <Badge tone={TONES[verdict] ?? 'plain'}>{verdictLabel(verdict)}</Badge> {refused?.message}
    </span>
  );
}

function Counts({ counts }: { counts: FeedFileView['counts'] }) {
  const totals = new Map<string, number>();
  for (const { outcome, count } of counts) totals.set(outcome, (totals.get(outcome) ?? 0) + count);
  const parts = [...totals].map(
    ([outcome, count]) => `${formatNumber(count)} ${tOr(`serviceRequests.outcome.${outcome}`, outcome)}`,
  );
  return <>{parts.join(', ') || '–'}</>;
}

function OneFile({ id, onClose }: { id: string; onClose(): void }) {
  const answer = useLoad<FeedFileDetail>(`feed-files/${encodeURIComponent(id)}`);
  return (
    <Dialog
      title={answer.data?.name ?? t('serviceRequests.file')}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t('common.close')}</Button>}
    >
      <Answer of={answer}>
        {(file) => (
          <div class="stack">
            <Verdict of={file} />
            <Table
              caption={t('serviceRequests.rows')}
              rows={file.counts}
              keyOf={({ outcome, reason }) => `${outcome} ${reason}`}
              columns={[
                {
                  title: t('serviceRequests.outcome'),
                  cell: ({ outcome }) => tOr(`serviceRequests.outcome.${outcome}`, outcome),
                },
                {
                  title: t('serviceRequests.reason'),
                  cell: ({ reason }) => (reason ? tOr(`serviceRequests.why.${reason}`, reason) : ''),
                },
                { title: t('serviceRequests.rows'), number: true, cell: ({ count }) => formatNumber(count) },
              ]}
            />
            <Notes title={t('serviceRequests.quarantined')} notes={file.quarantined} />
            <Notes title={t('serviceRequests.warnings')} notes={file.warnings} />
          </div>
        )}
      </Answer>
    </Dialog>
  );
}

function Notes({ title, notes }: { title: string; notes: FeedFileDetail['warnings'] }) {
  if (!notes.length) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {notes.map((note) => (
          <li key={`${note.line} ${note.code} ${note.vin}`}>
            {t('serviceRequests.line', { line: note.line })} {note.vin} {note.message}
          </li>
        ))}
      </ul>
    </section>
  );
}
