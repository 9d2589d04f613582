import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureMessage, readFailure } from '../../lib/revio/errors';
import { addressToWire, contactFrom, customerFrom, nameToWire, wireId } from '../../lib/revio/mapping';
import { DEFAULT_PROFILE, profileWith } from '../../lib/revio/profile';

describe('Rev.io mapping', () => {
  it('takes blank, absent and null for the same, and 0001-01-01 for no date', () => {
    const customer = customerFrom(
      { customer_id: 7, account_number: ' ', email: null, created_date: '0001-01-01T00:00:00', service_address: null },
      DEFAULT_PROFILE,
    );
    assert.deepEqual(customer, {
      id: '7',
      kind: 'other',
      name: '',
      address: { line1: '', line2: '', city: '', state: '', postalCode: '' },
      status: 'pending',
    });
    assert.equal(customerFrom({}, DEFAULT_PROFILE), undefined);
    assert.equal(contactFrom({ name: 'X' }, DEFAULT_PROFILE), undefined);
  });

  it('splits and joins a postal code without loss', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{5}$/),
        fc.option(fc.stringMatching(/^\d{4}$/), { nil: undefined }),
        (code, extension) => {
          const postalCode = extension ? `${code}-${extension}` : code;
          const row = addressToWire({ postalCode }, DEFAULT_PROFILE);
          assert.equal(row.postal_code, code);
          assert.equal(row.postal_code_extension, extension ?? '');
          const read = customerFrom({ customer_id: 1, service_address: row }, DEFAULT_PROFILE);
          assert.equal(read?.address.postalCode, postalCode);
        },
      ),
    );
    assert.equal(addressToWire({ postalCode: 'K1A 0B1' }, DEFAULT_PROFILE).postal_code, 'K1A 0B1');
  });

  it('writes only the lines that are given', () => {
    assert.deepEqual(addressToWire({ city: '' }, DEFAULT_PROFILE), { city: '' });
  });

  it('writes a name in the form of the kind, with one letter for the middle', () => {
    const name = { name: 'Ann Bo Cy', firstName: 'Ann', middleName: 'Bo', lastName: 'Cy' };
    assert.deepEqual(nameToWire(name, 'residential', DEFAULT_PROFILE), {
      first_name: 'Ann',
      middle_initial: 'B',
      last_name: 'Cy',
    });
    assert.deepEqual(nameToWire(name, 'business', DEFAULT_PROFILE), { company_name: 'Ann Bo Cy' });
  });

  it('keeps an id a text unless it is a number for sure', () => {
    assert.equal(wireId('1015'), 1015);
    assert.equal(wireId('12345678901234567890'), '12345678901234567890');
    assert.equal(wireId('a1'), 'a1');
  });

  it('takes overrides name by name', () => {
    const profile = profileWith({ contact: { title: 'position' }, close: 'action' });
    assert.deepEqual([profile.contact.title, profile.contact.name, profile.close], ['position', 'name', 'action']);
  });
});

describe('Rev.io failures', () => {
  it('understands every shape', () => {
    for (const [body, message] of [
      [[{ ok: false, error: 'BadRequest', message: 'Bad.' }], 'Bad. BadRequest'],
      [{ ok: false, error: 'Oops' }, 'Oops'],
      [{ statusCode: 401, message: 'Denied' }, 'Denied'],
      [{ Message: 'Invalid', ModelState: { email: ['not one'] } }, 'Invalid email: not one'],
      [undefined, undefined],
      ['text', undefined],
      [[], undefined],
    ] as const) {
      assert.equal(failureMessage(body), message);
    }
  });

  it('tells the quota from a right, and reads how long to wait', () => {
    const reply = (status: number, message: string, headers = {}) =>
      readFailure({ status, headers, text: JSON.stringify({ message }) });
    assert.equal(reply(403, 'Out of call volume quota').code, 'QUOTA_EXCEEDED');
    assert.equal(reply(403, 'Come back', { 'retry-after': '9' }).code, 'QUOTA_EXCEEDED');
    assert.equal(reply(403, 'No permission').code, undefined);
    assert.equal(reply(429, 'Rate limit is exceeded. Try again in 12 seconds.').retryAfterMs, 13_000);
  });
});
