import './audit-trail.css';
import { useState } from 'preact/hooks';
import { download } from '../../api/client';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Screen } from '../../kit/screen';
import { AuditFilters } from './audit-filters';
import { AuditList } from './audit-list';
import { type AuditQuestion, asQuery, NO_FILTER } from './audit-question';

/** Who changed what, when: every outside write and every decision. */
export function AuditTrail() {
  const [question, ask] = useState<AuditQuestion>(NO_FILTER);
  const filter = asQuery(question);
  const filtered = Object.values(question).some((value) => value !== '');
  return (
    <Screen
      title={t('nav.audit')}
      lead={t('audit.lead')}
      actions={
        <Button onClick={() => download('audit.csv', filter, 'dealer-sync-audit.csv')}>{t('audit.export')}</Button>
      }
    >
      <AuditFilters question={question} onAsk={(part) => ask((before) => ({ ...before, ...part }))} />
      <AuditList filter={filter} withRuns whenNone={t(filtered ? 'audit.noneFits' : 'audit.none')} />
    </Screen>
  );
}
