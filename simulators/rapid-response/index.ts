import type { Seed } from '../kit/seed-text';
import { type Simulator, type SimulatorOptions, startSimulator } from '../kit/server';
import { DEFAULT_SWITCHES, type RapidResponseSwitches } from './context';
import { seedRapidResponse, type Truth } from './seeds';
import { BASE_PATH, RapidResponseService } from './service';
import type { Login, Sessions } from './sessions';
import type { RapidResponseState } from './state';

export * from './fault-presets';
export { DEALER_GROUP, OTHER_DEALER_GROUP, REGION_GROUP } from './rows';
export { SMALL_SITES as SMALL_RR_SITES } from './seed-small';
export type { RapidResponseSwitches, Seed, Truth };

/** What opens the simulator's door. */
export const RAPID_RESPONSE_CREDENTIALS: Readonly<Login> = Object.freeze({
  username: 'simuser',
  password: 'PLANTED-RR-PASSWORD',
});

export interface RapidResponseSimulatorOptions extends SimulatorOptions {
  /** Default `small`. */
  seed?: Seed;
  credentials?: Login;
  switches?: Partial<RapidResponseSwitches>;
}

export interface RapidResponseSimulator extends Simulator {
  state: RapidResponseState;
  sessions: Sessions;
  switches: RapidResponseSwitches;
  /** Of the seed `match`. */
  truth(): Truth | undefined;
}

/** Starts a simulated Rapid Response on loopback. `url` is its base, `/RestAPI/api` included. */
export async function startRapidResponseSimulator(
  options: RapidResponseSimulatorOptions = {},
): Promise<RapidResponseSimulator> {
  const { seed = 'small', credentials = RAPID_RESPONSE_CREDENTIALS, switches } = options;
  const simulator = await startSimulator(
    (clock) =>
      new RapidResponseService(clock, {
        login: credentials,
        switches: { ...DEFAULT_SWITCHES, ...switches },
        seed: (state) => seedRapidResponse(state, seed),
      }),
    BASE_PATH,
    options,
  );
  const { service } = simulator;
  return Object.assign(simulator, {
    state: service.state,
    sessions: service.sessions,
    switches: service.switches,
    truth: () => service.truth(),
  });
}
