import assert from 'node:assert/strict';
import { TWO_WAY_FIELDS } from '../../lib/model/compare';
import { decideHold } from '../../lib/sync/operations/holds';
import type { PairDoc } from '../../lib/sync/pair';
import type { PlanDoc } from '../../lib/sync/run-history';
import { Random } from '../../simulators/kit/random';
import { SnapshotStore } from '../crash/snapshot-store';
import { START } from '../sync/headless/two-systems';
import { type Dealer, openDealer } from './dealers';
import { type Decision, Desk } from './desk';
import type { History, RunStep, Step } from './history';
import { Machines } from './machines';
import type { Mishap } from './mishaps';
import { People, pick } from './people';
import type { ProcessWorld } from './process';
import type { Request } from './remote';
import { Rules } from './rules';
import { SimulatedTime } from './time';
import { Oracle } from './watch';

const MINUTE = 60_000;

/** What came of a history, for the counts. */
export interface Told {
  /** Every call and every end of a run, in order: the same history gives the same (S20). */
  transcript: string[];
  runs: number;
  calls: number;
  writes: number;
  deaths: number;
  mishaps: number;
  checks: number;
  strictChecks: number;
}

/** One dealer's life: people on both sides, processes that come and go, and the rules that hold all the time. */
export class Play {
  readonly #time = new SimulatedTime(START);
  readonly #dealer: Dealer;
  readonly #store: SnapshotStore;
  readonly #world: ProcessWorld;
  readonly #oracle: Oracle;
  readonly #rules: Rules;
  readonly #people: People;
  readonly #desk: Desk;
  readonly #machines: Machines;
  #mishaps = 0;

