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
      <Fact title={t('runs.writes')}>
        <Writes run={run} />
      </Fact>
      <Fact title={t('runs.calls')}>
        {Object.entries(run.calls).map(([host, methods]) => (
          <div key={host}>{t('runs.callsAt', { n: sumOf(methods), host })}</div>
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

const TARGETS = ['revio', 'monitoring', 'keyLinks', 'serviceRequests'] as const;

function Writes({ run: { writes, system } }: { run: RunView }) {
  const told = TARGETS.filter((target) => writes[target]);
  if (!told.length) return <>{t('runs.noWrites')}</>;
  return (
    <>
      {told.map((target) => (
        <div key={target}>{t(`runs.writes.${target}`, { n: writes[target] ?? 0, system })}</div>
      ))}
    </>
  );
}
