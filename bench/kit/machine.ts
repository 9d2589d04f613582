import { cpus, loadavg, totalmem } from 'node:os';

/** What figures were taken on; without it they say little. */
export interface Machine {
  processor: string;
  cores: number;
  memoryGb: number;
  node: string;
  /** Processes that wanted a core in the last minute: over the number of cores, all times are too long. */
  load: number;
}

export function machine(): Machine {
  const [first, ...others] = cpus();
  return {
    processor: first?.model.trim() || 'unknown processor',
    cores: others.length + 1,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

export function machineLine({ processor, cores, memoryGb, node, load }: Machine): string {
  return `${processor}, ${cores} cores, ${memoryGb} GB, Node ${node}, load ${load}`;
}
