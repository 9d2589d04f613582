import { OutcomeCounter } from './outcome-counter';
import type { FeedRow, QuarantinedRow } from './parser/feed-row';
import { compileVehicleTypes, mapVehicleType, type TypeMapping, type VehicleTypeMap } from './rules/r05-vehicle-type';
import { type ClientMap, compileClients, mapClient } from './rules/r07-client';
import {
  type ClientRow,
  dealerKey,
  type FeedSettings,
  type FeedState,
  MAX_UNKNOWN_DEALERS,
  MAX_WARNINGS,
  type PlanWarning,
  type RowReason,
} from './types';

/** What a row can be told as soon as it is read. */
export type Disposition =
  /** Its vehicle is planned once the whole file is known. */
  | { kept: true }
  | { kept: false; outcome: 'ignored'; reason: 'NOT_INCLUDED' }
  | { kept: false; outcome: 'quarantined'; reason: 'UNKNOWN_DEALER' };

const KEPT: Disposition = { kept: true };
const NOT_INCLUDED: Disposition = { kept: false, outcome: 'ignored', reason: 'NOT_INCLUDED' };
const UNKNOWN_DEALER: Disposition = { kept: false, outcome: 'quarantined', reason: 'UNKNOWN_DEALER' };

/** One dealer's part of the file. */
export interface DealerIntake {
  dealerId: string;
  clientRow: ClientRow;
  /** Rows with a VIN; a vehicle that is kept counts once. */
  rows: number;
  counts: OutcomeCounter;
  warnings: PlanWarning[];
  /** R5 by code as written: a feed has few codes and many rows. */
  types: Map<string, TypeMapping>;
}

/** What the file says of one vehicle. The last of its rows counts (F5). */
export interface Listing {
  row: FeedRow;
  dealer: DealerIntake;
  type: TypeMapping;
  /** Its outcome is still to be decided. */
  open: boolean;
  /** Dealers whose list has it, and those whose list says that it is gone. */
  listedBy: string[];
  goneBy: string[];
}

/** So many codes of a dealer are remembered; a column taken for the code's by mistake must not fill the memory. */
const MAX_CODES = 1000;

/**
 * Takes a file row by row and keeps the vehicles of mapped dealers only (F12): rows of unknown dealers and those that
 * *Include Only* shuts out leave nothing but a count, unless the vehicle has a service request, which must not be closed
 * while the feed lists it (F9).
 */
export class FeedIntake {
  readonly dealers = new Map<string, DealerIntake>();
  readonly listings = new Map<string, Listing>();
  readonly unknownDealers = new Map<string, { rows: number; firstLine: number }>();
  /** Of rows that belong to no mapped dealer. */
  readonly counts = new OutcomeCounter();
  readonly #state: FeedState;
  readonly #types: VehicleTypeMap;
  readonly #clients: ClientMap;
  /** By the dealer id as written. */
  readonly #asWritten = new Map<string, DealerIntake>();
  /** Vehicles of rows that cannot be used, and yet are in the file. */
  readonly #unusable = new Set<string>();

  constructor(settings: FeedSettings, state: FeedState) {
    this.#state = state;
    this.#types = compileVehicleTypes(settings.vehicleTypes);
    this.#clients = compileClients(settings.clients);
  }

  take(row: FeedRow): Disposition {
    const dealer = this.#dealerOf(row.dealerId);
    if (!dealer) return this.#unknown(row);
    const type = this.#typeOf(row, dealer);
    dealer.rows += 1;
    const before = this.listings.get(row.vin);
    // A vehicle that is gone is gone whatever its type.
    const out = type.outcome === 'ignored' && row.status !== 'gone';
    if (out) dealer.counts.add('NOT_INCLUDED');
    if (before) this.#again(before, row, dealer, type, !out);
    else if (!out || this.#state.requestsFor(row.vin).length > 0) {
      const listing: Listing = { row, dealer, type, open: !out, listedBy: [], goneBy: [] };
      this.listings.set(row.vin, listing);
      note(listing);
    }
    return out ? NOT_INCLUDED : KEPT;
  }

