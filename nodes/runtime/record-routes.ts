import type { Request } from 'express';
import type { Engine } from '../../lib/sync/engine';
import { type AuditFilter, auditCsv, listAudit } from '../../lib/sync/operations/audit';
import { badRequest } from '../../lib/sync/operations/pages';
import { readRecord } from '../../lib/sync/operations/record-story';
import { searchRecords } from '../../lib/sync/operations/records';
import { restoreWrite, undoRestore } from '../../lib/sync/operations/restore';
import { bodyOf, idOf, optional, optionalInstant, pageOf, queryText, type routes, userOf } from './http-routes';

/** Any record's story, and the audit trail of all. */
export function addRecordRoutes(
  { get, getFile, post }: Pick<ReturnType<typeof routes>, 'get' | 'getFile' | 'post'>,
  engine: () => Promise<Engine>,
): void {
  get('records', async (req) => searchRecords(await engine(), pageOf(req)));
  get('records/:id', async (req) => readRecord(await engine(), idOf(req)));

  get('audit', async (req) => listAudit(await engine(), { ...pageOf(req), ...filterOf(req) }));
  getFile('audit.csv', 'text/csv', async (req) => auditCsv(await engine(), filterOf(req)));
  post('audit/:id/restore', async (req) => {
    const { undo } = bodyOf(req);
    if (undo !== undefined && typeof undo !== 'boolean') throw badRequest('undo must be true or false.');
    return (undo ? undoRestore : restoreWrite)(await engine(), idOf(req), userOf(req));
  });
}

function filterOf(req: Request): AuditFilter {
  const q = queryText(req, 'q');
  return {
    ...(q ? { q } : {}),
    ...optional(req, 'who'),
    ...optional(req, 'system'),
    ...optional(req, 'operation'),
    ...optional(req, 'entity'),
    ...optional(req, 'key'),
    ...optional(req, 'runId'),
    ...optional(req, 'pairId'),
    ...optionalInstant(req, 'from'),
    ...optionalInstant(req, 'to'),
  };
}
