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

/** Nothing was to be done with it. */
export function isQuiet(name: OutcomeName): boolean {
  return name === 'unchanged' || name === 'skipped';
}

/** Quiet records are by far the most, so they are left out: what shows is what happened. */
const SHOWN = OUTCOME_ORDER.filter((name) => !isQuiet(name));

/** What wants a person first, quiet ones last. */
export const OUTCOMES_BY_WEIGHT: readonly OutcomeName[] = [...SHOWN].reverse().concat(OUTCOME_ORDER.filter(isQuiet));

/**
 * A bar for each run, which leads to it. Heights are by the square root, so that one failure beside a thousand updates can
 * still be seen.
 */
export function OutcomeBars({ bars, title }: { bars: Bar[]; title: string }) {
  const tallest = Math.max(1, ...bars.map(({ counts }) => SHOWN.reduce((sum, name) => sum + root(counts[name]), 0)));
  return (
    <figure class="bars-figure">
      <svg
        class="bars"
        preserveAspectRatio="xMinYMax meet"
        viewBox={`0 0 ${Math.max(1, bars.length) * (WIDTH + GAP)} ${HEIGHT}`}
      >
        <title>{title}</title>
        {bars.map((bar, index) => (
          <OneBar key={bar.href ?? bar.label} bar={bar} x={index * (WIDTH + GAP)} tallest={tallest} />
        ))}
      </svg>
      <Legend bars={bars} title={title} />
    </figure>
  );
}

function OneBar({ bar, x, tallest }: { bar: Bar; x: number; tallest: number }) {
  let top = HEIGHT - 1;
  return (
    <g transform={`translate(${x} 0)`}>
      <a href={bar.href} aria-label={describe(bar)}>
        <title>{describe(bar)}</title>
        <rect class="touch" width={WIDTH + GAP} height={HEIGHT} />
        <rect class="ground" y={HEIGHT - 1} width={WIDTH} height={1} />
        {SHOWN.map((name) => {
          const height = (root(bar.counts[name]) / tallest) * (HEIGHT - 1);
          top -= height;
          return height ? <rect key={name} class={`outcome-${name}`} y={top} width={WIDTH} height={height} /> : null;
        })}
      </a>
    </g>
  );
}

/** Outcomes of one colour. */
const COLOURS: readonly OutcomeName[][] = [
  ['updated'],
  ['linked', 'created'],
  ['pending', 'conflict', 'held'],
  ['failed'],
];

/** What the colours stand for, of those that are there. */
function Legend({ bars, title }: { bars: Bar[]; title: string }) {
  return (
    <figcaption>
      <span>{title}</span>
      {COLOURS.map((names) => names.filter((name) => bars.some(({ counts }) => counts[name])))
        .filter(([first]) => first !== undefined)
        .map((names) => (
          <span key={names.join()}>
            <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true">
              <rect class={`outcome-${names[0]}`} width={10} height={10} />
            </svg>
            {names.map(outcomeLabel).join(', ')}
          </span>
        ))}
    </figcaption>
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
