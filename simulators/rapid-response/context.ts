import type { Sessions } from './sessions';
import type { RapidResponseState } from './state';

export interface RapidResponseSwitches {
  /** Calls a second, then 429; 0 = no limit. */
  callsPerSecond: number;
  /** A session that is over answers with no rows, as if all were well. */
  silentSessionEnd: boolean;
  /** `SiteAddress`, `SiteAddr2` instead of `Address`, `Address2`. */
  importSpelling: boolean;
  /** The station keeps texts in capitals. */
  upperCase: boolean;
}

export const DEFAULT_SWITCHES: Readonly<RapidResponseSwitches> = Object.freeze({
  callsPerSecond: 10,
  silentSessionEnd: false,
  importSpelling: false,
  upperCase: false,
});

/** What the operations work on. */
export interface RapidResponseContext {
  state: RapidResponseState;
  switches: RapidResponseSwitches;
  sessions: Sessions;
}
