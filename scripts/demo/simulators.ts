import { join } from 'node:path';
import { type Child, startChild } from './child';

const root = join(__dirname, '..', '..');

export interface RunningSimulator extends Child {
  /** As the settings want it: Rev.io's ends in `/v1`. */
  url: string;
  control: string;
}

export interface SimulatorStart {
  stateDir: string;
  seed?: string;
  port?: number;
  callsPerMinute?: number;
}

/** A simulator as a process of its own, as `npm start` and the tests run it. */
export async function startSimulator(
  name: 'revio' | 'cms' | 'rapid-response',
  options: SimulatorStart,
): Promise<RunningSimulator> {
  const { stateDir, seed = 'match', port = 0, callsPerMinute } = options;
  const args = [
    '--require',
    'tsx/cjs',
    join('simulators', name, 'main.ts'),
    '--port',
    String(port),
    '--state-dir',
    stateDir,
    '--seed',
    seed,
  ];
  const env = { ...process.env, ...(callsPerMinute ? { CALLS_PER_MINUTE: String(callsPerMinute) } : {}) };
  const child = startChild(process.execPath, args, { cwd: root, env });
  const [, url = '', control = ''] = await child.line(/simulator: (\S+) \(control: (\S+)\)/, 30_000);
  return { ...child, url, control };
}

/** What the simulators accept. */
export const REVIO_LOGIN = { REVIO_USERNAME: 'simuser', REVIO_CLIENT_CODE: 'simclient', REVIO_PASSWORD: 'simpass' };
export const RAPID_RESPONSE_LOGIN = {
  RR_USERNAME: 'simuser',
  RR_PASSWORD: 'PLANTED-RR-PASSWORD',
  RR_DEALER_NUMBER: '390041',
  RR_DEVICE_TYPE: '2GIGCP21',
  RR_TIMEZONE: '13',
};
export const CMS_LOGIN = { CMS_ACCESS_KEY_ID: 'SIMKEY1', CMS_KEY_CODE: 'SIMCODE1', CMS_COMPANY_ID: 'SIM' };
