import type { FeedRow, QuarantineReason } from './parser/feed-row';
import type { OpenStatus, RequestField, ServiceRequest, ServiceRequestType, TrackedEntity } from './service-request';

/** Everything that a user chooses about one feed. The tables are in the order of the editor: the first row that fits wins. */
export interface FeedSettings {
  /** Of the feed; part of each key. */
  feed: string;
  /** `delta`: a file has only what changed, so absence says nothing. */
  kind: 'snapshot' | 'delta';
  track: TrackSettings;
  autoClose: AutoCloseSettings;
  vehicleTypes: readonly VehicleTypeRow[];
  clients: readonly ClientRow[];
  serviceRequestTypes: readonly ServiceRequestType[];
  /** R10: off = a vehicle that returns gets a new service request. */
  reopen: boolean;
  guards: FeedGuards;
  /** IANA name. It decides nothing: N days are N x 24 hours. Dates in sentences are written in it. */
  timeZone: string;
  /** Between two files of the sender, in minutes (F14). */
  usualInterval: number;
}

/** R2, *Track Stock No and Client*. */
export interface TrackSettings {
  days: number | 'never';
  stock: boolean;
  client: boolean;
}

/** R3, *Auto Close*. */
export type AutoCloseSettings = { mode: 'never' } | { mode: 'immediately' } | { mode: 'after'; days: number };

/** R5 and R6, a row of *Vehicle Type Mapping*. */
export interface VehicleTypeRow {
  systemCode: string;
  vehicleType: string;
  /** Id of a service request type; blank = that of the client's row. */
  srType?: string;
  /** Blank = all dealers. */
  dealerId?: string;
  includeOnly?: boolean;
}

/** R7 and R8, a row of *Client - Dealer ID*. */
export interface ClientRow {
  dealerId: string;
  client: string;
  srType: string;
  ignoreIfExists?: boolean;
  /** Blank = for ever. */
  ignoreDays?: number;
}

/** F2. Shares are percent. */
export interface FeedGuards {
  /** A dealer's snapshot with fewer rows than this share of the last accepted one is held. */
  rowShare: number;
  /** Closes over this share of the dealer's open service requests are held … */
  closeShare: number;
  /** … when they are also more than this. */
  closeCount: number;
}

export const DEFAULT_FEED_GUARDS: FeedGuards = { rowShare: 50, closeShare: 20, closeCount: 5 };

/** The file that a plan is made from. */
export interface FeedFile {
  /** When the sender wrote it; instant, milliseconds. */
  time: number;
  /** Of its bytes. */
  hash: string;
}

/** The last accepted snapshot of a dealer in a feed: what the next one is measured by. */
export interface Baseline {
  feed: string;
  dealerId: string;
  fileTime: number;
  hash: string;
  /** {@link settingsKey} that it was planned with: other settings make another plan of the same bytes. */
  settings: string;
  /** Rows with a VIN; a vehicle that is kept counts once. */
  rows: number;
  acceptedAt: number;
}

/** What a plan needs to know of the past. Every reading is of one dealer, one VIN or one service request. */
export interface FeedState {
  baseline(dealerId: string): Baseline | undefined;
  /** Open ones that came from this feed and whose vehicle stands in this dealer's list. */
  openRequests(dealerId: string): Iterable<ServiceRequest>;
  /** In any state, of any dealer, client and feed. */
  requestsFor(vin: string): readonly ServiceRequest[];
  /** Inspections and work orders made from the service request. */
  madeFrom(requestId: string): readonly MadeFrom[];
}

export interface MadeFrom extends TrackedEntity {
  kind: 'inspection' | 'work-order';
}

/** A vehicle after R5 to R7: what its service request should say. */
export interface MappedVehicle {
  row: FeedRow;
  dealerId: string;
  client: string;
  type: string;
  vehicleType?: string;
  clientRow: ClientRow;
}

/** F11: every row ends in exactly one of them. */
export type RowOutcome = 'created' | 'updated' | 'unchanged' | 'ignored' | 'quarantined';

export type RowReason =
  | QuarantineReason
  | 'UNKNOWN_DEALER'
  | 'NOT_INCLUDED'
  | 'GONE'
  | 'REPEATED_ROW'
  | 'SAME_VIN_LATER'
  | 'STALE_FILE'
  | 'HELD'
  | 'REQUEST_EXISTS'
  | 'CLOSED_BY_PERSON'
  | 'CLOSED_BY_TYPE'
  | 'AT_OTHER_DEALER'
  | 'NEW_VEHICLE'
  | 'BACK_LATER'
  | 'CHANGED'
  | 'REAPPEARED'
  | 'REOPENED'
  | 'EQUAL'
  | 'NOT_TRACKED'
  | 'SAME_FILE';

