import { codeKey } from './rules/r05-vehicle-type';
import { type ClientRow, dealerKey, type FeedSettings, type VehicleTypeRow } from './types';

export interface TableWarning {
  table: 'vehicleTypes' | 'clients';
  /** Of the row in its table, from 0. */
  row: number;
  code: TableWarningCode;
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

type Finding = Pick<TableWarning, 'code' | 'message'>;

function checkVehicleType(row: VehicleTypeRow, index: number, tables: Tables): Finding[] {
  const found: Finding[] = [];
  const key = (other: VehicleTypeRow) => JSON.stringify([dealerKey(other.dealerId ?? ''), codeKey(other.systemCode)]);
  const first = tables.vehicleTypes.findIndex((other) => key(other) === key(row));
  if (first < index) found.push(doubled(first, sameTarget(row, tables.vehicleTypes[first])));
  if (codeKey(row.systemCode) === '') {
    found.push({ code: 'BLANK', message: 'Without a System Code this row maps vehicles that have none.' });
  }
  const dealer = dealerKey(row.dealerId ?? '');
  if (dealer !== '' && !tables.clients.some((client) => dealerKey(client.dealerId) === dealer)) {
    const message = `No client is mapped to the dealer ${row.dealerId}, so its vehicles are quarantined and never get here.`;
    found.push({ code: 'UNKNOWN_DEALER', message });
  }
  if (row.srType) found.push(...checkType(row.srType, tables));
  return found;
}

function checkClient(row: ClientRow, index: number, tables: Tables): Finding[] {
  const found: Finding[] = [];
  const dealer = dealerKey(row.dealerId);
  const first = tables.clients.findIndex((other) => dealerKey(other.dealerId) === dealer);
  if (dealer === '') found.push({ code: 'BLANK', message: 'Without a Dealer ID this row maps nobody.' });
  else if (first < index) found.push(doubled(first, sameTarget(row, tables.clients[first])));
  if (row.client.trim() === '') found.push({ code: 'BLANK', message: 'Choose the client of this dealer.' });
  if (row.srType.trim() === '') {
    found.push({ code: 'BLANK', message: 'Choose a service request type for vehicles whose own mapping has none.' });
  } else found.push(...checkType(row.srType, tables));
  if (row.ignoreDays !== undefined && !(row.ignoreDays >= 0)) {
    found.push({ code: 'BAD_DAYS', message: 'Ignore Days is a number of days, 0 or more; blank means for ever.' });
  }
  return found;
}

function doubled(first: number, same: boolean): Finding {
  const message = `Row ${first + 1} is for the same and comes first`;
  return same
    ? { code: 'DOUBLED', message: `${message}: this one says it again.` }
    : { code: 'UNREACHABLE', message: `${message}, so this one is never used.` };
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
    return [
      { code: 'UNKNOWN_TYPE', message: `There is no service request type ${id}. Its requests start as proposed.` },
    ];
  }
  if (type.phases.length > 0) return [];
  const message = `The service request type ${type.name} has no phase, so its requests are closed as soon as they are made.`;
  return [{ code: 'TYPE_WITHOUT_PHASE', message }];
}