  /** A row that the parser could not use: counted, and its vehicle is not taken for absent. */
  quarantine(row: QuarantinedRow): void {
    const dealer = row.dealerId ? this.#dealerOf(row.dealerId) : undefined;
    (dealer?.counts ?? this.counts).add(row.reason);
    if (row.vin && this.#state.requestsFor(row.vin).length > 0) this.#unusable.add(row.vin);
  }

  /** What the file says of a vehicle that stood in the dealer's list. Another dealer's list is as good as its own (F9). */
  saysOf(vin: string, dealerId: string): 'listed' | 'gone' | 'absent' {
    const listing = this.listings.get(vin);
    if (this.#unusable.has(vin) || (listing && listing.listedBy.length > 0)) return 'listed';
    return listing?.goneBy.includes(dealerId) ? 'gone' : 'absent';
  }

  #dealerOf(dealerId: string): DealerIntake | undefined {
    const met = this.#asWritten.get(dealerId);
    return met || this.unknownDealers.has(dealerId) ? met : this.#meet(dealerId);
  }

  #meet(dealerId: string): DealerIntake | undefined {
    const key = dealerKey(dealerId);
    let dealer = this.dealers.get(key);
    if (!dealer) {
      const mapping = mapClient({ dealerId }, this.#clients);
      if (mapping.outcome === 'quarantined') return undefined;
      const counts = new OutcomeCounter();
      dealer = { dealerId: key, clientRow: mapping.row, rows: 0, counts, warnings: [], types: new Map() };
      this.dealers.set(key, dealer);
    }
    this.#asWritten.set(dealerId, dealer);
    return dealer;
  }

  #unknown(row: FeedRow): Disposition {
    this.counts.add('UNKNOWN_DEALER');
    const known = this.unknownDealers.get(row.dealerId);
    if (known) known.rows += 1;
    else if (this.unknownDealers.size < MAX_UNKNOWN_DEALERS) {
      this.unknownDealers.set(row.dealerId, { rows: 1, firstLine: row.line });
    }
    return UNKNOWN_DEALER;
  }

  #typeOf(row: FeedRow, dealer: DealerIntake): TypeMapping {
    const known = dealer.types.get(row.systemCode);
    if (known) return known;
    const type = mapVehicleType({ dealerId: dealer.dealerId, systemCode: row.systemCode }, this.#types);
    if (dealer.types.size < MAX_CODES) dealer.types.set(row.systemCode, type);
    return type;
  }

  /** F5: the last row wins; a differing one before it is told of. */
  #again(listing: Listing, row: FeedRow, dealer: DealerIntake, type: TypeMapping, open: boolean): void {
    const { row: before, dealer: its } = listing;
    const repeated = its === dealer && saysTheSame(before, row);
    const reason: RowReason = repeated ? 'REPEATED_ROW' : 'SAME_VIN_LATER';
    if (listing.open) its.counts.add(reason);
    if (its === dealer) dealer.rows -= 1;
    if (!repeated && dealer.warnings.length < MAX_WARNINGS) {
      dealer.warnings.push({
        code: 'SAME_VIN',
        message: `Lines ${before.line} and ${row.line} both have the VIN ${row.vin} and differ; line ${row.line} counts.`,
        vin: row.vin,
        line: row.line,
      });
    }
    Object.assign(listing, { row, dealer, type, open });
    note(listing);
  }
}

/** Keeps what the listing's newest row says of its dealer's list. */
function note(listing: Listing): void {
  const { dealerId } = listing.dealer;
  const gone = listing.row.status === 'gone';
  const [to, from] = gone ? (['goneBy', 'listedBy'] as const) : (['listedBy', 'goneBy'] as const);
  listing[from] = listing[from].filter((other) => other !== dealerId);
  if (!listing[to].includes(dealerId)) listing[to].push(dealerId);
}

function saysTheSame(a: FeedRow, b: FeedRow): boolean {
  return (
    a.stock === b.stock &&
    a.systemCode === b.systemCode &&
    a.status === b.status &&
    Object.keys({ ...a.vehicle, ...b.vehicle }).every(
      (field) => a.vehicle[field as keyof FeedRow['vehicle']] === b.vehicle[field as keyof FeedRow['vehicle']],
    )
  );
}
