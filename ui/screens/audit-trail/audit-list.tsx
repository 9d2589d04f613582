import { useState } from 'preact/hooks';
import type { AuditView } from '../../../lib/sync/operations/audit';
import type { PageOf } from '../../../lib/sync/operations/pages';
import type { QueryValue } from '../../api/client';
import { useLoad } from '../../api/use-load';
import { t, tOr } from '../../i18n';
import { reasonInWords } from '../../kit/action-words';
import { Button } from '../../kit/button';
import { Changes, changesBetween } from '../../kit/changes';
import { Pager, usePaging } from '../../kit/pager';
import { Answer, Empty } from '../../kit/screen';
import { Table } from '../../kit/table';
import { When } from '../../kit/time';
import { PutBackDialog } from './put-back-dialog';

interface AuditListProps {
  /** As the admin API takes it. */
  filter: Record<string, QueryValue>;
  whenNone: string;
  /** Among the entries of one run its own link says nothing. */
  withRuns?: boolean;
}

/** Entries of the audit, newest first, each old → new; what can be put back has a button for it. */
export function AuditList({ filter, whenNone, withRuns }: AuditListProps) {
  const [chosen, choose] = useState<AuditView>();
  const { offset, limit, go } = usePaging(JSON.stringify(filter));
  const entries = useLoad<PageOf<AuditView>>('audit', { ...filter, offset, limit }, ['audit']);
  return (
    <Answer of={entries}>
      {({ total, items }) => (
        <>
          {items.length ? (
            <Table
              caption={t('nav.audit')}
              columns={[
                { title: t('audit.when'), cell: (entry) => <WhenAndWho entry={entry} /> },
                { title: t('audit.what'), cell: (entry) => <What entry={entry} /> },
                { title: t('audit.changes'), cell: (entry) => <OldAndNew entry={entry} /> },
                {
                  title: t('audit.more'),
                  cell: (entry) => <More entry={entry} withRun={withRuns === true} onPutBack={() => choose(entry)} />,
                },
              ]}
              rows={items}
              keyOf={({ id }) => id}
            />
          ) : (
            <Empty>{whenNone}</Empty>
          )}
          <Pager total={total} offset={offset} go={go} />
          {chosen ? <PutBackDialog entry={chosen} onClose={() => choose(undefined)} /> : null}
        </>
      )}
    </Answer>
  );
}

function WhenAndWho({ entry: { at, who, as, system } }: { entry: AuditView }) {
  return (
    <span class="stack-tight">
      <When at={at} />
      <span>{tOr(`cause.${who}`, who)}</span>
      {as && as !== 'dealer-sync' ? <span class="soft">{t('audit.as', { as, system })}</span> : null}
    </span>
  );
}

function What({ entry }: { entry: AuditView }) {
  const { system, entity, entityId, operation, reason, recovered } = entry;
  return (
    <span class="stack-tight">
      <strong>{whatInWords(entry)}</strong>
      <span class="soft">
        {operation === 'decide' ? null : `${system} `}
        {tOr(`entity.${entity}`, entity)} {entityId}
      </span>
      {reason ? <span class="soft">{reasonInWords(reason)}</span> : null}
      {recovered ? <span class="soft">{t('audit.recovered')}</span> : null}
    </span>
  );
}

/** `customer changed`, or a person's word: `match: accepted`. */
export function whatInWords({ operation, entity, new: now }: AuditView): string {
  const what = tOr(`entity.${entity}`, entity);
  if (operation !== 'decide') return t('audit.did', { what, did: tOr(`operation.${operation}`, operation) });
  const decision = now.decision ?? '';
  return t('audit.decided', { what, decision: tOr(`decision.${decision}`, decision) });
}

function OldAndNew({ entry }: { entry: AuditView }) {
  const changes = changesBetween(entry.old, entry.new).filter(
    ({ field }) => !(entry.operation === 'decide' && field === 'decision'),
  );
  return changes.length ? <Changes of={changes} /> : <span class="soft">{t('audit.noValues')}</span>;
}

interface MoreProps {
  entry: AuditView;
  withRun: boolean;
  onPutBack(): void;
}

function More({ entry: { pairId, key, runId, restorable }, withRun, onPutBack }: MoreProps) {
  const record = pairId || key;
  return (
    <span class="row">
      {record ? <a href={`#/records/${encodeURIComponent(record)}`}>{t('audit.record')}</a> : null}
      {withRun && runId ? <a href={`#/runs/${encodeURIComponent(runId)}`}>{t('audit.run')}</a> : null}
      {restorable ? (
        <Button writes onClick={onPutBack}>
          {t('audit.putBack')}
        </Button>
      ) : null}
    </span>
  );
}