/** Each reason belongs to one outcome. */
export const OUTCOME_OF: Readonly<Record<RowReason, RowOutcome>> = {
  NO_VIN: 'quarantined',
  BAD_VIN: 'quarantined',
  NO_DEALER: 'quarantined',
  WRONG_COLUMN_COUNT: 'quarantined',
  UNCLOSED_QUOTE: 'quarantined',
  HEADER_AGAIN: 'quarantined',
  UNKNOWN_DEALER: 'quarantined',
  NOT_INCLUDED: 'ignored',
  GONE: 'ignored',
  REPEATED_ROW: 'ignored',
  SAME_VIN_LATER: 'ignored',
  STALE_FILE: 'ignored',
  HELD: 'ignored',
  REQUEST_EXISTS: 'ignored',
  CLOSED_BY_PERSON: 'ignored',
  CLOSED_BY_TYPE: 'ignored',
  AT_OTHER_DEALER: 'ignored',
  NEW_VEHICLE: 'created',
  BACK_LATER: 'created',
  CHANGED: 'updated',
  REAPPEARED: 'updated',
  REOPENED: 'updated',
  EQUAL: 'unchanged',
  NOT_TRACKED: 'unchanged',
  SAME_FILE: 'unchanged',
};

export interface OutcomeCount {
  outcome: RowOutcome;
  reason: RowReason;
  count: number;
}

/** What is to be done, one service request each. Applied by {@link applyAction}, or sent out as a command. */
export type FeedAction = CreateAction | UpdateAction | ReopenAction | CloseAction | MissingAction;

export interface CreateAction {
  kind: 'create';
  id: string;
  vin: string;
  reason: 'NEW_VEHICLE' | 'BACK_LATER';
  request: ServiceRequest;
}

export interface UpdateAction {
  kind: 'update';
  id: string;
  vin: string;
  reason: 'CHANGED' | 'REAPPEARED';
  changes: readonly FieldChange[];
  /** The vehicle stands in another dealer's list now. */
  dealerId?: string;
}

/** R10 */
export interface ReopenAction {
  kind: 'reopen';
  id: string;
  vin: string;
  reason: 'REOPENED';
  status: OpenStatus;
  changes: readonly FieldChange[];
  dealerId?: string;
}

/** R3 */
export interface CloseAction {
  kind: 'close';
  id: string;
  vin: string;
  /** `GONE`: its row says so. */
  reason: 'ABSENT' | 'GONE';
}

/** Only noted: the newest feed lacks the vehicle, and its service request stays open for now (R3, R4). */
export interface MissingAction {
  kind: 'missing';
  id: string;
  vin: string;
  reason: 'ABSENT' | 'GONE';
}

/** One field of the service request, or of an inspection or work order made from it. */
export interface FieldChange {
  entity: 'service-request' | 'inspection' | 'work-order';
  id: string;
  field: RequestField;
  /** `''` = had none. */
  from: string;
  to: string;
}

export type FeedVerdict =
  /** Applied in full. */
  | 'accepted'
  /** A guard asks: what it covers waits for a person, and the baseline stays (F2). */
  | 'held'
  /** Nothing new since the last look: same bytes, same time, same settings (F4). */
  | 'same'
  /** Older than the last accepted one (F6). */
  | 'stale';

export interface DealerPlan {
  dealerId: string;
  client: string;
  verdict: FeedVerdict;
  /** Rows with a VIN; a vehicle that is kept counts once. */
  rows: number;
  /** In the order of the VINs. */
  actions: readonly FeedAction[];
  /** Of this dealer's rows. */
  counts: readonly OutcomeCount[];
  hold?: Hold;
  warnings: readonly PlanWarning[];
  /** To be stored when the actions are done; absent when the last one stays in force. */
  baseline?: Baseline;
}

export interface Hold {
  /** Over what an approval covers. */
  hash: string;
  reasons: readonly HoldReason[];
  /** What waits, in the order of the VINs. */
  actions: readonly FeedAction[];
}

export interface HoldReason {
  code: 'FEW_ROWS' | 'MANY_CLOSES' | 'OTHER_VEHICLES';
  message: string;
}

/** Two rows of a file speak of one vehicle and differ: the last one counts (F5). */
export interface PlanWarning {
  code: 'SAME_VIN';
  message: string;
  vin: string;
  /** Of the row that counts. */
  line: number;
}

export interface FeedPlan {
  feed: string;
  file: FeedFile;
  /** In the order of their ids. */
  dealers: readonly DealerPlan[];
  /** Of all rows of the file. */
  counts: readonly OutcomeCount[];
  /** Dealers that no row of *Client - Dealer ID* names, the first {@link MAX_UNKNOWN_DEALERS}. */
  unknownDealers: readonly { dealerId: string; rows: number; firstLine: number }[];
}

/** So many unknown dealers are named; a column taken for the dealer's by mistake must not fill the memory (F12). */
export const MAX_UNKNOWN_DEALERS = 1000;

/** So many warnings are kept for each dealer; the counts know of all. */
export const MAX_WARNINGS = 1000;

/** Dealer ids are compared without case and outer blanks. */
export function dealerKey(text: string): string {
  return text.trim().toLowerCase();
}
