import type { IntegrationView, RunView } from '../../lib/sync/operations/overview';
import { formatNumber, t, tOr } from '../i18n';
import { Badge, type Tone } from './badge';
import { isQuiet, OUTCOMES_BY_WEIGHT, outcomeLabel } from './outcome-bars';
import { duration } from './time';

const TONES: Record<RunView['state'] | IntegrationView['state'], Tone> = {
  running: 'busy',
  done: 'good',
  held: 'wait',
  failed: 'bad',
  busy: 'plain',
  waiting: 'plain',
  idle: 'plain',
};

export function RunState({ run }: { run: Pick<RunView, 'state' | 'preview'> }) {
  return (
    <span class="run-state">
      <Badge tone={TONES[run.state]}>{t(`runState.${run.state}`)}</Badge>
      {run.preview ? <Badge>{t('runs.preview')}</Badge> : null}
    </span>
  );
}

export function stateTone(state: IntegrationView['state']): Tone {
  return TONES[state];
}

/** Counts in words, what matters first; records that needed nothing are said last and softly. */
export function OutcomeCounts({ counts }: { counts: RunView['counts'] }) {
  const told = OUTCOMES_BY_WEIGHT.filter((name) => counts[name] > 0);
  if (!told.length) return <span class="soft">{t('runs.noRecords')}</span>;
  return (
    <ul class="outcome-counts">
      {told.map((name) => (
        <li key={name} class={isQuiet(name) ? 'soft' : undefined}>
          <strong>{formatNumber(counts[name])}</strong> {outcomeLabel(name)}
        </li>
      ))}
    </ul>
  );
}

export function causeInWords({ cause, who }: Pick<RunView, 'cause' | 'who'>): string {
  const by = tOr(`cause.${cause}`, cause);
  return who && who !== cause ? t('runs.causeBy', { cause: by, who }) : by;
}

/** How long it took; of a running one nothing. */
export function tookOf({ startedAt, endedAt }: Pick<RunView, 'startedAt' | 'endedAt'>): string | undefined {
  return endedAt === undefined ? undefined : duration((Date.parse(endedAt) - Date.parse(startedAt)) / 1000);
}

export function sumOf(counts: Record<string, number | undefined>): number {
  return Object.values(counts).reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
