import { useEffect, useState } from 'preact/hooks';
import type { SiteRow } from '../../../lib/sync/monitoring-billing/merge-audits';
import type { MonitoringBillingPage } from '../../../lib/sync/operations/monitoring-billing';
import { get, type QueryValue } from '../../api/client';
import { t } from '../../i18n';
import { exact } from '../../kit/time';
import { toast } from '../../kit/toast';
import { AuditTable } from './audit-table';
import { kindLabel } from './words';

/** More than anybody reads on paper; the CSV file has them all. */
const MOST = 2_000;
const AT_ONCE = 500;

interface PrintAllProps {
  query: Record<string, QueryValue>;
  page: MonitoringBillingPage;
  onDone(): void;
}

/** All rows that the filters leave, for the printer: read first, then printed, then gone again. */
export function PrintAll({ query, page, onDone }: PrintAllProps) {
  const [rows, setRows] = useState<SiteRow[]>();
  useEffect(() => {
    readAll(query).then(setRows, (error: Error) => {
      toast(error.message, 'problem');
      onDone();
    });
  }, []);
  useEffect(() => {
    if (!rows) return;
    addEventListener('afterprint', onDone, { once: true });
    print();
    return () => removeEventListener('afterprint', onDone);
  }, [rows]);
  if (!rows) return <p class="notice">{t('common.loading')}</p>;
  const kinds = Object.entries(page.totals.kinds);
  return (
    <section class="print-only" aria-hidden="true">
      <p>
        {t('monitoringBilling.printedAt', { at: exact(new Date().toISOString()) })}{' '}
        {kinds.map(([kind, count]) => `${kindLabel(kind)}: ${count}`).join(' · ')}
      </p>
      {page.total > rows.length ? (
        <p>{t('monitoringBilling.printCut', { n: rows.length, total: page.total })}</p>
      ) : null}
      <AuditTable rows={rows} />
    </section>
  );
}

async function readAll(query: Record<string, QueryValue>): Promise<SiteRow[]> {
  const rows: SiteRow[] = [];
  for (;;) {
    const page = await get<MonitoringBillingPage>('monitoring-billing', {
      ...query,
      offset: rows.length,
      limit: AT_ONCE,
    });
    rows.push(...page.items);
    if (!page.items.length || rows.length >= Math.min(page.total, MOST)) return rows.slice(0, MOST);
  }
}
