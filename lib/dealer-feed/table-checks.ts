import { codeKey } from './rules/r05-vehicle-type';
import { type ClientRow, dealerKey, type FeedSettings, type VehicleTypeRow } from './types';

export interface TableWarning {
  table: 'vehicleTypes' | 'clients';
  /** Of the row in its table, from 0. */
  row: number;
  code: TableWarningCode;
  /** The column that it is about. */
  field: 'systemCode' | 'dealerId' | 'client' | 'srType' | 'ignoreDays';
  /** What the sentence names, for whoever says it in another language. */
  values: { row?: number; dealer?: string; type?: string };
  message: string;
}

export type TableWarningCode =
  | 'DOUBLED'
  | 'UNREACHABLE'
  | 'BLANK'
  | 'TYPE_WITHOUT_PHASE'
  | 'UNKNOWN_TYPE'
  | 'UNKNOWN_DEALER'
  | 'BAD_DAYS';

type Tables = Pick<FeedSettings, 'vehicleTypes' | 'clients' | 'serviceRequestTypes'>;

/** What is wrong with the tables of R5 to R8, row by row, in the order of the tables: shown in the editor, stops nothing. */
export function checkTables(tables: Tables): TableWarning[] {
  return [
    ...tables.vehicleTypes.flatMap((row, index) =>
      checkVehicleType(row, index, tables).map((warning) => ({
        table: 'vehicleTypes' as const,
        row: index,
        ...warning,
      })),
    ),
    ...tables.clients.flatMap((row, index) =>
      checkClient(row, index, tables).map((warning) => ({ table: 'clients' as const, row: index, ...warning })),
    ),
  ];
}

type Finding = Omit<TableWarning, 'table' | 'row'>;

function checkVehicleType(row: VehicleTypeRow, index: number, tables: Tables): Finding[] {
  const found: Finding[] = [];
  const key = (other: VehicleTypeRow) => JSON.stringify([dealerKey(other.dealerId ?? ''), codeKey(other.systemCode)]);
  const first = tables.vehicleTypes.findIndex((other) => key(other) === key(row));
  if (first < index) found.push(doubled('systemCode', first, sameTarget(row, tables.vehicleTypes[first])));
  if (codeKey(row.systemCode) === '') {
    found.push(blank('systemCode', 'Without a System Code this row maps vehicles that have none.'));
  }
  const dealer = dealerKey(row.dealerId ?? '');
  if (dealer !== '' && !tables.clients.some((client) => dealerKey(client.dealerId) === dealer)) {
    const message = `No client is mapped to the dealer ${row.dealerId}, so its vehicles are quarantined and never get here.`;
    found.push({ code: 'UNKNOWN_DEALER', field: 'dealerId', values: { dealer: row.dealerId ?? '' }, message });
  }
  if (row.srType) found.push(...checkType(row.srType, tables));
  return found;
}

function checkClient(row: ClientRow, index: number, tables: Tables): Finding[] {
  const found: Finding[] = [];
  const dealer = dealerKey(row.dealerId);
  const first = tables.clients.findIndex((other) => dealerKey(other.dealerId) === dealer);
  if (dealer === '') found.push(blank('dealerId', 'Without a Dealer ID this row maps nobody.'));
  else if (first < index) found.push(doubled('dealerId', first, sameTarget(row, tables.clients[first])));
  if (row.client.trim() === '') found.push(blank('client', 'Choose the client of this dealer.'));
  if (row.srType.trim() === '') {
    found.push(blank('srType', 'Choose a service request type for vehicles whose own mapping has none.'));
  } else found.push(...checkType(row.srType, tables));
  if (row.ignoreDays !== undefined && !(row.ignoreDays >= 0)) {
    const message = 'Ignore Days is a number of days, 0 or more; blank means for ever.';
    found.push({ code: 'BAD_DAYS', field: 'ignoreDays', values: {}, message });
  }
  return found;
}

function blank(field: Finding['field'], message: string): Finding {
  return { code: 'BLANK', field, values: {}, message };
}

function doubled(field: Finding['field'], first: number, same: boolean): Finding {
  const message = `Row ${first + 1} is for the same and comes first`;
  const about = { field, values: { row: first + 1 } };
  return same
    ? { code: 'DOUBLED', ...about, message: `${message}: this one says it again.` }
    : { code: 'UNREACHABLE', ...about, message: `${message}, so this one is never used.` };
}

function sameTarget<T extends object>(row: T, other: T | undefined): boolean {
  const told = (one: T | undefined) =>
    JSON.stringify(
      Object.entries(one ?? {})
        .filter(([, value]) => value)
        .sort(),
    );
  return told(row) === told(other);
}

function checkType(id: string, { serviceRequestTypes }: Tables): Finding[] {
  const type = serviceRequestTypes.find((one) => one.id === id.trim());
  if (!type) {
    const message = `There is no service request type ${id}. Its requests start as proposed.`;
    return [{ code: 'UNKNOWN_TYPE', field: 'srType', values: { type: id }, message }];
  }
  if (type.phases.length > 0) return [];
  const message = `The service request type ${type.name} has no phase, so its requests are closed as soon as they are made.`;
  return [{ code: 'TYPE_WITHOUT_PHASE', field: 'srType', values: { type: type.name }, message }];
}
