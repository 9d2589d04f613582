import { useState } from 'preact/hooks';
import type { LinkDecision } from '../../../lib/sync/operations/links';
import type { RecordStory } from '../../../lib/sync/operations/record-story';
import { post } from '../../api/client';
import { t, tOr } from '../../i18n';
import { Button } from '../../kit/button';
import { CustomerDialog } from '../../kit/customer-search';
import { Dialog } from '../../kit/dialog';
import { reasonWords } from '../../kit/reason-words';
import { When } from '../../kit/time';
import { toast } from '../../kit/toast';

const ON_LINKS = ['unlink', 'relink', 'additional'] as const;
type Asking = (typeof ON_LINKS)[number];
const isOnLink = (kind: string) => ON_LINKS.some((one) => one === kind);

/** Who belongs together, who said so, and how a person says otherwise: nothing is deleted, the next run carries it out. */
export function LinkCard({ story, reload }: { story: RecordStory; reload(): Promise<void> }) {
  const [asking, ask] = useState<Asking>();
  const { link, decision, record, account } = story;
  const decide = async (body: LinkDecision) => {
    await post(`links/${encodeURIComponent(record.id)}`, body);
    ask(undefined);
    toast(t(`records.${body.action}Done`));
    await reload();
  };
  return (
    <section class="card stack">
      <h2>{t('records.link')}</h2>
      {link ? <LinkFacts link={link} /> : <p>{t('records.noLink')}</p>}
      {decision ? (
        <p class="notice">
          {t('records.decided', { decision: tOr(`decision.${decision.kind}`, decision.kind), who: decision.by })}{' '}
          <When at={decision.at} />. {t('records.taken')}
        </p>
      ) : null}
      <div class="row">
        {decision && isOnLink(decision.kind) ? (
          <Button writes onClick={() => decide({ action: 'undo' })}>
            {t('records.undo')}
          </Button>
        ) : null}
        {link ? (
          <Button writes kind="danger" onClick={() => ask('unlink')}>
            {t('records.unlink')}
          </Button>
        ) : null}
        {link ? (
          <Button writes onClick={() => ask('relink')}>
            {t('records.relink')}
          </Button>
        ) : null}
        {link?.additional ? null : (
          <Button writes onClick={() => ask('additional')}>
            {t('records.additional')}
          </Button>
        )}
      </div>
      {asking === 'unlink' ? (
        <Dialog
          title={t('records.unlink')}
          onClose={() => ask(undefined)}
          actions={
            <>
              <Button onClick={() => ask(undefined)}>{t('common.cancel')}</Button>
              <Button kind="danger" writes onClick={() => decide({ action: 'unlink' })}>
                {t('records.unlink')}
              </Button>
            </>
          }
        >
          <p>{t('records.unlinkMeans')}</p>
        </Dialog>
      ) : null}
      {asking === 'relink' || asking === 'additional' ? (
        <CustomerDialog
          title={t(`records.${asking}`)}
          lead={t(`records.${asking}Means`)}
          first={account?.name ?? record.title}
          onChoose={({ id }) => decide({ action: asking, customerId: id })}
          onClose={() => ask(undefined)}
        />
      ) : null}
    </section>
  );
}

function LinkFacts({ link }: { link: NonNullable<RecordStory['link']> }) {
  const { keyLinkId, additional, decidedBy, score, reasons } = link;
  return (
    <div class="stack-tight">
      <p>
        {decidedBy ? t('records.linkedBy', { who: tOr(`records.by.${decidedBy}`, decidedBy) }) : t('records.linked')}
        {score ? `, ${t('records.score', { percent: Math.floor(score * 100) })}` : ''}
        {keyLinkId ? `, ${t('records.keyLink', { id: keyLinkId })}` : ''}
      </p>
      {additional ? <p>{t('records.isAdditional')}</p> : null}
      {reasons?.length ? <p class="soft">{reasons.map(reasonWords).join('; ')}</p> : null}
    </div>
  );
}
