import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { Doc } from '../../lib/store/store';
import type { SyncStoreNode } from '../../nodes/runtime/store-config';
import {
  RAPID_RESPONSE_CREDENTIALS,
  type RapidResponseSimulator,
  startRapidResponseSimulator,
} from '../../simulators/rapid-response';
import { type RevioSimulator, startRevioSimulator } from '../../simulators/revio';
import { connections, type FlowNode, Rig, until } from './rig';

const node = (id: string, type: string, wires: string[][], fields: object = {}): FlowNode => ({
  id,
  type: `dealer-sync-${type}`,
  wires,
  ...fields,
});

describe('rapid-response in a run', () => {
  const rig = new Rig();
  let station: RapidResponseSimulator;
  let revio: RevioSimulator;

  before(async () => {
    station = await startRapidResponseSimulator({ seed: 'small', switches: { callsPerSecond: 0 } });
    revio = await startRevioSimulator({ seed: 'small', switches: { callsPerMinute: 0 } });
    const { nodes, credentials } = connections({ revio: revio.url });
    await rig.load(
      [
        ...nodes,
        {
          id: 'rr-config',
          type: 'dealer-sync-rapid-response-config',
          baseUrl: station.url,
          dealerNumber: '390041',
          callsPerMinute: '60000',
        },
        { id: 'store', type: 'dealer-sync-sync-store', dir: `${rig.userDir}/store` },
        node('start', 'sync-start', [['sites'], ['start.1']], {
          store: 'store',
          integration: 'rapid-response-inbound',
          title: 'Rapid Response',
          system: 'RAPID_RESPONSE',
          space: 'rapid-response',
          direction: 'in',
          productionMode: true,
        }),
        node('sites', 'rapid-response', [['customers']], { rapidResponse: 'rr-config', op: 'list-sites' }),
        node('customers', 'revio', [['pair']], { revio: 'revio-config', op: 'list-customers' }),
        node('pair', 'key-link', [[], ['match'], []], {
          revio: 'revio-config',
          op: 'pair',
          system: 'CMS',
          entityType: 'Customer',
        }),
        node('match', 'fuzzy-match', [[], [], ['gate']]),
        node('gate', 'sync-plan', [['end'], ['gate.1']]),
        node('end', 'sync-end', [['end.0']]),
      ],
      { ...credentials, 'rr-config': RAPID_RESPONSE_CREDENTIALS },
    );
  });
  after(async () => {
    await rig.unload();
    await Promise.all([station.close(), revio.close()]);
  });

  it('lists each site once, and tells the guard how many there are and how many have a device (S10, S11)', async () => {
    await rig.send('start', { payload: { cause: 'manual' } });
    await until(() => rig.outcome('end').outputs[0]?.length === 1, 'the end of the run');
    const { outputs, errors } = rig.outcome('end');
    assert.deepEqual(errors, []);
    const summary = outputs[0]?.[0].payload;
    assert.equal(summary.state, 'done');
    assert.ok(summary.counts.seen >= 10, JSON.stringify(summary.counts));
    const { engine } = rig.node('store') as SyncStoreNode;
    const baseline = await engine?.store.collection<BaselineLike>('baselines').get('rapid-response');
    assert.deepEqual([baseline?.listings.sites, baseline?.listings.devices], [10, 9]);
  });
});

interface BaselineLike extends Doc {
  listings: Record<string, number>;
}
