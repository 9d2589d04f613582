import { formatNumber } from '../i18n';

export interface Share {
  key: string;
  label: string;
  value: number;
  tone?: 'good' | 'busy' | 'wait' | 'bad' | 'plain';
  pressed: boolean;
}

interface ShareBarsProps {
  label: string;
  shares: readonly Share[];
  /** A bar is a filter: pressed again it is taken back. */
  onPress(key: string): void;
}

const WIDTH = 100;

/** How many of each, as bars that filter the list below. */
export function ShareBars({ label, shares, onPress }: ShareBarsProps) {
  const most = Math.max(1, ...shares.map(({ value }) => value));
  return (
    <fieldset class="share-bars">
      <legend>{label}</legend>
      {shares.map(({ key, label: name, value, tone = 'plain', pressed }) => (
        <button
          key={key}
          type="button"
          class="share"
          aria-pressed={pressed}
          disabled={value === 0 && !pressed}
          onClick={() => onPress(key)}
        >
          <span class="share-name">{name}</span>
          <svg class={`share-bar ${tone}`} viewBox={`0 0 ${WIDTH} 10`} preserveAspectRatio="none" aria-hidden="true">
            <rect width={(value / most) * WIDTH} height={10} />
          </svg>
          <span class="share-value">{formatNumber(value)}</span>
        </button>
      ))}
    </fieldset>
  );
}
