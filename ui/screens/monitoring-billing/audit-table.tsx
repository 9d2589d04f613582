import type { AuditParty } from '../../../lib/sync/monitoring-billing/audit';
import type { FieldDifference } from '../../../lib/sync/monitoring-billing/differences';
import type { SiteRow } from '../../../lib/sync/monitoring-billing/merge-audits';
import { t, tOr } from '../../i18n';
import { Badge } from '../../kit/badge';
import { DiffText } from '../../kit/diff-text';
import { addressLine } from '../../kit/party';
import { type Column, Table } from '../../kit/table';
import { fieldLabel, howLabel, kindLabel, reasonLabel } from './words';

const TONES = { 'monitored-not-billed': 'bad', 'billed-not-monitored': 'wait', different: 'busy' } as const;

export function AuditTable({ rows }: { rows: readonly SiteRow[] }) {
  const columns: Column<SiteRow>[] = [
    { title: t('monitoringBilling.finding'), cell: (row) => <Finding row={row} /> },
    { title: t('side.monitoring'), cell: ({ account, customer }) => <Side party={account} other={customer} /> },
    { title: t('side.revio'), cell: ({ customer, account }) => <Side party={customer} other={account} /> },
    { title: t('monitoringBilling.why'), cell: (row) => <Why row={row} /> },
  ];
  return <Table caption={t('nav.monitoringBilling')} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}

function Finding({ row }: { row: SiteRow }) {
  return (
    <span class="finding">
      <Badge tone={TONES[row.kind]}>{kindLabel(row.kind)}</Badge>
      {row.system ? <span class="soft">{row.system}</span> : null}
    </span>
  );
}

/** One side as it stands there; what the other side says differently is marked. */
function Side({ party, other }: { party: AuditParty | undefined; other: AuditParty | undefined }) {
  if (!party) return <span class="soft">{t('monitoringBilling.nobody')}</span>;
  const against = (text: string, theirs: string | undefined) =>
    theirs === undefined ? text : <DiffText text={text} other={theirs} />;
  return (
    <span class="party">
      <a href={`#/records/search/${encodeURIComponent(party.id)}`}>
        <strong>{party.name ? against(party.name, other?.name) : party.id}</strong>
      </a>
      <span class="party-number">
        {party.accountNumber ? against(party.accountNumber, other?.accountNumber) : party.id}
        {party.status ? `, ${tOr(`status.${party.status}`, party.status)}` : ''}
      </span>
      <span class="party-address">{against(addressLine(party), other && addressLine(other))}</span>
    </span>
  );
}

function Why({ row }: { row: SiteRow }) {
  return (
    <>
      {row.reason ? <span>{reasonLabel(row.reason)}</span> : null}
      {row.fields?.length ? (
        <ul class="differences">
          {row.fields.map((difference) => (
            <Difference key={difference.field} of={difference} />
          ))}
        </ul>
      ) : null}
    </>
  );
}

function Difference({ of: { field, how } }: { of: FieldDifference }) {
  return (
    <li>
      {fieldLabel(field)} <span class="soft">{howLabel(how)}</span>
    </li>
  );
}
