import type { MissingField } from '../../../lib/setup/setup-view';
import type { IntegrationView, RunView } from '../../../lib/sync/operations/overview';
import { liveRuns } from '../../api/events';
import { useLoad } from '../../api/use-load';
import { t, tOr } from '../../i18n';
import { Badge } from '../../kit/badge';
import { LiveProgress } from '../../kit/live-progress';
import { OutcomeBars } from '../../kit/outcome-bars';
import { OutcomeCounts, RunState, stateTone, tookOf } from '../../kit/run-words';
import { Ago, exact } from '../../kit/time';
import { told } from '../../kit/told';
import { WAITING } from '../../kit/waiting';
import { MissingSettings } from './missing-settings';
import { RunButtons } from './run-buttons';

interface CardProps {
  integration: IntegrationView & { running?: RunView };
  missing: MissingField[];
}

const CHART_RUNS = 20;

export function IntegrationCard({ integration, missing }: CardProps) {
  const { id, name, system, state, productionMode, lastRun } = integration;
  const running = [...liveRuns.value.values()].find((run) => run.integration === id) ?? integration.running;
  // The last run is the one under way until it is over.
  const now = running ?? (lastRun?.state === 'running' ? lastRun : undefined);
  return (
    <article class="card integration" aria-labelledby={`integration-${id}`}>
      <header>
        <h2 id={`integration-${id}`}>{name}</h2>
        <span class="run-state">
          <Badge tone={stateTone(now ? 'running' : state)}>{t(`overview.state.${now ? 'running' : state}`)}</Badge>
        </span>
      </header>
      <p class="soft">
        {system} · {tOr(`overview.direction.${integration.direction}`, integration.direction)}
      </p>
      {productionMode ? null : <p class="notice">{t('overview.previewOnly')}</p>}
      {missing.length ? <MissingSettings missing={missing} /> : null}
      {now ? (
        <section class="now" aria-label={t('overview.now')}>
          <LiveProgress run={now} />
          <OutcomeCounts counts={now.counts} />
          <a href={runHref(now)}>{t('overview.watch')}</a>
        </section>
      ) : null}
      <LastRun run={lastRun === undefined || lastRun.id === now?.id ? undefined : lastRun} first={!now} />
      <p>
        {integration.nextRun ? (
          <span title={exact(integration.nextRun)}>
            {t('overview.nextRun')} <Ago at={integration.nextRun} />
          </span>
        ) : (
          <span class="soft">{t('overview.noSchedule')}</span>
        )}
      </p>
      <Chart integration={id} />
      <Waits counts={integration.counts} />
      <RunButtons integration={integration} {...(now ? { running: now } : {})} />
    </article>
  );
}

function runHref({ id }: Pick<RunView, 'id'>): string {
  return `#/runs/${encodeURIComponent(id)}`;
}

function LastRun({ run, first }: { run: RunView | undefined; first: boolean }) {
  if (!run) return first ? <p class="soft">{t('overview.neverRun')}</p> : null;
  const took = tookOf(run);
  return (
    <div class="last-run">
      <p>
        <a href={runHref(run)}>{t('overview.lastRun')}</a> <Ago at={run.startedAt} /> <RunState run={run} />
        {took ? <span class="soft"> {t('overview.took', { time: took })}</span> : null}
      </p>
      {run.error ? <p class="problem-text">{run.error.message}</p> : null}
      {run.reasons?.map((reason) => (
        <p key={reason}>{told(reason)}</p>
      ))}
      <OutcomeCounts counts={run.counts} />
    </div>
  );
}

function Chart({ integration }: { integration: string }) {
  const { data } = useLoad<RunView[]>('runs', { integration, limit: CHART_RUNS }, ['runs']);
  const ended = (data ?? []).filter(({ state }) => state !== 'running' && state !== 'busy');
  if (ended.length === 0) return null;
  const bars = ended.reverse().map((run) => ({ label: exact(run.startedAt), counts: run.counts, href: runHref(run) }));
  return <OutcomeBars title={t('overview.chart', { n: bars.length })} bars={bars} />;
}

function Waits({ counts }: Pick<IntegrationView, 'counts'>) {
  const waiting = WAITING.filter(({ kind }) => counts[kind] > 0);
  if (!waiting.length) return <p class="soft">{t('overview.nothingWaits')}</p>;
  return (
    <ul class="waits">
      {waiting.map(({ kind, path }) => (
        <li key={kind}>
          <a class="badge wait" href={`#${path}`}>
            {t(`overview.waits.${kind}`, { n: counts[kind] })}
          </a>
        </li>
      ))}
    </ul>
  );
}
