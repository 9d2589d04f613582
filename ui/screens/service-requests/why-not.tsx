import type { VehicleStory } from '../../../lib/dealer-feed/operations/explain-vehicle';
import type { RequestView } from '../../../lib/dealer-feed/operations/views';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Answer, Empty, Screen } from '../../kit/screen';
import { When } from '../../kit/time';
import { StatusBadge, vehicleName } from './words';

interface Told {
  vin: string;
  requests: RequestView[];
  files: VehicleStory[];
}

/** What the newest files say of a vehicle, and what the rules make of it today (F11). */
export function WhyNot({ vin }: { vin: string }) {
  const answer = useLoad<Told>(`service-requests/vin/${encodeURIComponent(vin)}`, {}, ['service-requests']);
  return (
    <Screen title={t('serviceRequests.whyTitle', { vin: vin.toUpperCase() })} lead={t('serviceRequests.whyLead')}>
      <p>
        <a href="#/service-requests">{t('serviceRequests.back')}</a>
      </p>
      <Answer of={answer}>
        {({ requests, files }) => (
          <div class="stack">
            {requests.map((request) => (
              <p key={request.id} class="card row">
                <a href={`#/service-requests/${encodeURIComponent(request.id)}`}>{vehicleName(request)}</a>
                <StatusBadge of={request} />
              </p>
            ))}
            {files.length ? null : <Empty>{t('serviceRequests.noFeeds')}</Empty>}
            {files.map((story) => (
              <section key={`${story.feed} ${story.file}`} class="card stack">
                <h2>{story.file ?? story.feed}</h2>
                {story.takenAt ? (
                  <p class="soft">
                    {story.feed}, <When at={story.takenAt} />
                  </p>
                ) : null}
                <ul>
                  {story.sentences.map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        )}
      </Answer>
    </Screen>
  );
}
