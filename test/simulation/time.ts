import { SettableClock } from '../../simulators/kit/clock';

interface Appointment {
  at: number;
  order: number;
  act: () => void;
}

/**
 * Time in a simulation: it stands still while anybody works, and then jumps to the next thing that is due. What is due at
 * one instant happens in the order in which it was asked for, so that the same history is the same every time (S20).
 */
export class SimulatedTime {
  #now: number;
  #order = 0;
  readonly #due: Appointment[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** @returns calls it off */
  in(ms: number, act: () => void): () => void {
    this.#order += 1;
    const appointment = { at: this.#now + Math.max(0, ms), order: this.#order, act };
    // Sorted, nearest last: nearly all are near.
    let place = this.#due.length;
    while (place > 0 && isBefore(this.#due[place - 1] as Appointment, appointment)) place -= 1;
    this.#due.splice(place, 0, appointment);
    return () => {
      const index = this.#due.indexOf(appointment);
      if (index >= 0) this.#due.splice(index, 1);
    };
  }

  /** Lets time pass until `done`, or for so long at most. @returns whether it is done */
  async pass(ms: number, done: () => boolean = () => false): Promise<boolean> {
    const end = this.#now + ms;
    for (;;) {
      await allAtRest();
      if (done()) return true;
      const next = this.#due.at(-1);
      if (!next || next.at > end) break;
      this.#due.pop();
      this.#now = Math.max(this.#now, next.at);
      next.act();
    }
    this.#now = Math.max(this.#now, end);
    return false;
  }

  /** Somebody sets the machine's clock: it is another time, and nobody has waited. What is due keeps its distance. */
  jump(ms: number): void {
    this.#now += ms;
    for (const appointment of this.#due) appointment.at += ms;
  }
}

function isBefore(a: Appointment, b: Appointment): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/**
 * Resolves when all promises and streams of the process have come to where they wait for time to pass. Nothing here waits
 * for a socket or a disk, so whatever still goes on has an immediate under way.
 */
async function allAtRest(): Promise<void> {
  do await new Promise((resolve) => setImmediate(resolve));
  while (process.getActiveResourcesInfo().includes('Immediate'));
}

/**
 * Work is cut into slices by the machine's own clock: how busy it is would tell who comes first (S20). Here it stands still.
 * @returns lets it go on
 */
export function stopMachineClock(): () => void {
  const { now } = performance;
  performance.now = () => 0;
  return () => {
    performance.now = now;
  };
}

/** The clock on a remote system's wall, by simulated time. */
export class WallClock extends SettableClock {
  constructor(private readonly time: SimulatedTime) {
    super();
  }

  override now(): number {
    return this.time.now();
  }
}
