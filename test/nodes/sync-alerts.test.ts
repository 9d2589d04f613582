import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type FlowNode, heardNode, type Message, Rig, until } from './rig';

describe('sync-alerts', () => {
  let rig: Rig;
  const load = async (...nodes: FlowNode[]) =>
    rig.load([{ id: 'store', type: 'dealer-sync-sync-store', dir: `${rig.userDir}/store` }, ...nodes]);
  const heard = (id: string): Message[] => rig.outcome(id).outputs[0] ?? [];
  beforeEach(() => {
    rig = new Rig();
  });
  afterEach(() => rig.unload());

  it('tells when no sync has finished for long, again and again, in a sentence', async () => {
    await load(heardNode('alerts', 'sync-alerts', 1, { store: 'store', quietMinutes: '0.001' }));
    await until(() => heard('alerts').length >= 2, 'two alerts');
    const [{ topic, payload }] = heard('alerts');
    assert.equal(topic, 'quiet');
    assert.match(payload.text, /No sync has finished/);
  });

  it('stays silent, and Node-RED alive, while its store is missing', async () => {
    await load(heardNode('alerts', 'sync-alerts', 1, { store: '', quietMinutes: '0.001' }));
    await new Promise((resolve) => setTimeout(resolve, 150));
    assert.deepEqual(heard('alerts'), []);
  });

  for (const quietMinutes of ['0', '-5', '100000000']) {
    it(`stays silent with ${quietMinutes} minutes`, async () => {
      await load(heardNode('alerts', 'sync-alerts', 1, { store: 'store', quietMinutes }));
      await new Promise((resolve) => setTimeout(resolve, 60));
      assert.deepEqual(heard('alerts'), []);
    });
  }
});
