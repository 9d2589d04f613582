import type { AuditTotals } from '../../../lib/sync/operations/monitoring-billing';
import { t } from '../../i18n';
import { ShareBars } from '../../kit/share-bars';
import type { Filter } from './filter';
import { fieldLabel, kindLabel } from './words';

const TONES = { 'monitored-not-billed': 'bad', 'billed-not-monitored': 'wait', different: 'busy' } as const;

interface TotalsProps {
  totals: AuditTotals;
  filter: Filter;
  onChange(change: Partial<Filter>): void;
}

/** The chart: how many of each kind, and in which fields pairs differ. */
export function Totals({ totals, filter, onChange }: TotalsProps) {
  const kinds = Object.entries(totals.kinds) as [keyof AuditTotals['kinds'], number][];
  const fields = Object.entries(totals.fields) as [keyof AuditTotals['fields'], Record<string, number>][];
  const toggled = <K extends keyof Filter>(key: K, value: Filter[K]) =>
    ({ [key]: filter[key] === value ? '' : value }) as Partial<Filter>;
  return (
    <div class="card totals">
      <ShareBars
        label={t('monitoringBilling.byKind')}
        shares={kinds.map(([kind, value]) => ({
          key: kind,
          label: kindLabel(kind),
          value,
          tone: TONES[kind],
          pressed: filter.kind === kind,
        }))}
        onPress={(kind) => onChange(toggled('kind', kind as Filter['kind']))}
      />
      <ShareBars
        label={t('monitoringBilling.byField')}
        shares={fields.map(([field, counts]) => ({
          key: field,
          label: fieldLabel(field),
          value: Object.values(counts).reduce((sum, count) => sum + count, 0),
          tone: 'busy' as const,
          pressed: filter.field === field,
        }))}
        onPress={(field) => onChange(toggled('field', field as Filter['field']))}
      />
      {totals.formOnly ? <p class="soft">{t('monitoringBilling.formOnly', { n: totals.formOnly })}</p> : null}
    </div>
  );
}
