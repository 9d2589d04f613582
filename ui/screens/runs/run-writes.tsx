import type { RunView } from '../../../lib/sync/operations/overview';
import { t } from '../../i18n';
import { AuditList } from '../audit-trail/audit-list';

/** What the audit tells of this run. */
export function RunWrites({ run }: { run: RunView }) {
  return (
    <section class="stack" aria-label={t('runs.audit')}>
      <AuditList filter={{ runId: run.id }} whenNone={t('runs.wroteNothing')} />
    </section>
  );
}
