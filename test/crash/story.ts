import assert from 'node:assert/strict';
import type { TwoWayField } from '../../lib/model/compare';
import type { Store } from '../../lib/store/store';
import type { AuditEntry } from '../../lib/sync/executor/audit';
import type { Decision, PairDoc } from '../../lib/sync/pair';
import type { HeadlessIntegration, Overrides } from '../sync/headless/integrations';
import type { Ended, Runner } from '../sync/headless/runner';
import type { TwoSystems } from '../sync/headless/two-systems';

/** What happens outside before a cycle, and the cycle. A crash strikes in the cycle. */
export interface Chapter<W extends TwoSystems = TwoSystems> {
  title: string;
  meanwhile(story: Story<W>): Promise<void> | void;
  cycle(runner: Runner, story: Story<W>): Promise<Ended>;
  /** The cycles that follow, where they are not the same again. */
  following?(runner: Runner, story: Story<W>, index: number): Promise<Ended>;
}

/** A story, and who plays it. */
export interface Play<W extends TwoSystems = TwoSystems> {
  title: string;
  open(): Promise<W>;
  /** How its processes are connected. */
  wires: Parameters<W['connect']>[0];
  integrations: readonly HeadlessIntegration[];
  settings: Overrides;
  chapters: Chapter<W>[];
  /**
   * Minutes between the cycles after a kill: at once (a lease still runs out), past the settle time, and on until it must
   * be quiet.
   */
  afterKill: number[];
  /** After a failure, which is tried again with a back-off, one more. */
  afterFailure: number[];
  /** Which of the following cycles may come first: where the halves take turns, either. */
  turns: number[];
}

/** The people on both sides, and the records that they know by name. */
export class Story<W extends TwoSystems = TwoSystems> {
  readonly sites: Record<string, string> = {};
  readonly customers: Record<string, string> = {};
  readonly contacts: Record<string, string> = {};

  constructor(
    readonly world: W,
    readonly store: Store,
  ) {}

  site(name: string): string {
    return this.sites[name] ?? assert.fail(`no site ${name}`);
  }

  customer(name: string): string {
    return this.customers[name] ?? assert.fail(`no customer ${name}`);
  }

  /** A person's word on the pair of a site, as the operations page stores it. */
  async decide(site: string, decision: Pick<Decision, 'kind' | 'customerId'>): Promise<void> {
    const pairs = this.store.collection<PairDoc>('pairs');
    const { items } = await pairs.find({ where: { accountId: this.site(site) } });
    const [pair] = items;
    assert.ok(pair, `no pair of ${site}`);
    await pairs.put({ ...pair, decision: { ...decision, by: 'pat', at: this.world.clock.now() } });
  }

  /** A person wants the old value of a field back at Rev.io, by the audit, as the operations page stores the wish. */
  async putBack(site: string, field: TwoWayField): Promise<void> {
    const pairs = this.store.collection<PairDoc>('pairs');
    const pair = (await pairs.find({ where: { accountId: this.site(site) } })).items[0];
    const audit = this.store.collection<AuditEntry>('audit');
    const { items } = await audit.find({ where: { pairId: pair?._id ?? '', operation: 'update', entity: 'customer' } });
    const entry = items.find(({ old }) => old[field] !== undefined);
    assert.ok(pair && entry, `no write of ${field} at ${site}`);
    const { _id: auditId, entityId, old, new: sent } = entry;
    const fields = [{ field, from: sent[field] ?? '', to: old[field] ?? '' }];
    const at = this.world.clock.now();
    await pairs.put({ ...pair, restore: { auditId, side: 'customer', entityId, fields, by: 'pat', at } });
  }
}
