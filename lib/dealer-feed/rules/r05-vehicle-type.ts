import { dealerKey, type VehicleTypeRow } from '../types';

/** The table of R5, made ready for a million questions. */
export interface VehicleTypeMap {
  /** By code. */
  general: ReadonlyMap<string, TypeMapped>;
  /** By dealer, then by code. */
  ofDealer: ReadonlyMap<string, ReadonlyMap<string, TypeMapped>>;
  /** R6, for every dealer. */
  includeOnly: boolean;
  /** R6, for these. */
  includeOnlyFor: ReadonlySet<string>;
}

export type TypeMapping = TypeMapped | { outcome: 'unmapped' } | { outcome: 'ignored'; reason: 'NOT_INCLUDED' };

export interface TypeMapped {
  outcome: 'mapped';
  vehicleType: string;
  /** `''` = that of the client's row. */
  srType: string;
}

const UNMAPPED: TypeMapping = { outcome: 'unmapped' };
const NOT_INCLUDED: TypeMapping = { outcome: 'ignored', reason: 'NOT_INCLUDED' };

/** Of two rows with one code and one dealer the first counts; {@link checkTables} warns of the other. */
export function compileVehicleTypes(rows: readonly VehicleTypeRow[]): VehicleTypeMap {
  const general = new Map<string, TypeMapped>();
  const ofDealer = new Map<string, Map<string, TypeMapped>>();
  const includeOnlyFor = new Set<string>();
  for (const row of rows) {
    const dealer = dealerKey(row.dealerId ?? '');
    const codes = dealer === '' ? general : (ofDealer.get(dealer) ?? new Map<string, TypeMapped>());
    if (dealer !== '') ofDealer.set(dealer, codes);
    const code = codeKey(row.systemCode);
    if (!codes.has(code)) {
      codes.set(code, { outcome: 'mapped', vehicleType: row.vehicleType.trim(), srType: row.srType?.trim() ?? '' });
    }
    if (row.includeOnly) includeOnlyFor.add(dealer);
  }
  return { general, ofDealer, includeOnly: includeOnlyFor.has(''), includeOnlyFor };
}

/**
 * R5: System Code -> Vehicle Type and Service Request Type; a dealer's own row beats the general one. R6: a vehicle without
 * a mapping is ignored where any row that applies to its dealer is *Include Only*; elsewhere it goes on to R7 unmapped.
 */
export function mapVehicleType(vehicle: { dealerId: string; systemCode: string }, map: VehicleTypeMap): TypeMapping {
  const dealer = dealerKey(vehicle.dealerId);
  const code = codeKey(vehicle.systemCode);
  const mapped = map.ofDealer.get(dealer)?.get(code) ?? map.general.get(code);
  if (mapped) return mapped;
  return map.includeOnly || map.includeOnlyFor.has(dealer) ? NOT_INCLUDED : UNMAPPED;
}

/** Codes are compared without case and outer blanks. */
export function codeKey(systemCode: string): string {
  return systemCode.trim().toLowerCase();
}
