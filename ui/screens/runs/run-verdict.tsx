import type { RunDetail } from '../../../lib/sync/operations/run-detail';
import { t } from '../../i18n';
import { outcomeLabel } from '../../kit/outcome-bars';
import { told } from '../../kit/told';

/** What a person should know of a run before its numbers: why it is held or failed, what it noticed. */
export function RunVerdict({ run }: { run: RunDetail }) {
  const { state, preview, error, reasons = [], notices = [], plan, tallies = [] } = run;
  return (
    <>
      {error ? (
        <p class="notice problem" role="alert">
          {t('runs.failed', { message: error.message })}
        </p>
      ) : null}
      {preview ? <p class="notice">{t('runs.isPreview')}</p> : null}
      {state === 'held' ? (
        <div class="notice waits-notice">
          <p>
            <PlanState run={run} />
          </p>
          <Sentences of={reasons} />
        </div>
      ) : null}
      {preview && plan?.reasons.length ? (
        <div class="notice waits-notice">
          <p>{t('runs.wouldBeHeld')}</p>
          <Sentences of={plan.reasons} />
        </div>
      ) : null}
      {notices.map(({ topic, text }) => (
        <p key={text} class="notice waits-notice">
          {t(`runs.notice.${topic}`, { text: told(text) })}{' '}
          {topic === 'held' ? <a href="#/held">{t('nav.held')}</a> : null}
        </p>
      ))}
      {tallies.length ? (
        <section class="card">
          <h2>{t('runs.tallies')}</h2>
          <ul>
            {tallies.map(({ outcome, code, reason, count }) => (
              <li key={`${outcome} ${code} ${reason}`}>
                {t('runs.tallyRow', { n: count, outcome: outcomeLabel(outcome), reason: told(reason) })}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

function Sentences({ of }: { of: readonly string[] }) {
  return (
    <ul class="sentences">
      {of.map((sentence) => (
        <li key={sentence}>{told(sentence)}</li>
      ))}
    </ul>
  );
}

function PlanState({ run: { id, plan } }: { run: RunDetail }) {
  const who = plan?.decidedBy ?? '';
  switch (plan?.state) {
    case 'approved':
    case 'discarded':
      return <>{t(`runs.plan.${plan.state}`, { who })}</>;
    case 'superseded':
      return <>{t('runs.plan.superseded')}</>;
    default:
      return (
        <>
          {t('runs.heldNow')} <a href={plan ? `#/held/${encodeURIComponent(id)}` : '#/held'}>{t('runs.heldDecide')}</a>.
        </>
      );
  }
}
