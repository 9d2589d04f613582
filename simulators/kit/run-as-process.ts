import { parseArgs } from 'node:util';
import type { Simulator, SimulatorOptions } from './server';

/**
 * Runs a simulator as a process of its own: `--port`, `--state-dir`, `--seed`, or PORT, STATE_DIR, SEED. Prints one line
 * with its address, and ends with its state saved when told to.
 */
export async function runAsProcess(
  label: string,
  start: (options: SimulatorOptions & { seed: string }) => Promise<Simulator>,
): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, 'state-dir': { type: 'string' }, seed: { type: 'string' } },
  });
  const stateDir = values['state-dir'] ?? process.env.STATE_DIR;
  const simulator = await start({
    port: Number(values.port ?? process.env.PORT ?? 0),
    seed: values.seed ?? process.env.SEED ?? 'match',
    ...(stateDir ? { stateDir } : {}),
  });
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      void simulator.close().then(() => process.exit(0));
    });
  }
  // Last: whoever waits for this line may end us at once.
  console.log(`${label} simulator: ${simulator.url} (control: ${simulator.controlUrl})`);
}
