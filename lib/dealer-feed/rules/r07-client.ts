import { type ClientRow, dealerKey } from '../types';

/** The table of R7 by dealer. */
export type ClientMap = ReadonlyMap<string, ClientRow>;

export interface ClientMapped {
  outcome: 'mapped';
  client: string;
  srType: string;
  row: ClientRow;
}

export type ClientMapping = ClientMapped | { outcome: 'quarantined'; reason: 'UNKNOWN_DEALER' };

const UNKNOWN_DEALER: ClientMapping = { outcome: 'quarantined', reason: 'UNKNOWN_DEALER' };

/** Of two rows for one dealer the first counts; {@link checkTables} warns of the other. */
export function compileClients(rows: readonly ClientRow[]): ClientMap {
  const map = new Map<string, ClientRow>();
  for (const row of rows) {
    const dealer = dealerKey(row.dealerId);
    if (dealer !== '' && !map.has(dealer)) map.set(dealer, row);
  }
  return map;
}

/**
 * R7: DealerID -> wholesale client and Service Request Type; the type that R5 chose wins. An unknown dealer's vehicle is
 * quarantined: a guessed client would be billed.
 */
export function mapClient(vehicle: { dealerId: string; srType?: string }, map: ClientMap): ClientMapping {
  const row = map.get(dealerKey(vehicle.dealerId));
  return row ? asClient(row, vehicle.srType) : UNKNOWN_DEALER;
}

/** R7 for a dealer whose row is known. `srType`: as R5 chose it, blank = it chose none. */
export function asClient(row: ClientRow, srType?: string): ClientMapped {
  return { outcome: 'mapped', client: row.client, srType: srType || row.srType, row };
}
