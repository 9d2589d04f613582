import { t } from '../../i18n';
import type { Standing } from './standing';

/** In one sentence: is everything in step, or what waits for you. */
export function StandingSentence({
  standing: { waiting, total, failed, incomplete, neverRun },
}: {
  standing: Standing;
}) {
  const quiet = total === 0 && failed.length === 0 && incomplete.length === 0;
  return (
    <p class={`standing ${quiet ? 'quiet' : ''}`}>
      {total > 0 ? (
        <span>
          <strong>{t('overview.waiting', { n: total })}</strong>{' '}
          {waiting.map(({ kind, path, count }, index) => (
            <span key={kind}>
              {index > 0 ? ', ' : null}
              <a href={`#${path}`}>{t(`overview.waits.${kind}`, { n: count })}</a>
            </span>
          ))}
          .
        </span>
      ) : null}{' '}
      {failed.map(({ id, name, runId }) => (
        <span key={id}>
          <a href={`#/runs/${encodeURIComponent(runId)}`}>{t('overview.lastRunFailed', { name })}</a>{' '}
        </span>
      ))}
      {incomplete.length ? (
        <span>{t('overview.incomplete', { names: incomplete.map(({ name }) => name).join(', ') })}</span>
      ) : null}
      {quiet ? <strong>{neverRun > 0 ? t('overview.notRunYet', { n: neverRun }) : t('overview.inStep')}</strong> : null}
    </p>
  );
}
