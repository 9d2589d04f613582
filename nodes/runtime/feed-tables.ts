import { PHASES, type ServiceRequestType } from '../../lib/dealer-feed/service-request';
import type {
  AutoCloseSettings,
  ClientRow,
  FeedGuards,
  FeedSettings,
  TrackSettings,
  VehicleTypeRow,
} from '../../lib/dealer-feed/types';
import { DEFAULT_FEED_GUARDS } from '../../lib/dealer-feed/types';
import { DealerSyncError } from '../../lib/errors';
import { numberOr } from './settings';

/** What a node along the wires adds to a feed's settings. */
export type FeedPart = Partial<Omit<FeedSettings, 'feed' | 'kind' | 'timeZone' | 'usualInterval'>>;

/**
 * Puts together what the nodes behind a dms-feed lend. Tables of one kind follow each other in the order of the wires;
 * of everything else there may be one.
 *
 * @throws DealerSyncError `NO_CLIENT_MAP`, `TWO_OF_A_KIND`
 */
export function joinParts(
  parts: readonly FeedPart[],
): Omit<FeedSettings, 'feed' | 'kind' | 'timeZone' | 'usualInterval'> {
  if (!parts.some(({ clients }) => clients)) {
    throw new DealerSyncError(
      'NO_CLIENT_MAP',
      'No client-map is wired behind this node, so no vehicle would have a client. Put one between it and the sync-plan.',
    );
  }
  return {
    track: only(parts, 'track', 'track-changes') ?? { days: 'never', stock: false, client: false },
    autoClose: only(parts, 'autoClose', 'auto-close') ?? { mode: 'never' },
    guards: only(parts, 'guards', 'auto-close') ?? DEFAULT_FEED_GUARDS,
    reopen: only(parts, 'reopen', 'auto-close') ?? true,
    vehicleTypes: parts.flatMap(({ vehicleTypes }) => vehicleTypes ?? []),
    clients: parts.flatMap(({ clients }) => clients ?? []),
    serviceRequestTypes: parts.flatMap(({ serviceRequestTypes }) => serviceRequestTypes ?? []),
  };
}

function only<K extends keyof FeedPart>(parts: readonly FeedPart[], key: K, node: string): FeedPart[K] {
  const found = parts.filter((part) => part[key] !== undefined);
  if (found.length < 2) return found[0]?.[key];
  throw new DealerSyncError(
    'TWO_OF_A_KIND',
    `Two ${node} nodes are wired behind this dms-feed, and they may say different things. Keep one of them.`,
  );
}

/** R5 and R6, as the node keeps them. */
export function readVehicleTypes(rows: unknown): VehicleTypeRow[] {
  return rowsOf(rows).map((row) => ({
    systemCode: textIn(row, 'systemCode'),
    vehicleType: textIn(row, 'vehicleType'),
    srType: textIn(row, 'srType'),
    dealerId: textIn(row, 'dealerId'),
    includeOnly: isOn(row.includeOnly),
  }));
}

/** R7 and R8, as the node keeps them. */
export function readClients(rows: unknown): ClientRow[] {
  return rowsOf(rows).map((row, index) => {
    const days = textIn(row, 'ignoreDays');
    return {
      dealerId: textIn(row, 'dealerId'),
      client: textIn(row, 'client'),
      srType: textIn(row, 'srType'),
      ignoreIfExists: isOn(row.ignoreIfExists),
      ...(days === '' ? {} : { ignoreDays: readDays(days, `Ignore Days in row ${index + 1}`) }),
    };
  });
}

/** Types of service requests with their phases, as the node keeps them. */
export function readRequestTypes(rows: unknown): ServiceRequestType[] {
  return rowsOf(rows).map((row) => {
    const id = textIn(row, 'id');
    return { id, name: textIn(row, 'name') || id, phases: PHASES.filter((phase) => isOn(row[phase])) };
  });
}

/** R2 */
export function readTracking(config: {
  track?: unknown;
  days?: unknown;
  stock?: unknown;
  client?: unknown;
}): TrackSettings {
  const days = config.track === 'days' ? readDays(config.days, 'For N Days') : 'never';
  return { days, stock: config.stock !== false, client: config.client !== false };
}

/** R3 */
export function readAutoClose(config: { mode?: unknown; days?: unknown }): AutoCloseSettings {
  if (config.mode === 'immediately') return { mode: 'immediately' };
  if (config.mode === 'after') return { mode: 'after', days: readDays(config.days, 'After N Days') };
  return { mode: 'never' };
}

/** F2 */
export function readGuards(config: Partial<Record<keyof FeedGuards, unknown>>): FeedGuards {
  const { rowShare, closeShare, closeCount } = DEFAULT_FEED_GUARDS;
  return {
    rowShare: numberOr(config.rowShare, rowShare),
    closeShare: numberOr(config.closeShare, closeShare),
    closeCount: numberOr(config.closeCount, closeCount),
  };
}

/** A number of days that is none must stop the feed: a guessed one closes service requests. */
function readDays(value: unknown, what: string): number {
  const days = numberOr(value, Number.NaN);
  if (days >= 0) return days;
  throw new DealerSyncError('BAD_DAYS', `${what} must be a number of days, 0 or more.`);
}

function rowsOf(rows: unknown): Record<string, unknown>[] {
  const isRow = (row: unknown) => typeof row === 'object' && row !== null && !Array.isArray(row);
  if (rows === undefined || rows === '') return [];
  if (Array.isArray(rows) && rows.every(isRow)) return rows;
  throw new DealerSyncError(
    'BAD_TABLE',
    'The table of this node cannot be read: it must be a list of rows. Open the node, mend the table and deploy.',
  );
}

function textIn(row: Record<string, unknown>, field: string): string {
  const value = row[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** A checkbox is a boolean in a flow file, and a text where an environment variable stands for it. */
function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}
