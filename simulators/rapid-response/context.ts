import type { Reply } from '../kit/server';
import type { Sessions } from './sessions';
import type { RapidResponseState } from './state';

export interface RapidResponseSwitches {
  /** Calls a second, then 429; 0 = no limit. */
  callsPerSecond: number;
  /** A session that is over answers with no rows, as if all were well. */
  silentSessionEnd: boolean;
  /** `SiteAddress`, `SiteAddr2` instead of `Address`, `Address2`. */
  importSpelling: boolean;
  /** Which group a site's row shows: the one asked for, its first one, or a row for each of them. */
  siteGroups: 'asked' | 'first' | 'each';
  /** The station keeps texts in capitals. */
  upperCase: boolean;
}

export const DEFAULT_SWITCHES: Readonly<RapidResponseSwitches> = Object.freeze({
  callsPerSecond: 10,
  silentSessionEnd: false,
  importSpelling: false,
  siteGroups: 'asked',
  upperCase: false,
});

/** A request without its session. */
export type Body = Record<string, unknown>;

export interface Operation {
  /** What the request may hold besides the session (contract: reads, writes). */
  fields: readonly string[];
  /** `distort` is what the fault script wants wrong about the reply. */
  run(context: RapidResponseContext, body: Body, distort: string | undefined): Reply;
}

/** What the operations work on. */
export interface RapidResponseContext {
  state: RapidResponseState;
  switches: RapidResponseSwitches;
  sessions: Sessions;
}
