import assert from 'node:assert/strict';
import { createMemoryStore } from '../../lib/store/memory-store';
import type { Store } from '../../lib/store/store';
import { monitoredElsewhere } from '../../lib/sync/elsewhere';
import type { Integration } from '../../lib/sync/integration';
import { newPair, type PairDoc } from '../../lib/sync/pair';
import type { BaselineDoc } from '../../lib/sync/run-history';
import { FLOW } from './headless/flow';
import { NOW } from './records';

function integration(id: string, given: Partial<Integration> = {}): Integration {
  return {
    id,
    title: id,
    system: id.toUpperCase(),
    space: id,
    direction: 'both',
    productionMode: true,
    schedule: '',
    needsCustomers: false,
    leaveMonitoredElsewhere: true,
    stallMs: 1,
    flow: () => FLOW,
    launch: () => undefined,
    ...given,
  };
}

describe('Monitored elsewhere', () => {
  let store: Store;
  const own = integration('rapid-response', { direction: 'out' });
  const cms = integration('cms');

  beforeEach(async () => {
    store = createMemoryStore();
    await store.open();
  });

  const firstDone = (space: string) =>
    store.collection<BaselineDoc>('baselines').insert({ _id: space, listings: {}, firstDoneAt: NOW });
  const pair = (id: string, given: Partial<PairDoc>) =>
    store.collection<PairDoc>('pairs').insert({ ...newPair(id, 'cms', { accountId: id }, NOW), ...given });
  const reason = async (customerId: string, all = [own, cms]) =>
    (await monitoredElsewhere(store, own, all))(customerId);
  const candidate = { score: 0.8, reasons: [] };

  it('names the system and account that a customer is linked to', async () => {
    await firstDone('cms');
    await pair('7', { state: 'linked', customerId: '1000' });
    assert.equal(await reason('1000'), 'monitored elsewhere: CMS 7');
    assert.equal(await reason('1001'), undefined);
  });

  it('counts whom an account was about to be linked to when that failed, parked or not', async () => {
    await firstDone('cms');
    const error = { code: 'UNREACHABLE', message: 'Rev.io did not answer.', at: NOW, transient: true };
    const customer = {
      id: '1007',
      name: 'Ada Pool',
      address: { line1: '', line2: '', city: '', state: '', postalCode: '' },
    };
    await pair('7', { state: 'parked', parkedFrom: 'unmatched', customer, error });
    await pair('8', { state: 'unmatched', customer: { ...customer, id: '1008' }, error });
    await pair('9', { state: 'unmatched', customer: { ...customer, id: '1009' } });
    assert.deepEqual(await Promise.all(['1007', '1008', '1009'].map((id) => reason(id))), [
      'monitored elsewhere: CMS 7',
      'monitored elsewhere: CMS 8',
      undefined,
    ]);
  });

  it('counts the candidates of a waiting match, not of a rejected one; of an accepted one the customer alone', async () => {
    await firstDone('cms');
    const candidates = [
      { customerId: '1001', ...candidate },
      { customerId: '1002', ...candidate },
    ];
    await pair('1', { state: 'pending', candidates });
    await pair('2', {
      state: 'pending',
      candidates: [{ customerId: '1003', ...candidate }],
      decision: { kind: 'reject', by: 'olga', at: NOW },
    });
    await pair('3', {
      state: 'pending',
      candidates: [{ customerId: '1004', ...candidate }],
      decision: { kind: 'reassign', customerId: '1005', by: 'olga', at: NOW },
    });
    const ids = ['1001', '1002', '1003', '1004', '1005'];
    assert.deepEqual(await Promise.all(ids.map((id) => reason(id))), [
      'monitored elsewhere: CMS 1',
      'monitored elsewhere: CMS 1',
      undefined,
      undefined,
      'monitored elsewhere: CMS 3',
    ]);
  });

  it('S9 nobody gets an account until the other system’s first run is done', async () => {
    assert.match((await reason('1000')) ?? '', /waits for the first run of CMS/);
  });

  it('asks no flow of its own space, none that only goes out, and none that monitors nobody', async () => {
    const others = [
      integration('inbound', { space: own.space }),
      integration('push', { direction: 'out' }),
      integration('feed', { direction: 'in', flow: () => ({ ...FLOW, syncsAccounts: false }) }),
    ];
    assert.equal(await reason('1000', [own, ...others]), undefined);
  });
});
