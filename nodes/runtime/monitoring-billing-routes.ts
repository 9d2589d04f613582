import type { Request } from 'express';
import type { Engine } from '../../lib/sync/engine';
import { AUDIT_KINDS } from '../../lib/sync/monitoring-billing/audit';
import { AUDIT_FIELDS, HOW_DIFFERENT } from '../../lib/sync/monitoring-billing/differences';
import {
  type AuditFilter,
  listMonitoringBilling,
  monitoringBillingCsv,
} from '../../lib/sync/operations/monitoring-billing';
import { optional, optionalChoice, pageOf, type routes } from './http-routes';

/** The monitoring-billing audit: a page of it, and the whole as a file. */
export function addMonitoringBillingRoutes(
  { get, getFile }: Pick<ReturnType<typeof routes>, 'get' | 'getFile'>,
  engine: () => Promise<Engine>,
): void {
  get('monitoring-billing', async (req) => listMonitoringBilling(await engine(), { ...filterOf(req), ...pageOf(req) }));
  getFile('monitoring-billing.csv', 'text/csv', async (req) => monitoringBillingCsv(await engine(), filterOf(req)));
}

function filterOf(req: Request): AuditFilter {
  return {
    ...optionalChoice(req, 'kind', AUDIT_KINDS),
    ...optionalChoice(req, 'field', AUDIT_FIELDS),
    ...optionalChoice(req, 'how', HOW_DIFFERENT),
    ...optional(req, 'system'),
    ...optional(req, 'q'),
  };
}
