import type { RunView } from '../../lib/sync/operations/overview';
import { t, tOr } from '../i18n';
import { duration } from './time';

/** How far a running run is: its phase in words, records done of those seen, and the time left when it can be told. */
export function LiveProgress({ run }: { run: RunView }) {
  const { progress, phase, state } = run;
  if (state === 'busy') return <p class="progress-text">{t('runs.waitsForOther')}</p>;
  return (
    <div class="live-progress">
      <p class="progress-text">
        {tOr(`phase.${phase}`, phase ?? '')}
        {progress?.secondsLeft === undefined ? null : (
          <span class="soft"> · {t('runs.timeLeft', { time: duration(progress.secondsLeft) })}</span>
        )}
      </p>
      {progress?.of ? (
        <>
          <progress aria-label={t('runs.progress')} value={progress.done} max={progress.of} />
          <p class="progress-text soft">{t('runs.doneOf', { done: progress.done, of: progress.of })}</p>
        </>
      ) : (
        <progress aria-label={t('runs.progress')} />
      )}
    </div>
  );
}
