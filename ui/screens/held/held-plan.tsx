import { useState } from 'preact/hooks';
import type { HoldView } from '../../../lib/sync/operations/holds';
import type { RunDetail } from '../../../lib/sync/operations/run-detail';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Answer, Screen } from '../../kit/screen';
import { Ago } from '../../kit/time';
import { RunRecords } from '../runs/run-records';
import { ApproveDialog, DiscardDialog } from './decide-dialogs';
import { Lets } from './guarded-counts';
import { Reasons } from './held-list';

/** One held run: why, what its plan would do, and the decision. */
export function HeldPlan({ id }: { id: string }) {
  const [asked, ask] = useState<'approve' | 'discard'>();
  const hold = useLoad<HoldView>(`holds/${encodeURIComponent(id)}`, {}, ['holds']);
  const runId = hold.data?.runId;
  const run = useLoad<RunDetail>(runId && `runs/${encodeURIComponent(runId)}`, { limit: 1 });
  if (hold.code === 'NOT_FOUND') return <NotHeld id={id} />;
  return (
    <Screen
      title={hold.data?.name ?? t('nav.held')}
      actions={
        <>
          <a class="button" href="#/held">
            {t('held.back')}
          </a>
          <Button kind="danger" writes disabled={!hold.data} onClick={() => ask('discard')}>
            {t('held.discard')}
          </Button>
          <Button kind="primary" writes disabled={!hold.data} onClick={() => ask('approve')}>
            {t('held.approve')}
          </Button>
        </>
      }
    >
      <Answer of={hold}>
        {(view) => (
          <>
            <section class="card hold">
              <h2>{t('held.why')}</h2>
              <p class="soft">
                {t('held.since')} <Ago at={view.since} /> ·{' '}
                <a href={`#/runs/${encodeURIComponent(view.runId)}`}>{t('held.seeRun')}</a>
              </p>
              <Reasons of={view.reasons} />
              <Lets counts={view.counts} />
              {isShortList(view) ? <p class="soft">{t('held.shortList')}</p> : null}
            </section>
            <section class="stack">
              <h2>{t('held.plan')}</h2>
              <Answer of={run}>{(detail) => <RunRecords run={detail} planOnly keys={view.keys} />}</Answer>
            </section>
            {asked === 'approve' ? <ApproveDialog hold={view} onClose={() => ask(undefined)} /> : null}
            {asked === 'discard' ? <DiscardDialog hold={view} onClose={() => ask(undefined)} /> : null}
          </>
        )}
      </Answer>
    </Screen>
  );
}

/** Held for what a listing lacks, and not for what would be done. */
function isShortList({ counts: { creates, closes, removes } }: HoldView): boolean {
  return creates + closes + removes === 0;
}

/** Somebody was quicker; a plan that a run kept under its own id leads to that run. */
function NotHeld({ id }: { id: string }) {
  return (
    <Screen title={t('nav.held')}>
      <p class="notice">{t('held.gone')}</p>
      <p class="row">
        <a class="button" href="#/held">
          {t('held.back')}
        </a>
        <a class="button" href={`#/runs/${encodeURIComponent(id)}`}>
          {t('held.seeRun')}
        </a>
      </p>
    </Screen>
  );
}
