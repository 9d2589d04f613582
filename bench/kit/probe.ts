import { join } from 'node:path';

/** How much later than asked the event loop came round, in milliseconds. */
export interface LoopDelay {
  p50: number;
  p99: number;
  p999: number;
  max: number;
  /** The greatest for which the process itself worked: on a busy machine it also waits for a core. */
  ownMax: number;
  /** The longest pause for the garbage collector, part of the above. */
  gcMax: number;
}

/** What the probe saw of a process since it was last told to begin. */
export interface ProbeFigures {
  delay: LoopDelay;
  /** Processor time of the process, all its threads. */
  cpuMs: number;
  rssMb: number;
  /** Files that the process has loaded by `require`. */
  modules: string[];
}

export interface Probe {
  /** For the process to be measured. */
  env: Record<string, string>;
  begin(): Promise<void>;
  figures(): Promise<ProbeFigures>;
}

/** A probe for one process, on a port of its own. */
export function probeOn(port: number): Probe {
  const ask = async (path: string, method: string) => {
    const response = await fetch(`http://127.0.0.1:${port}/${path}`, { method });
    return (await response.json()) as ProbeFigures;
  };
  return {
    // Beside the caller's own options, such as a profiler's.
    env: {
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require ${join(__dirname, 'probe.cjs')}`,
      BENCH_PROBE_PORT: String(port),
    },
    begin: async () => {
      await ask('begin', 'POST');
    },
    figures: () => ask('figures', 'GET'),
  };
}
