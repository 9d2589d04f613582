import type { PageOf } from '../../../lib/sync/operations/pages';
import type { HostView } from '../../../nodes/runtime/host-routes';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { TimeOfDay } from '../../kit/time';

/** Systems that do not answer, or asked for quiet: why runs wait or fail. Nothing while all of them answer. */
export function SilentHosts() {
  const { data } = useLoad<PageOf<HostView>>('hosts', {}, ['integrations', 'runs']);
  const silent = (data?.items ?? []).filter(({ breaker, pausedUntil }) => breaker !== 'closed' || pausedUntil);
  return (
    <>
      {silent.map(({ host, breaker, openUntil, pausedUntil }) => (
        <p key={host} class="notice problem">
          {breaker === 'closed'
            ? t('overview.hostPaused', { host })
            : t(breaker === 'open' ? 'overview.hostOpen' : 'overview.hostTrial', { host })}{' '}
          {breaker === 'half-open' ? null : <TimeOfDay at={openUntil ?? pausedUntil ?? ''} />}
        </p>
      ))}
    </>
  );
}
