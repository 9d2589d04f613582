import assert from 'node:assert/strict';
import type { Direction, Item, MappedParty } from '../../lib/model/item';
import type { PairDoc } from '../../lib/sync/pair';
import { type PlanSettings, planItem } from '../../lib/sync/planner';
import { account, customer, linkedPair, NOW } from './records';

const SETTINGS: PlanSettings = {
  onConflict: 'ask',
  firstLink: 'ask',
  sharedAddress: 'ask',
  contacts: false,
  accountNumber: '{{accountNumber}}',
};

function plan(
  item: Omit<Item, 'key'>,
  pair?: PairDoc,
  given: Partial<PlanSettings> = {},
  direction: Direction = 'both',
) {
  const input = { item: { key: 'k', ...item }, pair, settings: { ...SETTINGS, ...given }, direction };
  return planItem({ ...input, cause: 'timer', now: NOW });
}

const kinds = (result: ReturnType<typeof planItem>) => result.actions.map(({ kind }) => kind);

describe('The planner, beyond fields', () => {
  const create = { create: { side: 'customer' as const } };

  it('S18 a site that was cancelled before it was ever linked makes no customer', () => {
    const { outcome, actions } = plan({ account: account({ status: 'closed' }), ...create });
    assert.deepEqual([outcome?.name, actions], ['skipped', []]);
    assert.match(outcome?.reason ?? '', /cancelled at the station before/);
  });

  it('a site without any device makes no customer: nobody knows its number', () => {
    const { outcome } = plan({ account: account({ incomplete: true, accountNumber: '' }), ...create });
    assert.match(outcome?.reason ?? '', /no device yet/);
  });

  it('a site that its station leaves out is skipped with that reason, linked or not, unless a person decided on it', () => {
    const aside = account({ setAside: 'neither residential nor commercial', name: 'Renamed Elevator' });
    assert.equal(plan({ account: aside, ...create }).outcome?.reason, 'neither residential nor commercial');
    assert.equal(plan({ account: aside, customer: customer() }, linkedPair()).outcome?.name, 'skipped');
    const decision = { kind: 'unlink' as const, by: 'olga', at: NOW };
    assert.deepEqual(
      kinds(plan({ account: aside, customer: customer() }, linkedPair(undefined, undefined, { decision }))),
      ['unlink'],
    );
  });

  it('S18 a device list that is gone does not take back what is known of a cancel', () => {
    const closed = account({ status: 'closed' });
    const pair = linkedPair(closed);
    const now = account({ status: 'pending', incomplete: true, accountNumber: '' });
    assert.deepEqual(kinds(plan({ account: now, customer: customer(), link: {} }, pair)), []);
    assert.deepEqual(kinds(plan({ account: closed, customer: customer(), link: {} }, pair)), [], 'no second close');
  });

  describe('a customer closed in Rev.io', () => {
    const closed = customer({ status: 'closed' });
    const sides = { account: account(), customer: closed, link: {} };
    const seenOpen = linkedPair();
    if (seenOpen.base) seenOpen.base.customer.status = 'open';

    it('cancels nothing at the station; whoever watched it once takes note, so that it is no news later', () => {
      for (const direction of ['in', 'out', 'both'] as const) {
        assert.deepEqual(kinds(plan(sides, linkedPair(), {}, direction)), []);
        assert.deepEqual(kinds(plan(sides, seenOpen, {}, direction)), direction === 'in' ? [] : ['adopt']);
      }
    });

    it('does where a person turned that on, in the half that goes out, with its number as the confirmation', () => {
      const [action] = plan(sides, seenOpen, { cancelAtStation: true }, 'out').actions;
      assert.deepEqual(action, { kind: 'cancel', accountNumber: 'A100', reason: 'closed in Rev.io' });
      assert.deepEqual(kinds(plan(sides, seenOpen, { cancelAtStation: true }, 'in')), []);
    });

    it('S18 once per transition, never at first sight, and not what the station cancelled itself', () => {
      assert.deepEqual(plan(sides, linkedPair(), { cancelAtStation: true }, 'out').actions, [
        { kind: 'adopt', fields: [{ field: 'customerStatus' }] },
      ]);
      const told = linkedPair();
      if (told.base) told.base.customer.status = 'closed';
      assert.deepEqual(kinds(plan(sides, told, { cancelAtStation: true }, 'out')), []);
      const cancelled = { ...sides, account: account({ status: 'closed' }) };
      assert.ok(!kinds(plan(cancelled, seenOpen, { cancelAtStation: true }, 'out')).includes('cancel'));
    });
  });

  describe('what the templates make of a record', () => {
    const said = (given: Partial<MappedParty> = {}): MappedParty => {
      const { name, address } = account();
      return { name, companyName: name, kind: 'business', accountNumber: 'A100', address, ...given };
    };

    it('is what is created', () => {
      const mapped = { customer: said({ name: 'ASH (Troy)', companyName: 'ASH (Troy)', accountNumber: 'RR-A100' }) };
      const [action] = plan({ account: account(), ...create, mapped }).actions;
      assert.ok(action?.kind === 'create-customer');
      assert.deepEqual([action.draft.companyName, action.draft.accountNumber], ['ASH (Troy)', 'RR-A100']);
    });

    it('is what is written, and the base keeps what it came from', () => {
      const edited = account({ name: 'Oak Dental' });
      const mapped = { customer: said({ name: 'Oak Dental, Troy', companyName: 'Oak Dental, Troy' }) };
      const [action] = plan({ account: edited, customer: customer(), link: {}, mapped }, linkedPair()).actions;
      assert.ok(action?.kind === 'update' && action.side === 'customer');
      assert.deepEqual(
        action.writes.map(({ field, sent, source }) => ({ field, sent, source })),
        [{ field: 'name', sent: 'Oak Dental, Troy', source: 'Oak Dental' }],
      );
    });

    it('S3 is in step with a side that says it already', () => {
      const edited = account({ name: 'Oak Dental' });
      const mapped = { customer: said({ name: 'Oak Dental, Troy', companyName: 'Oak Dental, Troy' }) };
      const inStep = customer({ name: 'Oak Dental, Troy', companyName: 'Oak Dental, Troy' });
      assert.deepEqual(kinds(plan({ account: edited, customer: inStep, link: {}, mapped }, linkedPair())), ['adopt']);
    });

    it('stops the record when it is blank where something must stand', () => {
      const edited = account({ name: 'Oak Dental' });
      const mapped = { customer: said({ name: '', companyName: '' }) };
      const { outcome } = plan({ account: edited, customer: customer(), link: {}, mapped }, linkedPair());
      assert.deepEqual([outcome?.name, outcome?.code], ['failed', 'REQUIRED_BLANK']);
    });
  });
});
