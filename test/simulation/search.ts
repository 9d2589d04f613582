import { AssertionError } from 'node:assert';
import fc from 'fast-check';
import type { History } from './history';
import { Play, type Told } from './play';
import { stopMachineClock } from './time';

/** How long a failing history is made shorter; one that is short enough to read is enough. */
const SHRINKING_MS = 40_000;

export interface Tally extends Omit<Told, 'transcript'> {
  histories: number;
  steps: number;
}

const COUNTS = ['runs', 'calls', 'writes', 'deaths', 'mishaps', 'checks', 'strictChecks'] as const;

export function newTally(): Tally {
  return { histories: 0, steps: 0, runs: 0, calls: 0, writes: 0, deaths: 0, mishaps: 0, checks: 0, strictChecks: 0 };
}

export function tallied(tally: Tally): string {
  const { histories, steps, runs, calls, writes, deaths, mishaps, checks, strictChecks } = tally;
  return (
    `${histories} histories, ${steps} steps, ${runs} runs, ${calls} calls (${writes} wrote), ${deaths} deaths, ` +
    `${mishaps} other mishaps, ${checks} fields compared (${strictChecks} with one right answer); nothing doubled`
  );
}

const UNEVENTFUL: History = { station: 'cms', policy: 'ask', capitals: false, seed: 1, start: ['pair'], steps: [] };

/** Libraries that are loaded when they are first used take real time, which has no place in a simulation. */
async function warmUp(): Promise<void> {
  await new Play(UNEVENTFUL).play();
}

/** For a `describe` of lives: before them all is loaded and the machine's clock stands still, after them it goes on. */
export function inSimulation(): void {
  let goOn: (() => void) | undefined;
  before(async () => {
    await warmUp();
    goOn = stopMachineClock();
  });
  after(() => goOn?.());
}

/** Plays random histories, each twice; the first that breaks a rule is made short, and told with how to play it again. */
export async function search(histories: fc.Arbitrary<History>, numRuns: number, tally: Tally): Promise<void> {
  let firstFailure = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(histories, async (history) => {
    // What is tried to be shorter then passes, and the shortest failing one so far stands.
    if (Date.now() > firstFailure + SHRINKING_MS) return;
    try {
      count(tally, history, await playTwice(history));
    } catch (error) {
      firstFailure = Math.min(firstFailure, Date.now());
      throw error;
    }
  });
  const details = await fc.check(property, { numRuns });
  if (!details.failed) return;
  const [history] = details.counterexample ?? [];
  if (!history) throw details.errorInstance;
  const told = await retold(history, details.seed);
  throw new AssertionError({ message: `${messageOf(details.errorInstance)}\n${told}` });
}

function count(tally: Tally, history: History, told: Told): void {
  tally.histories += 1;
  tally.steps += history.steps.length;
  for (const name of COUNTS) tally[name] += told[name];
}

/** S20: the same state, clock and replies make the same calls. */
export async function playTwice(history: History): Promise<Told> {
  const [first, second] = [await new Play(history).play(), await new Play(history).play()];
  const at = first.transcript.findIndex((line, n) => line !== second.transcript[n]);
  if (at < 0 && first.transcript.length === second.transcript.length) return first;
  throw new AssertionError({
    message: `S20: played twice, it differs at line ${at}:\n${first.transcript[at]}\n${second.transcript[at]}`,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function retold(history: History, seed: number): Promise<string> {
  const lines: string[] = [];
  const ending = await playTwice(history)
    .then(() => new Play(history, (line) => lines.push(line)).play())
    .then(() => 'It passes when played alone.', messageOf);
  if (lines.length === 0) await new Play(history, (line) => lines.push(line)).play().catch(() => undefined);
  return [
    ending,
    ...lines,
    `To play it again, keep this as test/simulation/found/<what broke>.json, and run npm test -- test/simulation/found.test.ts`,
    JSON.stringify(history),
    `(the search began with PROPERTY_SEED=${seed})`,
  ].join('\n');
}
