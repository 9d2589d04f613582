/**
 * The dealer feed engine: `(state, feed rows, settings, now) -> plan`. Pure: no file, no store, no clock of its own.
 *
 * | rule | where |
 * | --- | --- |
 * | R1 each row creates or updates one service request | `rules/r01-vehicle` |
 * | R2 Track Stock No and Client | `rules/r02-tracking` |
 * | R3 Auto Close, R4 reappearing vehicles | `rules/r03-auto-close` |
 * | R5 Vehicle Type Mapping, R6 Include Only | `rules/r05-vehicle-type` |
 * | R7 Client - Dealer ID | `rules/r07-client` |
 * | R8 Ignore Days, R9 a person's close, R10 reopening | `rules/r08-existing` |
 *
 * N days are `rules/days`. The guards are `guards`, lateness is `lateness`; `planner` puts it together, row by row.
 */
export { applyAction, applyToMadeFrom } from './apply-action';
export { type ExplainInput, explainVin } from './explain';
export { checkGuards, type GuardInput, holdHash } from './guards';
export type { Disposition } from './intake';
export { type Lateness, lateness } from './lateness';
export { MemoryFeedState, type StateContent } from './memory-state';
export type { FeedRow, FeedVehicle, QuarantinedRow, QuarantineReason, RowWarning } from './parser/feed-row';
export { normaliseVin, vinProblem } from './parser/vin';
export { FeedPlanner, type PlanInput, planFeed, settingsKey } from './planner';
export { REASON_SENTENCES } from './reasons.en';
export { type Decision, decideVehicle, type VehicleContext } from './rules/r01-vehicle';
export { type Told, type TrackedChange, type Tracking, trackChanges } from './rules/r02-tracking';
export { type CloseInput, type ClosePlan, closeNotBefore, planCloses } from './rules/r03-auto-close';
export {
  compileVehicleTypes,
  mapVehicleType,
  type TypeMapped,
  type TypeMapping,
  type VehicleTypeMap,
} from './rules/r05-vehicle-type';
export { type ClientMap, type ClientMapped, type ClientMapping, compileClients, mapClient } from './rules/r07-client';
export { type Existing, type ExistingInput, judgeExisting } from './rules/r08-existing';
export * from './service-request';
export { checkTables, type TableWarning, type TableWarningCode } from './table-checks';
export * from './types';
