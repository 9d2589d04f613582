import type { Direction } from '../model/item';
import type { ReviewRule } from './review';
import type { Run } from './run';
import type { RunSetup } from './run-setup';

export interface FlowShape extends Pick<RunSetup, 'nodeIds' | 'listingNodes' | 'hasGate' | 'cancelsAtStation'> {
  /** It keeps accounts of a monitoring system in step (a dealer feed's vehicles are none). */
  syncsAccounts: boolean;
  /** The rule of its review queue, where it has one. */
  review?: ReviewRule;
}

/** What a flow's sync-start says of itself. */
export interface Integration {
  id: string;
  title: string;
  system: string;
  /** What shares pairs and the lease. */
  space: string;
  direction: Direction;
  /** Off = every run is a preview. */
  productionMode: boolean;
  /** Cron expression of its timer, for the next run's time; blank = none. */
  schedule: string;
  /** A run that goes out leaves customers alone whom another integration of these monitors. */
  leaveMonitoredElsewhere: boolean;
  /** A run must name its customers (a push). */
  needsCustomers: boolean;
  stallMs: number;
  /** What the run may pass through, looked up when it starts. */
  flow(): FlowShape;
  /** Sends the run on its way. */
  launch(run: Run): void;
}
