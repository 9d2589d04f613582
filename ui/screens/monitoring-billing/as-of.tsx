import type { MonitoringBillingPage } from '../../../lib/sync/operations/monitoring-billing';
import type { IntegrationView } from '../../../lib/sync/operations/overview';
import { post } from '../../api/client';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Button } from '../../kit/button';
import { Ago } from '../../kit/time';
import { toast } from '../../kit/toast';

/** Which runs the audit is of, which systems it waits for, and how to have it made without writing anything. */
export function AsOf({ page }: { page: MonitoringBillingPage }) {
  const { asOf, waitingFor } = page;
  return (
    <div class="stack">
      {asOf.length ? (
        <ul class="as-of">
          {asOf.map((one) => (
            <li key={one.runId}>
              <a href={`#/runs/${encodeURIComponent(one.runId)}`}>{one.name}</a>{' '}
              {t('monitoringBilling.read', { accounts: one.accounts, customers: one.customers })} <Ago at={one.at} />
              {one.preview ? ` (${t('monitoringBilling.preview')})` : ''}
            </li>
          ))}
        </ul>
      ) : (
        <p class="notice">{t('monitoringBilling.noRun')}</p>
      )}
      {waitingFor.length ? (
        <p class="notice">{t('monitoringBilling.waitingFor', { systems: waitingFor.join(', ') })}</p>
      ) : null}
      <Refresh page={page} />
    </div>
  );
}

/** Previews read both sides and write nothing, also while production mode is off. */
function Refresh({ page: { tellers, asOf, waitingFor } }: { page: MonitoringBillingPage }) {
  const { data } = useLoad<IntegrationView[]>('integrations', {}, ['integrations', 'runs']);
  const wanted = tellers.filter(({ system }) => !waitingFor.length || waitingFor.includes(system));
  const preview = async ({ id, name }: MonitoringBillingPage['tellers'][number]) => {
    await post(`integrations/${encodeURIComponent(id)}/run`, { preview: true });
    toast(t('monitoringBilling.started', { name }));
  };
  return (
    <div class="row screen-actions">
      {wanted.map((one) => {
        const state = data?.find(({ id }) => id === one.id)?.state;
        return (
          <Button
            key={one.id}
            writes
            kind={asOf.length ? 'plain' : 'primary'}
            disabled={state === 'running' || state === 'waiting'}
            onClick={() => preview(one)}
          >
            {t(state === 'running' ? 'monitoringBilling.reading' : 'monitoringBilling.look', { name: one.name })}
          </Button>
        );
      })}
    </div>
  );
}
