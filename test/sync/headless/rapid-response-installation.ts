import assert from 'node:assert/strict';
import type { PlanDoc } from '../../../lib/sync/run-history';
import type { RunRequest } from '../../../lib/sync/run-queue';
import { DealerInstallation } from './installation';
import { type Half, type Overrides, RAPID_RESPONSE_INTEGRATIONS } from './integrations';
import { type RapidResponseWires, RapidResponseWorld } from './rapid-response-world';
import type { Ended } from './runner';

/** With the two halves of Rapid Response, which share pairs and lease. */
export class RapidResponseInstallation extends DealerInstallation<RapidResponseWorld> {
  static async start(
    settings: Overrides = {},
    wires: Partial<RapidResponseWires> = {},
    integrations = RAPID_RESPONSE_INTEGRATIONS,
  ): Promise<RapidResponseInstallation> {
    const world = await RapidResponseWorld.start();
    return new RapidResponseInstallation(world, integrations, settings, wires).open();
  }

  half(half: Half, request: Partial<RunRequest> = {}): Promise<Ended> {
    return this.cycle(`rapid-response-${half}`, request);
  }

  inbound(request: Partial<RunRequest> = {}): Promise<Ended> {
    return this.half('inbound', request);
  }

  outbound(request: Partial<RunRequest> = {}): Promise<Ended> {
    return this.half('outbound', request);
  }

  /** The halves half an hour apart. @returns what all of them wrote, as `rapid-response SiteInsert` */
  async halves(...order: Half[]): Promise<string[]> {
    const mark = this.world.mark();
    for (const half of order) {
      await this.wait(30);
      await this.half(half);
    }
    return this.world.writesSince(mark);
  }

  /** Hash of the plan that waits for a person's yes. */
  async heldPlan(): Promise<string> {
    const [plan] = await this.all<PlanDoc>('plans', { state: 'held' });
    return plan?.hash ?? assert.fail('no held plan');
  }
}
