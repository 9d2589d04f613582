import './overview.css';
import type { SetupView } from '../../../lib/setup/setup-view';
import type { IntegrationView } from '../../../lib/sync/operations/overview';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Answer, Empty, Screen } from '../../kit/screen';
import { IntegrationCard } from './integration-card';
import { SilentHosts } from './silent-hosts';
import { standingOf } from './standing';
import { StandingSentence } from './standing-sentence';

/** Each integration at a glance, and what waits for a person. */
export function Overview() {
  const integrations = useLoad<IntegrationView[]>('integrations', {}, [
    'integrations',
    'runs',
    'pending',
    'conflicts',
    'holds',
    'parked',
  ]);
  const setup = useLoad<SetupView[]>('setup', {}, ['integrations']);
  return (
    <Screen title={t('nav.overview')}>
      <Answer of={integrations}>
        {(all) =>
          all.length === 0 ? (
            <Empty>{t('overview.noIntegrations')}</Empty>
          ) : (
            <>
              <StandingSentence standing={standingOf(all)} />
              <SilentHosts />
              <div class="cards integrations">
                {all.map((one) => (
                  <IntegrationCard
                    key={one.id}
                    integration={one}
                    missing={setup.data?.find(({ integration }) => integration === one.id)?.missing ?? []}
                  />
                ))}
              </div>
            </>
          )
        }
      </Answer>
    </Screen>
  );
}
