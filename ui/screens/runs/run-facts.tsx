import type { ComponentChildren } from 'preact';
import type { RunView } from '../../../lib/sync/operations/overview';
import { formatNumber, t, tOr } from '../../i18n';
import { causeInWords, sumOf, tookOf } from '../../kit/run-words';
import { When } from '../../kit/time';

/** When, by whom, how long, what it wrote and how often it called. */
export function RunFacts({ run }: { run: RunView }) {
  return (
    <dl class="card facts">
      <Fact title={t('runs.begun')}>
        <When at={run.startedAt} />
      </Fact>
      <Fact title={t('runs.ended')}>{run.endedAt ? <When at={run.endedAt} /> : t('runs.stillRunning')}</Fact>
      <Fact title={t('runs.took')}>{tookOf(run) ?? '…'}</Fact>
      <Fact title={t('runs.cause')}>{causeInWords(run)}</Fact>
      <Fact title={t('runs.direction')}>{tOr(`overview.direction.${run.direction}`, run.direction)}</Fact>
      <Fact title={t('runs.writes')}>{writesInWords(run)}</Fact>
      <Fact title={t('runs.calls')}>
        {Object.entries(run.calls).map(([host, methods]) => (
          <div key={host}>{t('runs.writesAt', { n: sumOf(methods), side: host })}</div>
        ))}
        {Object.keys(run.calls).length ? null : formatNumber(0)}
      </Fact>
    </dl>
  );
}

function Fact({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function writesInWords({ writes, system }: RunView): string {
  const told = Object.entries(writes).flatMap(([target, count]) =>
    count ? [t('runs.writesAt', { n: count, side: tOr(`runs.writes.${target}`, system) })] : [],
  );
  return told.join(', ') || t('runs.noWrites');
}
