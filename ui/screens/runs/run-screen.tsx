import { useEffect, useState } from 'preact/hooks';
import type { RunDetail } from '../../../lib/sync/operations/run-detail';
import { post } from '../../api/client';
import { liveRuns } from '../../api/events';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { LiveProgress } from '../../kit/live-progress';
import { RunState } from '../../kit/run-words';
import { Answer, Screen } from '../../kit/screen';
import { exact } from '../../kit/time';
import { toast } from '../../kit/toast';
import { RunCalls } from './run-calls';
import { RunFacts } from './run-facts';
import { RunRecords } from './run-records';
import { RunVerdict } from './run-verdict';
import { RunWrites } from './run-writes';

const PARTS = ['records', 'callList', 'audit'] as const;
type Part = (typeof PARTS)[number];

/** One run, while it runs and after. */
export function RunScreen({ id }: { id: string }) {
  const [part, setPart] = useState<Part>('records');
  const path = `runs/${encodeURIComponent(id)}`;
  const run = useLoad<RunDetail>(path, { limit: 1 }, ['runs', 'holds']);
  const live = liveRuns.value.get(id);
  useReloadAtEnd(live !== undefined, run.reload);
  const view = live ?? run.data;
  return (
    <Screen
      title={view ? `${view.title}, ${exact(view.startedAt)}` : t('nav.runs')}
      actions={
        <>
          <a class="button" href="#/runs">
            {t('runs.back')}
          </a>
          {view?.state === 'running' || view?.state === 'busy' ? (
            <Button
              kind="danger"
              writes
              onClick={async () => {
                await post(`${path}/stop`);
                toast(t('runs.stopped'));
                // The button goes away with what it stopped.
                document.querySelector('h1')?.focus();
              }}
            >
              {t('runs.stop')}
            </Button>
          ) : null}
        </>
      }
    >
      <Answer of={run}>
        {(detail) => {
          const now = live ?? detail;
          return (
            <>
              <p>
                <RunState run={now} />
              </p>
              {now.state === 'running' || now.state === 'busy' ? (
                <div class="card">
                  <LiveProgress run={now} />
                </div>
              ) : null}
              <RunVerdict run={detail} />
              <RunFacts run={now} />
              <fieldset class="chips parts">
                <legend class="sr-only">{t('runs.parts')}</legend>
                {PARTS.map((one) => (
                  <Button key={one} pressed={part === one} onClick={() => setPart(one)}>
                    {t(`runs.${one}`)}
                  </Button>
                ))}
              </fieldset>
              {part === 'records' ? <RunRecords run={now} /> : null}
              {part === 'callList' ? <RunCalls run={now} /> : null}
              {part === 'audit' ? <RunWrites run={now} /> : null}
            </>
          );
        }}
      </Answer>
    </Screen>
  );
}

/** The last word on a run is in the store when it is not told of live any more. */
function useReloadAtEnd(isLive: boolean, reload: () => Promise<void>): void {
  useEffect(() => {
    if (!isLive) return;
    return () => void reload();
  }, [isLive, reload]);
}
