import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonText } from '../../lib/matching';
import { assign, type Pairing, weighPairings } from '../../lib/matching/assign';
import { featuresOf } from '../../lib/matching/features';
import { Frequencies, SideCounts } from '../../lib/matching/frequencies';
import { GUARDS } from '../../lib/matching/guards';
import { posterior } from '../../lib/matching/posterior';
import { REASONS_EN } from '../../lib/matching/reasons.en';
import { Slices } from '../../lib/matching/slices';

const pairing = (slot: number, score: number, barred = false): Pairing => ({
  slot,
  key: String(slot),
  score,
  barred,
  near: true,
  probability: 0,
  amongCandidates: 0,
});

describe('matching: weighing', () => {
  it('gives two equal rivals half each, and one alone nearly all', () => {
    assert.ok(Math.abs(posterior(30, 2 * Math.exp(30), 1000) - 0.5) < 0.001);
    assert.ok(posterior(30, Math.exp(30), 1000) > 0.999);
    assert.ok(posterior(2, Math.exp(2), 1000) < 0.01);
  });

  it('takes the lesser of both sides', async () => {
    const pairings = [[pairing(0, 30)], [pairing(0, 30), pairing(1, 20)]];
    await weighPairings(pairings, 2, 2, new Slices());
    assert.ok(Math.abs((pairings[0]?.[0]?.probability ?? 0) - 0.5) < 0.001);
    assert.ok((pairings[0]?.[0]?.amongCandidates ?? 0) > 0.999);
  });

  it('assigns one to one, the most probable first, nothing that is barred', async () => {
    const pairings = [[pairing(0, 30)], [pairing(0, 40), pairing(1, 20)], [pairing(2, 50, true)]];
    for (const [i, candidates] of pairings.entries()) for (const one of candidates) one.probability = 0.5 + i / 10;
    assert.deepEqual([...(await assign(pairings, 0.4, new Slices()))], [[0, 1]]);
    assert.equal((await assign(pairings, 0.9, new Slices())).size, 0);
  });

  it('takes what is rare for more than what is frequent, and what many have for nothing', () => {
    const counts = new SideCounts();
    for (let i = 0; i < 50; i++) {
      const features = featuresOf({ id: String(i), name: `Smith Unique${i}x`, phone: '2175558123' });
      if (features) counts.count(features, 1);
    }
    const frequencies = new Frequencies(new SideCounts(), counts);
    assert.ok(frequencies.word('unique7x') > frequencies.word('smith'));
    assert.equal(frequencies.phoneSharers('2175558123'), 50);
    assert.equal(frequencies.phoneSharers('5558123'), 50);
  });

  it('sorts in slices as the engine does', async () => {
    const list = Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 10_007);
    const sorted = await new Slices().sorted(list, (a, b) => a - b);
    assert.deepEqual(
      sorted,
      [...list].sort((a, b) => a - b),
    );
  });
});

describe('matching: reasons', () => {
  it('has a sentence for every reason and guard that the code names', () => {
    const folder = join(__dirname, '../../lib/matching');
    const code = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const named = [...code.matchAll(/reason\('(\w+)'/g)].map(([, name]) => `matching.reason.${name}`);
    const guards = GUARDS.map((guard) => `matching.guard.${guard}`);
    assert.ok(named.length > 15);
    for (const key of [...named, ...guards]) assert.ok(REASONS_EN[key], key);
    for (const how of ['alike', 'spelling', 'nickname', 'initial', 'short', 'joined', 'cut']) {
      assert.ok(REASONS_EN[`matching.reason.${how}`], how);
    }
  });

  it('fills in values, and lets an unknown key speak for itself', () => {
    assert.equal(
      reasonText({ key: 'matching.reason.phoneShared', values: { count: 5 } }),
      'same phone as 5 others: ignored',
    );
    assert.equal(reasonText({ key: 'what' }), 'what');
  });
});
