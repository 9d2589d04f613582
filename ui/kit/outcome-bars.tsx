import type { OutcomeName } from '../../lib/model/item';
import { t, tOr } from '../i18n';

/** From good to what wants a person; the same order and colours everywhere. */
export const OUTCOME_ORDER: readonly OutcomeName[] = [
  'unchanged',
  'updated',
  'linked',
  'created',
  'skipped',
  'pending',
  'conflict',
  'held',
  'failed',
];

export interface Bar {
  /** What the bar is of, such as the time of a run. */
  label: string;
  counts: Partial<Record<OutcomeName, number>>;
  href?: string;
}

const HEIGHT = 40;
const WIDTH = 10;
const GAP = 3;

/**
 * A bar for each run. Quiet records are by far the most, so they are left out: what shows is what happened. Heights are by
 * the square root, so that one failure beside a thousand updates can still be seen.
 */
export function OutcomeBars({ bars, title }: { bars: Bar[]; title: string }) {
  const shown = OUTCOME_ORDER.filter((name) => name !== 'unchanged' && name !== 'skipped');
  const tallest = Math.max(1, ...bars.map(({ counts }) => shown.reduce((sum, name) => sum + root(counts[name]), 0)));
  return (
    <svg
      class="bars"
      role="img"
      aria-label={`${title}: ${bars.map(describe).join('; ')}`}
      viewBox={`0 0 ${Math.max(1, bars.length) * (WIDTH + GAP)} ${HEIGHT}`}
    >
      {bars.map((bar, index) => {
        let top = HEIGHT;
        return (
          <g key={bar.label} transform={`translate(${index * (WIDTH + GAP)} 0)`}>
            <title>{describe(bar)}</title>
            <rect class="ground" y={HEIGHT - 1} width={WIDTH} height={1} />
            {shown.map((name) => {
              const height = (root(bar.counts[name]) / tallest) * (HEIGHT - 1);
              top -= height;
              return height ? (
                <rect key={name} class={`outcome-${name}`} y={top} width={WIDTH} height={height} />
              ) : null;
            })}
          </g>
        );
      })}
    </svg>
  );
}

function root(count = 0): number {
  return Math.sqrt(count);
}

function describe({ label, counts }: Bar): string {
  const parts = OUTCOME_ORDER.flatMap((name) => (counts[name] ? [`${outcomeLabel(name)} ${counts[name]}`] : []));
  return `${label}: ${parts.join(', ') || t('common.nothing')}`;
}

export function outcomeLabel(name: string): string {
  return tOr(`outcome.${name}`, name);
}
