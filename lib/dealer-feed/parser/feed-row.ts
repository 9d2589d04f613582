/** A vehicle as one row of a feed tells it, in our words. */
export interface FeedRow {
  /** Of the row in the file, 1 for the first. */
  line: number;
  dealerId: string;
  /** Normalised: the vehicle's key. */
  vin: string;
  /** `''` where the feed has none. No key: stock numbers are reused. */
  stock: string;
  /** The type code, as a mapping's System Code names it; `''` where the feed has none. */
  systemCode: string;
  /** Only where the feed has a status column: `gone` for sold, deleted, inactive. */
  status?: 'active' | 'gone';
  vehicle: FeedVehicle;
  warnings: RowWarning[];
}

/** What a blank cell would tell is left out. Numbers are digits without units. */
export interface FeedVehicle {
  year?: string;
  make?: string;
  model?: string;
  trim?: string;
  body?: string;
  color?: string;
  mileage?: string;
  price?: string;
}

/** The row is good, but somebody should look. */
export interface RowWarning {
  code: 'VIN_LENGTH' | 'VIN_LETTER' | 'VIN_CHECK_DIGIT';
  message: string;
}

/** A row that cannot be used, alone: the others are. */
export interface QuarantinedRow {
  line: number;
  reason: QuarantineReason;
  message: string;
  dealerId?: string;
  vin?: string;
}

export type QuarantineReason =
  | 'NO_VIN'
  | 'BAD_VIN'
  | 'NO_DEALER'
  | 'WRONG_COLUMN_COUNT'
  | 'UNCLOSED_QUOTE'
  | 'HEADER_AGAIN';
