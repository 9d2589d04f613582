import { useState } from 'preact/hooks';
import type { AuditView } from '../../../lib/sync/operations/audit';
import type { StoryEntry } from '../../../lib/sync/operations/record-story';
import { t, tOr } from '../../i18n';
import { Badge, type Tone } from '../../kit/badge';
import { Button } from '../../kit/button';
import { Changes, changesBetween, fieldLabel } from '../../kit/changes';
import { outcomeLabel } from '../../kit/outcome-bars';
import { Empty } from '../../kit/screen';
import { When } from '../../kit/time';
import { whatInWords } from '../audit-trail/audit-list';
import { PutBackDialog } from '../audit-trail/put-back-dialog';
import { stateLabel } from './words';

const TONES: Record<StoryEntry['kind'], Tone> = {
  state: 'plain',
  decision: 'busy',
  write: 'good',
  outcome: 'plain',
  feed: 'plain',
};

/** All that became of a record, newest first: states, decisions, writes old → new, runs. */
export function Timeline({ of }: { of: readonly StoryEntry[] }) {
  const [chosen, choose] = useState<AuditView>();
  return (
    <section class="card stack">
      <h2>{t('records.timeline')}</h2>
      {of.length ? null : <Empty>{t('records.noTimeline')}</Empty>}
      <ol class="timeline">
        {of.map((entry, index) => (
          <li key={`${entry.at} ${entry.kind} ${index}`}>
            <span class="soft">
              <When at={entry.at} />
            </span>
            <span class="stack-tight">
              <span class="row">
                <Badge tone={TONES[entry.kind]}>{t(`records.entry.${entry.kind}`)}</Badge>
                <strong>{sentenceOf(entry)}</strong>
                {entry.who ? <span class="soft">{tOr(`cause.${entry.who}`, entry.who)}</span> : null}
                {entry.runId ? <a href={`#/runs/${encodeURIComponent(entry.runId)}`}>{t('records.run')}</a> : null}
              </span>
              <Detail entry={entry} onPutBack={choose} />
            </span>
          </li>
        ))}
      </ol>
      {chosen ? <PutBackDialog entry={chosen} onClose={() => choose(undefined)} /> : null}
    </section>
  );
}

function sentenceOf({ kind, text: { key, values }, audit }: StoryEntry): string {
  if (audit) return whatInWords(audit);
  if (kind === 'outcome') {
    const outcome = outcomeLabel(key.replace(/^preview\./, ''));
    return t(key.startsWith('preview.') ? 'records.previewed' : 'records.ran', { run: values.run ?? '', outcome });
  }
  if (kind === 'state') {
    const { state = '', field = '' } = values;
    return tOr(`records.story.${key}`, key, { ...values, state: stateLabel(state), field: fieldLabel(field) });
  }
  return tOr(`serviceRequests.what.${key}`, key);
}

/** What the sentence leaves out: the reason, and the values old → new. */
function Detail({ entry, onPutBack }: { entry: StoryEntry; onPutBack(audit: AuditView): void }) {
  const { audit, text, kind } = entry;
  if (!audit) {
    const { reason, changes } = text.values;
    const why = reason && kind === 'feed' ? tOr(`serviceRequests.why.${reason}`, reason) : reason;
    const said = [why, changes].filter(Boolean).join(' ');
    return said && kind !== 'state' ? <span class="soft">{said}</span> : null;
  }
  const changes = changesBetween(audit.old, audit.new).filter(({ field }) => field !== 'decision');
  return (
    <>
      {audit.reason ? <span class="soft">{audit.reason}</span> : null}
      {changes.length ? <Changes of={changes} /> : null}
      {audit.restorable ? (
        <span>
          <Button writes onClick={() => onPutBack(audit)}>
            {t('audit.putBack')}
          </Button>
        </span>
      ) : null}
    </>
  );
}
