import { runAsProcess } from '../kit/run-as-process';
import { parseSeed } from '../kit/seed-text';
import { startRevioSimulator } from './index';

void runAsProcess('Rev.io', (options) => {
  const { CALLS_PER_MINUTE } = process.env;
  return startRevioSimulator({
    ...options,
    seed: parseSeed(options.seed),
    ...(CALLS_PER_MINUTE ? { switches: { callsPerMinute: Number(CALLS_PER_MINUTE) } } : {}),
  });
});
