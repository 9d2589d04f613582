import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RAPID_RESPONSE_PROFILE } from '../../lib/rapid-response/profile';
import {
  type DeviceRow,
  type SiteRow,
  toAccount,
  toNewSite,
  toSiteChanges,
} from '../../lib/rapid-response/site-mapping';

const SITE: SiteRow = { id: '1', name: 'Ann Oak', type: 'R', line1: '1 Main St', city: 'Testville', state: 'NY' };
const account = (site: Partial<SiteRow>, devices: DeviceRow[]) =>
  toAccount({ ...SITE, ...site }, devices, RAPID_RESPONSE_PROFILE);
const device = (category?: string, id = '1'): DeviceRow => ({
  site: '1',
  id,
  code: `X${id}`,
  ...(category ? { category } : {}),
});

describe('Rapid Response site mapping', () => {
  it('takes the kind from the class table, and sets aside what is in neither class', () => {
    const kinds = ['R', 'C', 'CF', 'E', 'M', 'r', ''].map((type) => {
      const { kind, setAside } = account({ type }, [device()]);
      return [kind, setAside ?? ''];
    });
    const aside = ['other', 'neither residential nor commercial'];
    assert.deepEqual(kinds, [['residential', ''], ['business', ''], ['business', ''], aside, aside, aside, aside]);
  });

  it('has cancelled only sites whose every device is, or that say so themselves (S18)', () => {
    const statusOf = (...categories: string[]) =>
      account(
        {},
        categories.map((category, i) => device(category, String(i))),
      ).status;
    assert.equal(statusOf(''), 'open');
    assert.equal(statusOf('CANC'), 'closed');
    assert.equal(statusOf('CANC', ''), 'open');
    assert.equal(statusOf('CANC', 'PEND'), 'pending');
    assert.equal(statusOf('PEND'), 'pending');
    assert.equal(statusOf('PEND', ''), 'open');
    assert.equal(statusOf('SEAS'), 'open');
    assert.equal(statusOf('canc'), 'open');
    assert.equal(account({ status: 'Cancelled' }, [device()]).status, 'closed');
  });

  it('calls a site without device incomplete, and never closes it (S18)', () => {
    const { status, incomplete, accountNumber } = account({}, []);
    assert.deepEqual([status, incomplete, accountNumber], ['pending', true, undefined]);
  });

  it('takes the number of the lowest device, whatever order they come in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(9999), { minLength: 1, maxLength: 6 }), (numbers) => {
        const devices = numbers.map((number) => device('', String(number)));
        assert.equal(account({}, devices).accountNumber, `X${Math.min(...numbers)}`);
      }),
    );
  });

  it('closes nobody through any device list that lacks devices (S10, S18)', () => {
    const category = fc.constantFrom('', 'CANC', 'PEND', 'SEAS');
    fc.assert(
      fc.property(fc.array(category, { maxLength: 5 }), (categories) => {
        const devices = categories.map((one, i) => device(one, String(i)));
        const closed = account({}, devices).status === 'closed';
        assert.equal(closed, devices.length > 0 && categories.every((one) => one === 'CANC'));
      }),
    );
  });

  it('sends a new site with every field that the station wants, trimmed, its state as a code', () => {
    const address = { line1: ' 1 Main St', line2: '', city: 'Testville', state: 'ny', postalCode: '00001 ' };
    const draft = { kind: 'residential' as const, name: ' Ann Oak ', accountNumber: 'A1', address };
    assert.deepEqual(toNewSite(draft, '13', RAPID_RESPONSE_PROFILE), {
      name: 'Ann Oak',
      type: 'R',
      line1: '1 Main St',
      line2: '',
      city: 'Testville',
      state: 'NY',
      postalCode: '00001',
      timeZone: '13',
    });
  });

  it('sends changes only, and nothing when only the kind is said', () => {
    assert.equal(toSiteChanges({ kind: 'business' }), undefined);
    assert.deepEqual(toSiteChanges({ kind: 'business', address: { line2: '' } }), { line2: '' });
  });
});
