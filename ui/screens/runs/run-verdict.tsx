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
          <ul class="sentences">
            {reasons.map((reason) => (
              <li key={reason}>{told(reason)}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {preview && plan?.reasons.length ? (
        <ul class="notice sentences">
          {plan.reasons.map((reason) => (
            <li key={reason}>{told(reason)}</li>
          ))}
        </ul>
      ) : null}
      {notices.map(({ topic, text }) => (
        <p key={text} class="notice waits-notice">
          {t(`runs.notice.${topic}`, { text: told(text) })}
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
          {t('runs.heldNow')} <a href={`#/held/${encodeURIComponent(id)}`}>{t('runs.heldDecide')}</a>.
        </>
      );
  }
}
