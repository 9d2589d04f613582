import { runAsProcess } from '../kit/run-as-process';
import { startRevioSimulator } from './index';
import { parseRevioSeed } from './seeds';

void runAsProcess('Rev.io', (options) => {
  const { CALLS_PER_MINUTE } = process.env;
  return startRevioSimulator({
    ...options,
    seed: parseRevioSeed(options.seed),
    ...(CALLS_PER_MINUTE ? { switches: { callsPerMinute: Number(CALLS_PER_MINUTE) } } : {}),
  });
});
