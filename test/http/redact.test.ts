import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backOffMs, DEFAULT_RETRY, retryAfterMs } from '../../lib/http/back-off';
import { redact, redactedMessage } from '../../lib/http/redact';

describe('redact', () => {
  it('S21: leaves no secret in any spelling', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 4, maxLength: 12 }).filter((s) => s.trim().length > 3 && !s.includes('*')),
        fc.string(),
        (secret, around) => {
          for (const spelling of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
            const clean = redact(`${around} ${spelling} ${around}`, [secret]);
            assert.ok(!clean.includes(secret), clean);
          }
        },
      ),
    );
    assert.equal(redact('Authorization: Basic dXNlcjpwdw==', []), 'Authorization: Basic ***');
    assert.equal(redact('<k>a&amp;b</k> abc', ['a&b', 'abc', '', ' ']), '<k>***</k> ***');
    assert.equal(redact('long longer', ['long', 'longer']), '*** ***');
  });

  it('cuts a message after blacking out, so that no half of a secret stays', () => {
    const text = redactedMessage(`${'x'.repeat(495)}topsecret\n and more`, ['topsecret']);
    assert.ok(text.length <= 500);
    assert.ok(!text.includes('top'));
  });
});

describe('back-off', () => {
  it('reads Retry-After in seconds and as a date', () => {
    const now = Date.UTC(2026, 0, 1);
    assert.equal(retryAfterMs('12', now), 12_000);
    assert.equal(retryAfterMs(new Date(now + 5_000).toUTCString(), now), 5_000);
    assert.equal(retryAfterMs(new Date(now - 5_000).toUTCString(), now), 0);
    assert.equal(retryAfterMs('soon', now), undefined);
    assert.equal(retryAfterMs(undefined, now), undefined);
  });

  it('doubles up to its cap, with full jitter', () => {
    const waits = [1, 2, 3, 9].map((n) => backOffMs(n, DEFAULT_RETRY, () => 1));
    assert.deepEqual(waits, [500, 1_000, 2_000, 20_000]);
    assert.equal(
      backOffMs(3, DEFAULT_RETRY, () => 0),
      0,
    );
  });
});
