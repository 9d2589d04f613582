import './review.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { onChange } from '../../api/events';
import { mayWrite } from '../../api/session';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { CustomerDialog } from '../../kit/customer-search';
import { Pager } from '../../kit/pager';
import { Empty, Screen } from '../../kit/screen';
import { useKeys } from '../../kit/use-keys';
import { BulkAccept } from './bulk-accept';
import { MatchActions } from './match-actions';
import { MatchDetail } from './match-detail';
import { MatchList } from './match-list';
import { nameOf } from './names';
import type { Queue } from './queue';
import { FIRST_FILTER, ReviewFilters } from './review-filters';
import { type ReviewFilter, Reviewing } from './reviewing';

/** Who belongs to whom, one decision after the other. */
export function Review() {
  const [filter, setFilter] = useState(FIRST_FILTER);
  const [dialog, setDialog] = useState<'reassign' | 'bulk'>();
  const reviewing = useReviewing(filter);
  const place = useOneOfTwo();

  const accept = (customer = reviewing.shown().candidate) => {
    if (customer) reviewing.decide({ decision: 'accept', customer });
  };
  const reject = () => reviewing.decide({ decision: 'reject' });
  const askReassign = () => {
    const { row } = reviewing.shown();
    if (row && !row.decision) setDialog('reassign');
  };
  const askBulk = () => setDialog('bulk');
  const closeDialog = () => setDialog(undefined);
  const writing = {
    a: () => accept(),
    r: reject,
    e: askReassign,
    u: () => void reviewing.undo(),
    b: askBulk,
  };
  // Each reads what stands there when it is pressed: keys come faster than the screen is drawn.
  useKeys({
    ...(mayWrite() ? writing : {}),
    j: () => void reviewing.step(1),
    ArrowDown: () => void reviewing.step(1),
    k: () => void reviewing.step(-1),
    ArrowUp: () => void reviewing.step(-1),
    ArrowRight: () => reviewing.compare(reviewing.shown().index + 1),
    ArrowLeft: () => reviewing.compare(reviewing.shown().index - 1),
  });

  const queue = reviewing.queue.value;
  const problem = reviewing.problem.value;
  const { row, index, candidate } = reviewing.shown();
  return (
    <Screen
      title={t('nav.review')}
      lead={t('review.lead')}
      actions={
        <Button writes onClick={askBulk} keyHint="b">
          {t('review.bulk')}
        </Button>
      }
    >
      <ReviewFilters filter={filter} counts={queue?.counts} onChange={setFilter} />
      {problem ? (
        <p class="notice problem" role="alert">
          {problem}
        </p>
      ) : null}
      {queue === undefined ? (
        problem ? null : (
          <p class="notice">{t('common.loading')}</p>
        )
      ) : !row ? (
        <Empty>{emptySentence(filter, queue)}</Empty>
      ) : (
        <div class={`review ${place.opened ? 'opened' : ''}`}>
          <div class="review-list" ref={place.list}>
            <MatchList
              rows={queue.rows}
              selected={queue.selected}
              onSelect={(id) => {
                reviewing.select(id);
                place.open(true);
              }}
            />
            <Pager
              total={Math.max(queue.total, queue.rows.length)}
              offset={queue.before}
              go={(offset) => reviewing.turn(offset > queue.before ? 1 : -1)}
            />
          </div>
          <div class="review-match card" ref={place.match}>
            <MatchActions
              decided={row.decision !== undefined}
              acceptable={candidate !== undefined}
              undoable={reviewing.undoable.value > 0}
              onBack={() => place.open(false)}
              onAccept={() => accept()}
              onReject={reject}
              onReassign={askReassign}
              onUndo={() => reviewing.undo()}
            />
            {!filter.decided && queue.counts.undecided === 0 ? <p class="notice">{t('review.allDone')}</p> : null}
            <MatchDetail
              row={row}
              shown={index}
              onShow={(other) => reviewing.compare(other)}
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
            closeDialog();
            reviewing.decide({ decision: 'reassign', customer });
          }}
          onClose={closeDialog}
        />
      ) : null}
      {dialog === 'bulk' ? (
        <BulkAccept
          q={filter.q}
          space={filter.space}
          onAccepted={(ids) => reviewing.accepted(ids)}
          onClose={closeDialog}
        />
      ) : null}
    </Screen>
  );
}

/** The review at work on what the filter lists, told of what changes elsewhere. */
function useReviewing(filter: ReviewFilter): Reviewing {
  const [reviewing] = useState(() => new Reviewing());
  useEffect(() => {
    void reviewing.load(filter);
  }, [reviewing, filter]);
  useEffect(() => {
    const stop = onChange(['pending'], () => reviewing.changed());
    // The browser asks before it closes on what the server has not heard yet.
    const stay = (event: BeforeUnloadEvent) => {
      if (reviewing.busy) event.preventDefault();
    };
    addEventListener('beforeunload', stay);
    return () => {
      stop();
      removeEventListener('beforeunload', stay);
      reviewing.end();
    };
  }, [reviewing]);
  return reviewing;
}

/** Where there is no room for both, the list or the match: the focus goes along from the one to the other. */
function useOneOfTwo() {
  const [opened, open] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const match = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const hidden = (element: HTMLElement | null) => element?.offsetParent === null;
    if (opened && hidden(list.current)) match.current?.querySelector<HTMLElement>('h2')?.focus();
    if (!opened && hidden(match.current)) list.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  }, [opened]);
  return { opened, open, list, match };
}

function emptySentence({ q, decided }: ReviewFilter, { counts }: Queue): string {
  if (q) return t('review.emptyFound');
  if (decided) return t('review.emptyDecided');
  return t(counts.decided ? 'review.allDone' : 'review.emptyUndecided');
}
