import type { Seed } from '../kit/seed-text';
import { type Simulator, type SimulatorOptions, startSimulator } from '../kit/server';
import type { Truth } from '../world';
import { DEFAULT_SWITCHES, type RevioSwitches } from './context';
import type { RevioCredentials } from './request-rules';
import { seedRevio } from './seeds';
import { RevioService } from './service';
import type { RevioState } from './state';

export * from './fault-presets';
export { BILL_PROFILES, CONTACT_TYPES, ENTITY_TYPES, SYSTEMS } from './rows';
export { SMALL_CUSTOMERS } from './seed-small';
export type { RevioSwitches, Seed };

/** What opens the simulator's door. */
export const REVIO_CREDENTIALS: Readonly<RevioCredentials> = Object.freeze({
  username: 'simuser',
  clientCode: 'simclient',
  password: 'simpass',
});

export interface RevioSimulatorOptions extends SimulatorOptions {
  /** Default `small`. */
  seed?: Seed;
  /** Which world `match` shows; the simulators of one world are given the same. Default 1. */
  worldSeed?: number;
  credentials?: RevioCredentials;
  /** Asked for in `Ocp-Apim-Subscription-Key` only when set. */
  subscriptionKey?: string;
  switches?: Partial<RevioSwitches>;
}

export interface RevioSimulator extends Simulator {
  state: RevioState;
  switches: RevioSwitches;
  /** Of the seed `match`. */
  truth(): readonly Truth[] | undefined;
}

/** Starts a simulated Rev.io on loopback. `url` is its base, `/v1` included. */
export async function startRevioSimulator(options: RevioSimulatorOptions = {}): Promise<RevioSimulator> {
  const { seed = 'small', worldSeed = 1, credentials = REVIO_CREDENTIALS, subscriptionKey, switches } = options;
  const simulator = await startSimulator(
    (clock) =>
      new RevioService(clock, {
        credentials,
        ...(subscriptionKey ? { subscriptionKey } : {}),
        switches: { ...DEFAULT_SWITCHES, ...switches },
        seed: (state) => seedRevio(state, seed, worldSeed),
      }),
    '/v1',
    options,
  );
  const { service } = simulator;
  return Object.assign(simulator, {
    state: service.state,
    switches: service.switches,
    truth: () => service.truth(),
  });
}