  constructor(
    private readonly history: History,
    private readonly log: (line: string) => void = () => undefined,
  ) {
    this.#dealer = openDealer(history.station, this.#time, history.capitals);
    this.#store = new SnapshotStore({
      now: () => this.#time.now(),
      sleep: () => Promise.reject(new Error('nobody waits here')),
    });
    this.#oracle = new Oracle(this.#dealer, this.#store, history.policy, () => this.#time.now());
    this.#rules = new Rules(this.#dealer, this.#store);
    const tell = (line: string) => this.#tell(line);
    this.#people = new People(this.#dealer, this.#oracle, this.#rules, tell);
    this.#desk = new Desk(this.#dealer, this.#rules, tell);
    this.#world = {
      time: this.#time,
      random: new Random(history.seed),
      store: this.#store,
      farEnd: {
        name: (request) => this.#dealer.name(request),
        kindOf: (request) => this.#dealer.kindOf(request),
        serve: (request, lacks) => this.#dealer.serve(request, lacks),
      },
      late: new Set(),
      deliverLate: (request) => this.#deliverLate(request),
      tell,
    };
    this.#machines = new Machines(this.#dealer, this.#world, history.policy);
  }

  async play(): Promise<Told> {
    for (const what of this.history.start) this.#people.enter(what);
    for (const [index, step] of this.history.steps.entries()) {
      this.#tell(`${index + 1}. ${JSON.stringify(step)}`);
      await this.#take(step);
      await this.#look();
    }
    await this.#comeToRest();
    const { station, revio } = this.#dealer.world;
    const calls = [...station.log.calls(), ...revio.log.calls()];
    return {
      transcript: [...calls.map(told), ...this.#machines.transcript],
      calls: calls.length,
      writes: calls.filter(({ writes }) => writes.length > 0).length,
      checks: this.#oracle.checked,
      strictChecks: this.#oracle.strict,
      mishaps: this.#mishaps,
      ...this.#machines.counts,
    };
  }

  #tell(line: string): void {
    this.log(`${new Date(this.#time.now()).toISOString().slice(8, 23)}  ${line}`);
  }

  async #take(step: Step): Promise<void> {
    switch (step.do) {
      case 'run':
        return this.#run(step);
      case 'wait':
        await this.#time.pass(step.minutes * MINUTE);
        return;
      case 'jump':
        // What is still on its way would come after more than the settle time: an honest limit.
        if (this.#world.late.size === 0) this.#time.jump(step.minutes * MINUTE);
        return;
      case 'kill':
        return this.#machines.kill(step.process);
      case 'enter':
        return this.#people.enter(step.what);
      case 'edit':
        return this.#people.edit(step.side, step.of, step.field);
      case 'contact':
        return this.#people.changeContact(step.of, step.what);
      case 'cancel':
      case 'reinstate':
        return this.#people.setCancelled(step.of, step.do === 'cancel');
      case 'close':
      case 'reopen':
        return this.#people.setClosed(step.of, step.do === 'close');
      case 'remove':
        return this.#people.remove(step.side, step.of);
      case 'lose store':
        return this.#loseStore();
      case 'hold':
        return this.#decideHold(step.word);
      default:
        return this.#decide(step);
    }
  }

  /** A write that was given up for lost comes in, over whatever stands there by now. */
  #deliverLate(request: Request): void {
    const all = () => [
      ...this.#dealer.siteIds().map((id) => ({ side: 'account' as const, id, said: this.#dealer.read('account', id) })),
      ...this.#dealer
        .customerIds()
        .map((id) => ({ side: 'customer' as const, id, said: this.#dealer.read('customer', id) })),
    ];
    const before = all();
    this.#dealer.serve(request);
    const after = all();
    for (const { side, id, said } of before) {
      const now = after.find((one) => one.side === side && one.id === id)?.said;
      for (const field of TWO_WAY_FIELDS) {
        if (!said || !now || said[field] === now[field]) continue;
        this.#tell(`   ${side} ${id}: ${field} was ${said[field]} and is ${now[field]}`);
        this.#oracle.changed(side, id, field, said[field], now[field], true);
      }
    }
  }

  #decide(step: Decision): Promise<void> {
    return this.#desk.decide(this.#machines.at(2).runner.engine, step);
  }

  async #decideHold(word: 'approve' | 'discard'): Promise<void> {
    const { items } = await this.#store.collection<PlanDoc>('plans').find({ where: { state: 'held' } });
    const [plan] = items;
    if (!plan) return;
    const machine = this.#machines.at(2);
    if (word === 'discard') {
      await decideHold(machine.runner.engine, plan._id, 'discard', 'pat');
      return;
    }
    await this.#begin();
    const step = { preview: false, flow: 'whole' as const, mishaps: [] };
    const { runId } = await decideHold(machine.runner.engine, plan._id, 'approve', 'pat');
    await this.#machines.untilEnded(this.#machines.follow(machine, step, plan.integration, runId ?? ''));
  }

  /** S9. Whoever worked on it is gone with it, and what they had sent has come in: else nobody could know of it. */
  async #loseStore(): Promise<void> {
    this.#machines.killAll();
    await this.#time.pass(11 * MINUTE);
    await this.#look();
    const { items } = await this.#store.collection<PairDoc>('pairs').find();
    // An honest limit: only its key link, which is not there yet, could tell that the contact is.
    if (items.some(({ intent, contacts }) => intent?.kind === 'contact-add' || contacts.some((one) => one.unlinked)))
      return;
    await this.#store.restore(new Map());
    this.#oracle.storeLost();
    this.#rules.storeLost();
  }

  async #begin(): Promise<void> {
    if (!this.#oracle.watching) await this.#oracle.begin();
  }

  async #run(step: RunStep): Promise<void> {
    const { flow, preview, cause } = step;
    const customerId = pick(this.#dealer.customerIds(), step.of);
    if (flow === 'push' && !customerId) return;
    await this.#begin();
    const mishaps = await this.#possible(step.mishaps);
    this.#mishaps += mishaps.length;
    const going = this.#machines.request(
      this.#machines.at(step.process),
      { flow, preview, mishaps },
      this.#dealer.flow(flow),
      {
        cause: flow === 'push' ? 'manual' : cause,
        who: cause === 'timer' ? 'timer' : 'inject',
        preview,
        ...(flow === 'push' && customerId ? { customerIds: [customerId] } : {}),
      },
    );
    if (step.nextAfter === undefined) await this.#machines.untilEnded(going);
    else await this.#time.pass(step.nextAfter);
  }

  /** A listing that lacks rows before any was ever accepted cannot be known for one. */
  async #possible(mishaps: readonly Mishap[]): Promise<Mishap[]> {
    const guarded = (await this.#store.collection('baselines').count()) > 0;
    return mishaps.filter(({ is }) => guarded || is !== 'short listing');
  }

  /** When nothing is under way any more, the rules are asked. */
  async #look(): Promise<void> {
    const ended = this.#machines.takeEnded();
    if (!ended) return;
    if (this.#oracle.watching) await this.#oracle.end(ended);
    await this.#rules.check();
  }

  /** Everything heals, operators clear what waits for them, and the cycles go on until there is nothing left to do. */
  async #comeToRest(): Promise<void> {
    this.#tell('everything heals');
    await this.#machines.heal();
    await this.#look();
    await this.#time.pass(30 * MINUTE);
    const step: RunStep = { do: 'run', flow: 'whole', of: 0, process: 0, cause: 'timer', preview: false, mishaps: [] };
    let quiet = 0;
    for (let cycle = 1; quiet < 2; cycle += 1) {
      assert.ok(cycle <= 9, `S2: it has not come to rest after ${cycle - 1} cycles`);
      await this.#clearDesk();
      const writes = this.#dealer.watchWrites();
      for (const flow of this.#dealer.halves) {
        // Beyond every back-off.
        await this.#time.pass(7 * 60 * MINUTE);
        await this.#run({ ...step, flow });
        await this.#look();
      }
      quiet = writes().length === 0 ? quiet + 1 : 0;
    }
    await this.#rules.checkRest();
  }

  async #clearDesk(): Promise<void> {
    await this.#decide({ do: 'retry' });
    const { items } = await this.#store.collection<PlanDoc>('plans').find({ where: { state: 'held' } });
    for (const _ of items) await this.#decideHold('approve');
    await this.#look();
    const pairs = await this.#store.collection<PairDoc>('pairs').find();
    const open = pairs.items.flatMap(({ conflicts }) => conflicts.filter(({ decision }) => !decision));
    for (const _ of open) await this.#decide({ do: 'choose', of: 0, side: 'monitoring' });
  }
}

function told(call: { at: string; method: string; path: string; query: string; body: string; status: number }): string {
  const body = call.body.replace(/"Session\w+":("[^"]*"|\d+),?/g, '');
  return `${call.at} ${call.method} ${call.path}?${call.query} ${body} -> ${call.status}`;
}
