import type { Seed } from '../kit/seed-text';
import { type Simulator, type SimulatorOptions, startSimulator } from '../kit/server';
import type { Truth } from '../world';
import { seedCms } from './seeds';
import { type CmsKeys, CmsService, type CmsSwitches, DEFAULT_SWITCHES } from './service';
import type { CmsState } from './state';

export * from './fault-presets';
export { CODES } from './rows';
export { SMALL_SITES } from './seed-small';
export type { CmsKeys, CmsSwitches, Seed };

/** What opens the simulator's door. */
export const CMS_KEYS: Readonly<CmsKeys> = Object.freeze({
  accessKeyId: 'SIMKEY1',
  keyCode: 'SIMCODE1',
  companyId: 'SIM',
});

/** Another dealer of the same station, whose sites the first must not see. */
export const OTHER_CMS_KEYS: Readonly<CmsKeys> = Object.freeze({
  accessKeyId: 'SIMKEY2',
  keyCode: 'SIMCODE2',
  companyId: 'SIM2',
});

export interface CmsSimulatorOptions extends SimulatorOptions {
  /** Default `small`. */
  seed?: Seed;
  /** Which world `match` shows; the simulators of one world are given the same. Default 1. */
  worldSeed?: number;
  switches?: Partial<CmsSwitches>;
}

export interface CmsSimulator extends Simulator {
  state: CmsState;
  switches: CmsSwitches;
  /** Of the seed `match`. */
  truth(): readonly Truth[] | undefined;
}

/** Starts a simulated CMS on loopback. `url` is its Server URL; the services are `{url}/site.asmx`, … */
export async function startCmsSimulator(options: CmsSimulatorOptions = {}): Promise<CmsSimulator> {
  const { seed = 'small', worldSeed = 1, switches } = options;
  const simulator = await startSimulator(
    (clock) =>
      new CmsService(clock, {
        keys: [CMS_KEYS, OTHER_CMS_KEYS],
        switches: { ...DEFAULT_SWITCHES, ...switches },
        seed: (state) => seedCms(state, seed, worldSeed),
      }),
    '',
    options,
  );
  const { service } = simulator;
  return Object.assign(simulator, {
    state: service.state,
    switches: service.switches,
    truth: () => service.truth(),
  });
}
