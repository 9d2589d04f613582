import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { AuditEntry } from '../../lib/sync/executor/audit';
import type { BaseSide, PairDoc } from '../../lib/sync/pair';
import type { Picture } from '../sync/headless/picture';
import { Runner } from '../sync/headless/runner';
import type { Connection, TwoSystems } from '../sync/headless/two-systems';
import { atTheDoors, type Interference, Lifeline } from './lifeline';
import { SnapshotStore, type StoreSnapshot } from './snapshot-store';
import { type Chapter, type Play, Story } from './story';

const MINUTE = 60_000;

export interface Scene {
  at: number;
  station: Record<string, unknown>;
  revio: Record<string, unknown>;
  store: StoreSnapshot;
}

export interface Ending {
  picture: Picture;
  pairs: unknown[];
  /** Writes of the last cycle, or of each flow's last: none, when all is said and done (S2). */
  lastWrites: string[];
}

/** A chapter as it goes when nobody interferes. */
export interface Unbroken {
  scene: Scene;
  points: string[];
  /** How many remote writes it makes. */
  writes: number;
  expected: Ending;
  untold: string[];
}

/** One world, in which a chapter can be played again and again from the same scene. */
export class Stage<W extends TwoSystems> {
  readonly story: Story<W>;
  readonly store: SnapshotStore;
  #ask: Interference['strike'] | undefined;
  readonly #unbroken: Unbroken[] = [];
  #healthy: Connection | undefined;
  #ids = 0;
  #processes = 0;

