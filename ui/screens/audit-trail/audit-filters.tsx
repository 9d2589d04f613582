import type { IntegrationView } from '../../../lib/sync/operations/overview';
import { useLoad } from '../../api/use-load';
import { t, tOr } from '../../i18n';
import { Button } from '../../kit/button';
import { Choice } from '../../kit/choice';
import { SearchBox } from '../../kit/search-box';
import { type AuditQuestion, NO_FILTER } from './audit-question';

const OPERATIONS = ['create', 'update', 'close', 'cancel', 'delete', 'decide'] as const;
const ENTITIES = [
  ...['customer', 'account', 'contact', 'key link', 'service request', 'inspection', 'work order'],
  ...['match', 'link', 'conflict', 'hold', 'parked', 'run', 'write'],
] as const;

interface AuditFiltersProps {
  question: AuditQuestion;
  onAsk(part: Partial<AuditQuestion>): void;
}

export function AuditFilters({ question, onAsk }: AuditFiltersProps) {
  const { q, who, system, operation, entity, from, to } = question;
  const { data } = useLoad<IntegrationView[]>('integrations', {}, ['integrations']);
  const systems = [...new Set(['Rev.io', ...(data ?? []).map((one) => one.system), 'dealer-sync'])];
  return (
    <form class="filters audit-filters" onSubmit={(event) => event.preventDefault()}>
      <SearchBox label={t('audit.search')} value={q} onSearch={(value) => onAsk({ q: value })} />
      <SearchBox label={t('audit.who')} value={who} onSearch={(value) => onAsk({ who: value })} />
      <Choice
        label={t('audit.operation')}
        value={operation}
        choices={withAll(OPERATIONS, 'operation')}
        onChoose={(value) => onAsk({ operation: value })}
      />
      <Choice
        label={t('audit.entity')}
        value={entity}
        choices={withAll(ENTITIES, 'entity')}
        onChoose={(value) => onAsk({ entity: value })}
      />
      <Choice
        label={t('audit.system')}
        value={system}
        choices={[{ value: '', label: t('common.all') }, ...systems.map((value) => ({ value, label: value }))]}
        onChoose={(value) => onAsk({ system: value })}
      />
      <Day label={t('audit.from')} value={from} onChoose={(day) => onAsk({ from: day })} />
      <Day label={t('audit.to')} value={to} onChoose={(day) => onAsk({ to: day })} />
      <Button kind="quiet" onClick={() => onAsk(NO_FILTER)}>
        {t('audit.clear')}
      </Button>
    </form>
  );
}

function withAll(words: readonly string[], group: string): { value: string; label: string }[] {
  return [
    { value: '', label: t('common.all') },
    ...words.map((value) => ({ value, label: tOr(`${group}.${value}`, value) })),
  ];
}

function Day(props: { label: string; value: string; onChoose(day: string): void }) {
  const { label, value, onChoose } = props;
  return (
    <label class="field">
      <span>{label}</span>
      <input type="date" value={value} onChange={(event) => onChoose(event.currentTarget.value)} />
    </label>
  );
}
