import type { ServiceRequestType } from '../../lib/dealer-feed/service-request';
import { PHASES } from '../../lib/dealer-feed/service-request';
import { checkTables, type TableWarning } from '../../lib/dealer-feed/table-checks';
import type { ClientRow, VehicleTypeRow } from '../../lib/dealer-feed/types';
import type { Translate } from './ask-runtime';
import type { Row, RowWarning } from './row-table';

/** The node whose dialog is open. */
export interface Opened {
  id: string;
  /** Its tab. */
  z: string;
}

/** Rows of the nodes of a kind on the same tab; `undefined` where there is none. */
function rowsBeside(node: Opened, kind: string): Row[] | undefined {
  const nodes = RED.nodes.filterNodes({ type: `dealer-sync-${kind}`, z: node.z } as never);
  if (!nodes.length) return undefined;
  return nodes.flatMap((one) => rowsOf((one as unknown as { rows: unknown }).rows));
}

/** What a node keeps as its table; nothing that a garbled flow file holds gets further. */
export function rowsOf(value: unknown): Row[] {
  return Array.isArray(value) ? value.filter((row) => typeof row === 'object' && row !== null) : [];
}

/** The service request types of the tab, to choose from. */
export function typeChoices(node: Opened): { id: string; name: string }[] {
  return typesOf(rowsBeside(node, 'service-requests') ?? []);
}

/** The dealers of the tab's *Client - Dealer ID*, to choose from. */
export function dealerChoices(node: Opened): { id: string; name: string }[] {
  return clientsOf(rowsBeside(node, 'client-map') ?? []).map(({ dealerId, client }) => ({
    id: dealerId,
    name: client,
  }));
}

/** What is wrong with the rows of *Vehicle Type Mapping*, seen beside the other tables of the tab. */
export function vehicleTypeWarnings(node: Opened, rows: readonly Row[], translate: Translate): RowWarning[] {
  const clients = rowsBeside(node, 'client-map');
  const types = rowsBeside(node, 'service-requests');
  const found = checkTables({
    vehicleTypes: vehicleTypesOf(rows),
    clients: clientsOf(clients ?? []),
    serviceRequestTypes: typesOf(types ?? []),
  });
  return said(found, 'vehicleTypes', { clients: !!clients, types: !!types }, translate);
}

/** What is wrong with the rows of *Client - Dealer ID*. */
export function clientWarnings(node: Opened, rows: readonly Row[], translate: Translate): RowWarning[] {
  const types = rowsBeside(node, 'service-requests');
  const found = checkTables({ vehicleTypes: [], clients: clientsOf(rows), serviceRequestTypes: typesOf(types ?? []) });
  return said(found, 'clients', { clients: true, types: !!types }, translate);
}

/** What is wrong with the types of service requests. */
export function requestTypeWarnings(rows: readonly Row[], translate: Translate): RowWarning[] {
  const ids = rows.map(({ id }) => String(id ?? '').trim());
  return rows.flatMap((row, index) => {
    const id = ids[index] ?? '';
    const first = ids.indexOf(id);
    const warn = (key: string, values = {}) => ({ row: index, text: translate(`common.warning.${key}`, values) });
    return [
      ...(id === '' ? [warn('blank.id')] : first < index ? [warn('unreachable', { row: first + 1 })] : []),
      ...(PHASES.some((phase) => row[phase] === true) ? [] : [warn('typeWithoutPhase', { type: row.name || id })]),
    ];
  });
}

/** Where a table is not on the tab, nothing is known of what it holds. */
function said(
  found: readonly TableWarning[],
  table: TableWarning['table'],
  known: { clients: boolean; types: boolean },
  translate: Translate,
): RowWarning[] {
  return found
    .filter((warning) => warning.table === table)
    .filter(({ code }) => (code !== 'UNKNOWN_DEALER' || known.clients) && (code !== 'UNKNOWN_TYPE' || known.types))
    .map(({ row, code, field, values }) => ({ row, text: translate(`common.warning.${keyOf(code, field)}`, values) }));
}

function keyOf(code: TableWarning['code'], field: TableWarning['field']): string {
  switch (code) {
    case 'BLANK':
      return `blank.${field}`;
    case 'DOUBLED':
      return 'doubled';
    case 'UNREACHABLE':
      return 'unreachable';
    case 'TYPE_WITHOUT_PHASE':
      return 'typeWithoutPhase';
    case 'UNKNOWN_TYPE':
      return 'unknownType';
    case 'UNKNOWN_DEALER':
      return 'unknownDealer';
    case 'BAD_DAYS':
      return 'badDays';
  }
}

function vehicleTypesOf(rows: readonly Row[]): VehicleTypeRow[] {
  return rows.map((row) => ({
    systemCode: text(row.systemCode),
    vehicleType: text(row.vehicleType),
    srType: text(row.srType),
    dealerId: text(row.dealerId),
    includeOnly: row.includeOnly === true,
  }));
}

function clientsOf(rows: readonly Row[]): ClientRow[] {
  return rows.map((row) => ({
    dealerId: text(row.dealerId),
    client: text(row.client),
    srType: text(row.srType),
    ignoreIfExists: row.ignoreIfExists === true,
    ...(text(row.ignoreDays) ? { ignoreDays: Number(text(row.ignoreDays)) } : {}),
  }));
}

function typesOf(rows: readonly Row[]): ServiceRequestType[] {
  return rows.map((row) => ({
    id: text(row.id),
    name: text(row.name) || text(row.id),
    phases: PHASES.filter((phase) => row[phase] === true),
  }));
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
