import type { HoldView } from '../../../lib/sync/operations/holds';
import type { PageOf } from '../../../lib/sync/operations/pages';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty, Screen } from '../../kit/screen';
import { Ago } from '../../kit/time';
import { told } from '../../kit/told';
import { Lets } from './guarded-counts';

export function HeldList() {
  const { offset, limit, go } = usePaging('');
  const holds = useLoad<PageOf<HoldView>>('holds', { offset, limit }, ['holds']);
  return (
    <Screen title={t('nav.held')} lead={t('held.lead')}>
      <Answer of={holds}>
        {({ total, items }) =>
          items.length === 0 ? (
            <Empty>{t('held.none')}</Empty>
          ) : (
            <>
              <ul class="holds" aria-label={t('held.list')}>
                {items.map((hold) => (
                  <li key={hold.id} class="card hold">
                    <h2>
                      <a href={`#/held/${encodeURIComponent(hold.id)}`}>{hold.name}</a>
                    </h2>
                    <p class="soft">
                      {t('held.since')} <Ago at={hold.since} />
                    </p>
                    <Reasons of={hold.reasons} />
                    <Lets counts={hold.counts} />
                  </li>
                ))}
              </ul>
              <Pager total={total} offset={offset} go={go} />
            </>
          )
        }
      </Answer>
    </Screen>
  );
}

/** Why it is held, in the words of the guard. */
export function Reasons({ of }: { of: readonly string[] }) {
  return (
    <ul class="hold-reasons">
      {of.map((reason) => (
        <li key={reason}>{told(reason)}</li>
      ))}
    </ul>
  );
}