  private constructor(
    private readonly play: Play<W>,
    readonly world: W,
  ) {
    this.store = new SnapshotStore(world.clock);
    this.story = new Story(world, this.store);
    atTheDoors(world, (call) => this.#ask?.(call));
  }

  static async open<W extends TwoSystems>(play: Play<W>): Promise<Stage<W>> {
    return new Stage(play, await play.open());
  }

  close(): Promise<void> {
    return this.world.close();
  }

  async scene(): Promise<Scene> {
    const { world, store } = this;
    return {
      at: world.clock.now(),
      station: structuredClone(world.station.state.toJSON()),
      revio: structuredClone(world.revio.state.toJSON()),
      store: await store.save(),
    };
  }

  async set(scene: Scene): Promise<void> {
    const { world, store } = this;
    world.clock.turnTo(scene.at);
    world.station.state.restore(scene.station);
    world.revio.state.restore(scene.revio);
    world.station.log.clear();
    world.forgetTheDead();
    world.revio.log.clear();
    await store.restore(scene.store);
  }

  /** Plays the whole story unbroken, and keeps what each chapter began and ended with. */
  async playThrough(): Promise<void> {
    const remote = new RegExp(`^before (${this.world.stationName}|revio) `);
    let next: Scene | undefined;
    for (const chapter of this.play.chapters) {
      if (next) await this.set(next);
      await chapter.meanwhile(this.story);
      const scene = await this.scene();
      const whole = new Lifeline();
      await this.process(chapter, whole);
      next = await this.scene();
      const expected = await this.afterwards(chapter, this.play.afterFailure);
      const writes = whole.points.filter((point) => remote.test(point)).length;
      this.#unbroken.push({ scene, points: whole.points, writes, expected, untold: await this.untold() });
    }
  }

  unbroken(index: number): Unbroken {
    return this.#unbroken[index] ?? assert.fail(`chapter ${index} was not played`);
  }

  /** One process: starts, carries out the cycle, and ends, by itself or by its lifeline. */
  async process(chapter: Chapter<W>, between: Interference = new Lifeline(), sides = this.#connect()): Promise<void> {
    this.#processes += 1;
    this.#ask = (call) => between.strike(call);
    const runner = new Runner({
      store: between.store(this.store),
      clock: this.world.clock,
      sides,
      integrations: this.play.integrations,
      settings: this.play.settings,
      holder: `process-${this.#processes}`,
      newId: () => {
        this.#ids += 1;
        return `id-${this.#ids}`;
      },
    });
    await chapter.cycle(runner, this.story);
    await runner.close();
    if (sides !== this.#healthy) await sides.end();
    this.#ask = undefined;
  }

  #connect(): Connection {
    return this.world.connect(this.play.wires);
  }

  /** The cycles that follow, with nothing more in their way; then what the world looks like. */
  async afterwards(
    chapter: Chapter<W>,
    pauses: number[],
    { turn = 0, afterFirst = async () => undefined }: { turn?: number; afterFirst?: () => Promise<void> } = {},
  ): Promise<Ending> {
    // Clients keep nothing of a run, and reading CMS's WSDL takes longer than a cycle: these processes share theirs.
    this.#healthy ??= this.#connect();
    const quiet = pauses.length - this.play.turns.length;
    const lastWrites: string[] = [];
    for (const [index, minutes] of pauses.entries()) {
      if (index === 1) await afterFirst();
      await this.world.clock.advance(minutes * MINUTE);
      const mark = this.world.mark();
      const { following } = chapter;
      const cycle: Chapter<W>['cycle'] = following
        ? (runner, story) => following(runner, story, index + turn)
        : chapter.cycle;
      await this.process({ ...chapter, cycle }, new Lifeline(), this.#healthy);
      if (index >= quiet) lastWrites.push(...this.world.writesSince(mark));
    }
    const { items } = await this.store.collection<PairDoc>('pairs').find();
    return { picture: this.world.picture(), pairs: items.map((pair) => this.#told(pair)).sort(), lastWrites };
  }

  /** A pair as it must be, however it came about. */
  #told(pair: PairDoc): string {
    const { state, accountId, additional, base, conflicts, contacts, intent, error, toPush, numberTaken, restore } =
      pair;
    const customer = this.world.revio.state.customers.get(Number(pair.customerId))?.account_number;
    return sortedJson({
      account: accountId && this.world.accountNumber(accountId),
      customer,
      state,
      additional,
      base: base && [plain(base.account), plain(base.customer)],
      conflicts: conflicts.map(({ field, account, customer: theirs }) => [field, account, theirs]),
      contacts: contacts
        .map(({ accountContactId, base: said, pushed }) => [this.world.contactName(accountContactId), said, pushed])
        .sort(),
      unfinished: [intent?.kind, error?.code, toPush?.length || undefined, numberTaken, restore?.auditId],
    });
  }

  /** Every record that a call wrote is told of in the audit (S22). */
  async untold(): Promise<string[]> {
    const { items } = await this.store.collection<AuditEntry>('audit').find();
    const told = new Set(items.map((entry) => `${entry.operation} ${entry.entity} ${entry.entityId}`));
    const calls = [...this.world.station.log.calls(), ...this.world.revio.log.calls()];
    const written = new Set(calls.flatMap(({ writes }) => writes.flatMap((write) => this.world.toldAs(write))));
    return [...written].filter((record) => !told.has(record)).sort();
  }
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** A name that was read back after a crash is known as a whole, not in its parts; the comparison takes either. */
function plain(side: BaseSide): unknown {
  return { ...side, name: side.name?.name };
}

/** What is different from the unbroken run, in a few words; undefined when nothing is. */
export function difference(ending: Ending, expected: Ending): string | undefined {
  const lost = (from: unknown[], without: unknown[]) => {
    const known = new Set(without.map((one) => JSON.stringify(one)));
    return from.map((one) => JSON.stringify(one)).filter((text) => !known.has(text));
  };
  const parts: [string, unknown[], unknown[]][] = [
    ['sites', ending.picture.sites, expected.picture.sites],
    ['customers', ending.picture.customers, expected.picture.customers],
    ['key links', ending.picture.keyLinks, expected.picture.keyLinks],
    ['pairs', ending.pairs, expected.pairs],
    ['writes of the last cycle', ending.lastWrites, expected.lastWrites],
  ];
  for (const [what, got, wanted] of parts) {
    if (isDeepStrictEqual(got, wanted)) continue;
    const counts = `${what}: ${got.length} instead of ${wanted.length}`;
    return [
      counts,
      ...lost(got, wanted).map((text) => `    got    ${text}`),
      ...lost(wanted, got).map((text) => `    wanted ${text}`),
    ].join('\n');
  }
  return undefined;
}
