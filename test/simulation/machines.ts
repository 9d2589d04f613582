import assert from 'node:assert/strict';
import { OUTCOMES } from '../../lib/model/item';
import type { RunRequest } from '../../lib/sync/run-queue';
import { FLOW_SETTINGS } from '../sync/headless/flow';
import { type Ended, Runner } from '../sync/headless/runner';
import type { Dealer } from './dealers';
import type { History, RunStep } from './history';
import type { Mishap } from './mishaps';
import { type ProcessWorld, SimulatedProcess } from './process';
import type { WatchedRun } from './watch';

/** Longer than any run takes here, with all of its time-outs and a lease that has to run out before it. */
const LONGEST_RUN_MS = 60 * 60_000;

export interface Machine {
  process: SimulatedProcess;
  runner: Runner;
}

/** A run that somebody asked for, and what is known of it. */
export interface Going {
  process: SimulatedProcess;
  step: Pick<RunStep, 'preview' | 'flow'> & { mishaps: readonly Mishap[] };
  integration: string;
  ended?: Ended;
}

/** The processes that a dealer's flows run in: they die, and others take their place; and the runs that go on in them. */
export class Machines {
  readonly counts = { runs: 0, deaths: 0 };
  /** Every end of a run, in order (S20). */
  readonly transcript: string[] = [];
  readonly #standing: (Machine | undefined)[] = [undefined, undefined, undefined];
  #going: Going[] = [];
  #finished: Going[] = [];
  #ids = 0;
  #processes = 0;

  constructor(
    private readonly dealer: Dealer,
    private readonly world: ProcessWorld,
    private readonly policy: History['policy'],
  ) {}

  /** The one of this place, or a new one where it has died. */
  at(index: number): Machine {
    const standing = this.#standing[index];
    if (standing && !standing.process.dead) return standing;
    this.#processes += 1;
    const process = new SimulatedProcess(`${'ABD'[index]}${this.#processes}`, this.world);
    const { clock, wire, store, name } = process;
    const sides = this.dealer.connect({ clock, random: () => this.world.random.next(), wire });
    const runner = new Runner({
      store,
      clock,
      sides,
      integrations: this.dealer.integrations,
      settings: { merge: { ...FLOW_SETTINGS.merge, ...this.dealer.merge, onConflict: this.policy } },
      holder: name,
      newId: () => {
        this.#ids += 1;
        return `id-${this.#ids}`;
      },
    });
    const made = { process, runner };
    this.#standing[index] = made;
    return made;
  }

  async kill(index: number): Promise<void> {
    this.#standing[index]?.process.die();
    await this.world.time.pass(0);
  }

  killAll(): void {
    for (const machine of this.#standing) machine?.process.die();
  }

  /** Nothing goes wrong any more, and what goes on comes to its end. */
  async heal(): Promise<void> {
    for (const machine of this.#standing) machine?.process.expect([]);
    for (const going of this.#going) await this.untilEnded(going);
  }

  request({ process, runner }: Machine, step: Going['step'], integration: string, request: RunRequest): Going {
    process.expect(step.mishaps);
    const { runId } = runner.engine.request(integration, request);
    return this.follow({ process, runner }, step, integration, runId);
  }

  /** Listens for the end of a run. */
  follow({ process, runner }: Machine, step: Going['step'], integration: string, runId: string): Going {
    const going: Going = { process, step, integration };
    this.#going.push(going);
    this.counts.runs += 1;
    const ended = (run: Ended['run'], doc: Ended['doc']) => {
      if (run.setup.id !== runId) return;
      runner.engine.off('run-ended', ended);
      going.ended = { run, doc };
      this.#keep(going, doc);
    };
    runner.engine.on('run-ended', ended);
    return going;
  }

  #keep({ process, integration }: Going, { state, error, counts }: Ended['doc']): void {
    const { seen, ...outcomes } = counts;
    const [now, name] = [this.world.time.now(), process.name];
    this.world.tell(`   ${name}: ${integration} ${state} ${error?.code ?? ''} ${JSON.stringify(nonZero(counts))}`);
    this.transcript.push(`${now} ${name} ${integration} ${state} ${JSON.stringify(outcomes)}`);
    if (process.dead) return;
    const sum = OUTCOMES.reduce((all, outcome) => all + counts[outcome], 0);
    assert.equal(sum, seen, `S11: ${JSON.stringify(counts)}`);
  }

  async untilEnded(going: Going): Promise<void> {
    const over = () => going.ended !== undefined || going.process.dead;
    const ended = await this.world.time.pass(LONGEST_RUN_MS, over);
    assert.ok(ended, `${going.process.name}: ${going.integration} has not ended in an hour`);
  }

  /** @returns once none goes on any more: those that have ended since the last time */
  takeEnded(): WatchedRun[] | undefined {
    const over = this.#going.filter(({ ended, process }) => ended || process.dead);
    this.#finished.push(...over);
    this.counts.deaths += over.filter(({ process }) => process.dead).length;
    this.#going = this.#going.filter((going) => !over.includes(going));
    if (this.#going.length > 0) return undefined;
    return this.#finished.splice(0).map((going) => this.#asWatched(going));
  }

  #asWatched({ process, ended, step, integration }: Going): WatchedRun {
    const flow = this.dealer.integrations.find(({ id }) => id === integration);
    const written = ({ in: ['customer'], out: ['account'], both: ['account', 'customer'] } as const)[
      flow?.direction ?? 'both'
    ];
    const state = ended?.doc.state;
    const end =
      process.dead || !ended
        ? 'lost'
        : step.preview
          ? 'preview'
          : state === 'held' || state === 'done'
            ? state
            : 'failed';
    return { written, end, certain: step.mishaps.length === 0 && step.flow !== 'push' && !process.hasSlept };
  }
}

function nonZero(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
