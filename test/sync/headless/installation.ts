import assert from 'node:assert/strict';
import { OUTCOMES } from '../../../lib/model/item';
import { createMemoryStore } from '../../../lib/store/memory-store';
import type { Doc, Store } from '../../../lib/store/store';
import type { Decision, PairDoc } from '../../../lib/sync/pair';
import type { RunRequest } from '../../../lib/sync/run-queue';
import { CMS_INTEGRATIONS, type HeadlessIntegration, type Overrides } from './integrations';
import { type Ended, Runner } from './runner';
import type { Connection, TwoSystems } from './two-systems';
import { World } from './world';

const MINUTE = 60_000;

type WiresOf<W extends TwoSystems> = Parameters<W['connect']>[0];

/** A dealer's installation: both remote systems, a store and one Node-RED that may be restarted or lose its store. */
export class DealerInstallation<W extends TwoSystems> {
  store!: Store;
  runner!: Runner;
  connection!: Connection;
  #ids = 0;

  protected constructor(
    readonly world: W,
    private readonly integrations: readonly HeadlessIntegration[],
    private settings: Overrides,
    private wires: WiresOf<W>,
  ) {}

  protected async open(): Promise<this> {
    await this.#newStore();
    this.#boot();
    return this;
  }

  async close(): Promise<void> {
    await this.runner.close();
    await this.world.close();
  }

  /** As a deploy with other settings. */
  async restart(settings: Overrides = {}, wires: WiresOf<W> = this.wires): Promise<void> {
    await this.runner.close();
    await this.connection.end();
    this.settings = { ...this.settings, ...settings };
    this.wires = wires;
    this.#boot();
  }

  /** The store's folder is deleted (S9). */
  async loseStore(): Promise<void> {
    await this.runner.close();
    await this.connection.end();
    await this.#newStore();
    this.#boot();
  }

  /** One run of a flow, as its timer starts it unless said otherwise. */
  async cycle(integration: string, request: Partial<RunRequest> = {}): Promise<Ended> {
    return conserved(await this.runner.cycle(integration, request));
  }

  wait(minutes: number): Promise<void> {
    return this.world.clock.advance(minutes * MINUTE);
  }

  async pair(accountId: string): Promise<PairDoc> {
    const [pair] = await this.all<PairDoc>('pairs', { accountId });
    return pair ?? assert.fail(`no pair of account ${accountId}`);
  }

  async all<T extends Doc>(name: Parameters<Store['collection']>[0], where: Record<string, string> = {}): Promise<T[]> {
    return (await this.store.collection<T>(name).find({ where })).items;
  }

  /** A person's word, as the operations page stores it. */
  async decide(accountId: string, kind: Decision['kind'], customerId?: string): Promise<void> {
    const decision = { kind, by: 'pat', at: this.world.clock.now(), ...(customerId ? { customerId } : {}) };
    await this.store.collection<PairDoc>('pairs').put({ ...(await this.pair(accountId)), decision });
  }

  /** A person chooses a side for a field in conflict. */
  async settle(accountId: string, field: string, side: 'revio' | 'monitoring'): Promise<void> {
    const pair = await this.pair(accountId);
    const decision = { side, by: 'pat', at: this.world.clock.now() };
    const conflicts = pair.conflicts.map((one) => (one.field === field ? { ...one, decision } : one));
    await this.store.collection<PairDoc>('pairs').put({ ...pair, conflicts });
  }

  /** What a person sees of a run: each record's outcome by its name. */
  outcomes({ run }: Ended): Record<string, string> {
    return Object.fromEntries([...run.records.values()].map(({ label, outcome }) => [label, outcome?.name ?? '']));
  }

  async #newStore(): Promise<void> {
    this.store = createMemoryStore({ clock: this.world.clock });
    await this.store.open();
  }

  #boot(): void {
    const { world, store, settings, integrations } = this;
    this.connection = world.connect(this.wires);
    const newId = () => {
      this.#ids += 1;
      return `id-${this.#ids}`;
    };
    this.runner = new Runner({ store, clock: world.clock, sides: this.connection, newId, integrations, settings });
  }
}

/** With the flows of CMS. */
export class Installation extends DealerInstallation<World> {
  static async start(settings: Overrides = {}, wires: Parameters<World['connect']>[0] = {}): Promise<Installation> {
    return new Installation(await World.start(), CMS_INTEGRATIONS, settings, wires).open();
  }

  sync(request: Partial<RunRequest> = {}): Promise<Ended> {
    return this.cycle('cms', request);
  }

  async push(...customerIds: string[]): Promise<Ended> {
    return conserved(await this.runner.push(...customerIds));
  }

  /** Cycles an hour apart. @returns what the last one wrote, as `revio POST Customers` */
  async cycles(count: number): Promise<string[]> {
    let writes: string[] = [];
    for (let n = 0; n < count; n += 1) {
      await this.wait(60);
      const mark = this.world.mark();
      await this.sync();
      writes = this.world.writesSince(mark);
    }
    return writes;
  }
}

/** S11, of every run of every test: each record seen has exactly one outcome, and the counts add up. */
function conserved(ended: Ended): Ended {
  const { seen, ...counts } = ended.doc.counts;
  const sum = OUTCOMES.reduce((total, name) => total + counts[name], 0);
  assert.equal(sum, seen, `S11: ${JSON.stringify(ended.doc.counts)}`);
  for (const record of ended.run.records.values()) assert.ok(record.outcome, `S11: ${record.key} has no outcome`);
  return ended;
}
