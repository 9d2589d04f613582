import type { RecordStory } from '../../../lib/sync/operations/record-story';
import { useLoad } from '../../api/use-load';
import { t } from '../../i18n';
import { Answer, Screen } from '../../kit/screen';
import { Contacts } from './contacts';
import { LinkCard } from './link-card';
import { OpenQuestions } from './open-questions';
import { Sides } from './sides';
import { Timeline } from './timeline';
import { StateBadge, stateSentence } from './words';

/** One record: how it stands, both sides, what waits, and all that became of it. */
export function OneRecord({ id }: { id: string }) {
  const answer = useLoad<RecordStory>(`records/${encodeURIComponent(id)}`, {}, [
    'links',
    'pending',
    'conflicts',
    'parked',
    'audit',
    'runs',
  ]);
  const { data } = answer;
  return (
    <Screen title={data?.record.title ?? t('records.record')} lead={data?.record.subtitle ?? ''}>
      <p>
        <a href="#/records">{t('records.back')}</a>
      </p>
      <Answer of={answer}>
        {(story) => (
          <div class="stack">
            <p class="row">
              <StateBadge state={story.state} kind={story.record.kind} />
              <span>{stateSentence(story.state)}</span>
              {story.request ? (
                <a href={`#/service-requests/${encodeURIComponent(story.request.id)}`}>{t('records.toRequest')}</a>
              ) : null}
            </p>
            <OpenQuestions story={story} reload={answer.reload} />
            <Sides story={story} />
            {story.record.kind === 'pair' ? <LinkCard story={story} reload={answer.reload} /> : null}
            {story.contacts.length ? <Contacts of={story.contacts} /> : null}
            <Timeline of={story.timeline} />
          </div>
        )}
      </Answer>
    </Screen>
  );
}
