import './review.css';
import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { PendingSort } from '../../../lib/sync/operations/pending';
import { onChange } from '../../api/events';
import { mayWrite } from '../../api/session';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Choice } from '../../kit/choice';
import { CustomerDialog } from '../../kit/customer-search';
import { Pager } from '../../kit/pager';
import { Empty, Screen } from '../../kit/screen';
import { SearchBox } from '../../kit/search-box';
import { SystemChoice } from '../../kit/system-choice';
import { useKeys } from '../../kit/use-keys';
import { BulkAccept } from './bulk-accept';
import { MatchDetail } from './match-detail';
import { MatchList } from './match-list';
import { nameOf } from './names';
import { type Queue, selectedRow } from './queue';
import { type ReviewFilter, Reviewing } from './reviewing';

/** Surest first: what needs no thought is done soonest. */
const SORTS: readonly PendingSort[] = ['score', 'name', 'since'];
const FIRST: ReviewFilter = { q: '', space: '', sort: 'score', decided: false };

/** Who belongs to whom, one decision after the other. */
export function Review() {
  const [filter, setFilter] = useState(FIRST);
  const [reviewing] = useState(() => new Reviewing());
  const [dialog, setDialog] = useState<'reassign' | 'bulk'>();
  // Where there is room for one of the two: the list, or the match.
  const [opened, setOpened] = useState(false);
  const compared = useSignal<{ id?: string; index: number }>({ index: 0 });

  useEffect(() => {
    void reviewing.load(filter);
  }, [reviewing, filter]);
  useEffect(() => {
    const stop = onChange(['pending', 'runs'], () => reviewing.changed());
    return () => {
      stop();
      reviewing.end();
    };
  }, [reviewing]);

  /** Read when it is needed: keys come faster than the screen is drawn. */
  const shown = () => {
    const queue = reviewing.queue.value;
    const row = queue && selectedRow(queue);
    const index = row && compared.value.id === row.id ? compared.value.index : 0;
    return { row, index, candidate: row?.candidates[index]?.customer };
  };
  const compare = (index: number) => {
    const { row } = shown();
    if (row?.candidates[index]) compared.value = { id: row.id, index };
  };
  const accept = (customer = shown().candidate) => {
    if (customer) reviewing.decide({ decision: 'accept', customer });
  };
  const reject = () => reviewing.decide({ decision: 'reject' });
  const ask = (which: 'reassign' | 'bulk') => {
    if (which === 'bulk' || (shown().row && !shown().row?.decision)) setDialog(which);
  };
  const writing = {
    a: () => accept(),
    r: reject,
    e: () => ask('reassign'),
    u: () => void reviewing.undo(),
    b: () => ask('bulk'),
  };
  useKeys({
    ...(mayWrite() ? writing : {}),
    j: () => void reviewing.step(1),
    ArrowDown: () => void reviewing.step(1),
    k: () => void reviewing.step(-1),
    ArrowUp: () => void reviewing.step(-1),
    ArrowRight: () => compare(shown().index + 1),
    ArrowLeft: () => compare(shown().index - 1),
  });

  const queue = reviewing.queue.value;
  const { row, index } = shown();
  const pick = (id: string) => {
    reviewing.select(id);
    setOpened(true);
  };
  return (
    <Screen
      title={t('nav.review')}
      lead={t('review.lead')}
      actions={
        <Button writes onClick={() => ask('bulk')} keyHint="b">
          {t('review.bulk')}
        </Button>
      }
    >
      <Filters filter={filter} counts={queue?.counts} onChange={setFilter} />
      {reviewing.problem.value ? (
        <p class="notice problem" role="alert">
          {reviewing.problem.value}
        </p>
      ) : null}
      {queue === undefined ? (
        <p class="notice">{t('common.loading')}</p>
      ) : !row ? (
        <Empty>{emptySentence(filter, queue)}</Empty>
      ) : (
        <div class={`review ${opened ? 'opened' : ''}`}>
          <div class="review-list">
            <MatchList rows={queue.rows} selected={queue.selected} onSelect={pick} />
            <Pager
              total={Math.max(queue.total, queue.rows.length)}
              offset={queue.before}
              go={(offset) => reviewing.turn(offset > queue.before ? 1 : -1)}
            />
          </div>
          <div class="review-match card">
            <div class="review-actions">
              <span class="review-back">
                <Button kind="quiet" onClick={() => setOpened(false)}>
                  ‹ {t('review.back')}
                </Button>
              </span>
              <Button
                kind="primary"
                writes
                disabled={!!row.decision || !shown().candidate}
                onClick={() => accept()}
                keyHint="a"
              >
                {t('review.accept')}
              </Button>
              <Button writes disabled={!!row.decision} onClick={reject} keyHint="r">
                {t('review.reject')}
              </Button>
              <Button writes disabled={!!row.decision} onClick={() => ask('reassign')} keyHint="e">
                {t('review.reassign')}
              </Button>
              <Button
                kind="quiet"
                writes
                disabled={!reviewing.undoable.value}
                onClick={() => reviewing.undo()}
                keyHint="u"
              >
                {t('review.undoLast')}
              </Button>
            </div>
            {!filter.decided && queue.counts.undecided === 0 ? <p class="notice">{t('review.allDone')}</p> : null}
            <MatchDetail
              row={row}
              shown={index}
              onShow={compare}
              onAccept={accept}
              onUndo={() => reviewing.undo(row)}
            />
          </div>
        </div>
      )}
      {dialog === 'reassign' && row ? (
        <CustomerDialog
          title={t('review.reassignTitle', { account: nameOf(row.account) })}
          lead={t('review.reassignLead')}
          first={row.account.name}
          onChoose={(customer) => {
            setDialog(undefined);
            reviewing.decide({ decision: 'reassign', customer });
          }}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
      {dialog === 'bulk' ? (
        <BulkAccept
          q={filter.q}
          space={filter.space}
          onAccepted={(ids) => reviewing.accepted(ids)}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
    </Screen>
  );
}

interface FiltersProps {
  filter: ReviewFilter;
  counts: Queue['counts'] | undefined;
  onChange(filter: ReviewFilter): void;
}

function Filters({ filter, counts, onChange }: FiltersProps) {
  const kind = (decided: boolean, title: string, count: number | undefined) => (
    <Button pressed={filter.decided === decided} onClick={() => onChange({ ...filter, decided })}>
      {title}
      {count === undefined ? null : <span class="soft">{count}</span>}
    </Button>
  );
  return (
    <div class="filters">
      {kind(false, t('review.undecided'), counts?.undecided)}
      {kind(true, t('review.decided'), counts?.decided)}
      <SearchBox label={t('review.search')} value={filter.q} onSearch={(q) => onChange({ ...filter, q })} />
      <SystemChoice value={filter.space} onChoose={(space) => onChange({ ...filter, space })} />
      <Choice
        label={t('review.sort')}
        value={filter.sort}
        choices={SORTS.map((sort) => ({ value: sort, label: t(`review.sort.${sort}`) }))}
        onChoose={(sort) => onChange({ ...filter, sort: sort || FIRST.sort })}
      />
    </div>
  );
}

function emptySentence({ q, decided }: ReviewFilter, { counts }: Queue): string {
  if (q) return t('review.emptyFound');
  if (decided) return t('review.emptyDecided');
  return t(counts.decided ? 'review.allDone' : 'review.emptyUndecided');
}
