import { runAsProcess } from '../kit/run-as-process';
import { parseSeed } from '../kit/seed-text';
import { startRapidResponseSimulator } from './index';

void runAsProcess('Rapid Response', (options) => {
  const { CALLS_PER_MINUTE } = process.env;
  return startRapidResponseSimulator({
    ...options,
    seed: parseSeed(options.seed),
    ...(CALLS_PER_MINUTE ? { switches: { callsPerSecond: Math.ceil(Number(CALLS_PER_MINUTE) / 60) } } : {}),
  });
});
