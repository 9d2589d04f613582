import { language, t } from '../i18n';

const WIDTH = 100;
const HEIGHT = 8;

/** A score of 0 to 1 as percent: never 100 % unless it is that, as little as a doubt may be. */
export function percent(score: number): string {
  const whole = score >= 1 ? 1 : Math.min(0.99, Math.round(score * 100) / 100);
  return new Intl.NumberFormat(language.value, { style: 'percent' }).format(whole);
}

/** A score as percent, as a bar, and against the threshold from which on no person is asked. */
export function Score({ score, threshold }: { score: number; threshold?: number | undefined }) {
  return (
    <div class="score">
      <strong>{t('review.scoreIs', { score: percent(score) })}</strong>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="ground" width={WIDTH} height={HEIGHT} />
        <rect class="value" width={score * WIDTH} height={HEIGHT} />
        {threshold === undefined ? null : <rect class="threshold" x={threshold * WIDTH} width={1.5} height={HEIGHT} />}
      </svg>
      {threshold === undefined ? null : (
        <span class="soft">
          {t(score < threshold ? 'review.threshold' : 'review.thresholdReached', { threshold: percent(threshold) })}
        </span>
      )}
    </div>
  );
}
