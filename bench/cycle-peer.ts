import { join } from 'node:path';
import type { RunningSimulator } from '../scripts/demo/simulators';
import type { ReadSettings } from './cycle-reads';
import { cmsSettings, revioSettings } from './kit/client-settings';
import { type Reads, startReads } from './kit/reads';

/** The reads of a quiet CMS cycle alone, in a process of their own. */
export function startCyclePeer(
  [cms, revio]: readonly [RunningSimulator, RunningSimulator],
  callsPerMinute: number,
): Promise<Reads> {
  const settings: ReadSettings = {
    cms: cmsSettings(cms, callsPerMinute),
    revio: revioSettings(revio, callsPerMinute),
    contactReadsAtOnce: 4,
  };
  return startReads(join(__dirname, 'cycle-reads.ts'), settings);
}
