import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Account, Customer, Status } from '../../../lib/model/records';
import type { OwnedAccount } from '../../../lib/sync/monitoring-billing/account-owners';
import { type Audit, type AuditRow, auditMonitoringBilling } from '../../../lib/sync/monitoring-billing/audit';
import type { AuditHead } from '../../../lib/sync/monitoring-billing/kept-audit';
import { mergeAudits } from '../../../lib/sync/monitoring-billing/merge-audits';
import { account, customer } from '../records';

type Owned = Omit<OwnedAccount, 'account'>;

const owned = (given: Parameters<typeof account>[0], owner: Owned = {}): OwnedAccount => ({
  account: account(given),
  ...owner,
});

function audit(accounts: OwnedAccount[], customers: Customer[], claims: Record<string, string> = {}): Promise<Audit> {
  return auditMonitoringBilling({
    space: 'cms',
    accounts,
    customers: new Map(customers.map((one) => [one.id, one])),
    claimed: new Map(Object.entries(claims)),
    remembered: (id) => ({ ...account({ id, name: 'As it was' }) }),
  });
}

/** As a person reads it: `billed-not-monitored account-closed 1 1000`. */
function read({ kind, reason, account: ours, customer: theirs }: AuditRow): string {
  return [kind, reason, ours?.id, theirs?.id].filter(Boolean).join(' ');
}

async function rowsOf(...given: Parameters<typeof audit>): Promise<string[]> {
  return (await audit(...given)).rows.map(read);
}

describe('the monitoring-billing audit', () => {
  it('has nothing to say of a pair that is monitored and billed alike', async () => {
    const { rows, monitored } = await audit([owned({}, { customerId: '1000' })], [customer()]);
    assert.deepEqual([rows, monitored], [[], ['1000']]);
  });

  it('shows who is monitored and not billed, and why', async () => {
    const cases: [given: Parameters<typeof account>[0], owner: Owned, status: Status, row: string][] = [
      [{}, {}, 'closed', 'no-customer 1'],
      [{ setAside: 'neither class' }, {}, 'closed', 'left-out 1'],
      [{}, { candidates: ['1000'] }, 'closed', 'in-review 1'],
      [{}, { lost: 'customer-gone' }, 'closed', 'customer-gone 1'],
      [{}, { lost: 'link-deleted' }, 'closed', 'link-deleted 1'],
      [{}, { customerId: '1000' }, 'closed', 'customer-closed 1 1000'],
      [{}, { customerId: '1000' }, 'prospect', 'customer-not-open 1 1000'],
    ];
    for (const [given, owner, status, row] of cases) {
      assert.deepEqual(await rowsOf([owned(given, owner)], [customer({ status })]), [`monitored-not-billed ${row}`]);
    }
    for (const quiet of [{ status: 'closed' }, { status: 'pending' }, { incomplete: true }] as const) {
      assert.deepEqual(await rowsOf([owned(quiet)], []), [], 'nobody monitors it');
    }
  });

  it('shows who is billed and not monitored, and why', async () => {
    const cases: [accounts: OwnedAccount[], claims: Record<string, string>, row: string | undefined][] = [
      [[], {}, 'no-account 1000'],
      [[], { 1000: '7' }, 'account-not-listed 7 1000'],
      // A push that was cut off has no account yet.
      [[], { 1000: '' }, 'no-account 1000'],
      [[owned({ status: 'closed' }, { customerId: '1000' })], { 1000: '1' }, 'account-closed 1 1000'],
      [[owned({ incomplete: true, status: 'pending' }, { customerId: '1000' })], { 1000: '1' }, 'no-device 1 1000'],
      [[owned({ status: 'closed' }, { candidates: ['1000'] })], {}, 'in-review 1000'],
      [[owned({ status: 'pending' }, { customerId: '1000' })], {}, undefined],
    ];
    for (const [accounts, claims, row] of cases) {
      const rows = await rowsOf(accounts, [customer()], claims);
      assert.deepEqual(rows, row ? [`billed-not-monitored ${row}`] : []);
    }
    for (const status of ['closed', 'pending', 'prospect'] as const) {
      assert.deepEqual(await rowsOf([], [customer({ status })]), [], 'nobody bills');
    }
    assert.deepEqual(await rowsOf([], [customer({ parent: true })]), [], 'a parent pays for its children');
  });

  it('shows a deleted key link on both sides', async () => {
    assert.deepEqual(await rowsOf([owned({}, { lost: 'link-deleted' })], [customer()], { 1000: '1' }), [
      'billed-not-monitored link-deleted 1 1000',
      'monitored-not-billed link-deleted 1',
    ]);
  });

  it('takes a customer with several sites for monitored while one of them is, and compares its primary site only', async () => {
    const sites = [
      owned({ id: '1', status: 'closed' }, { customerId: '1000' }),
      owned({ id: '2', name: 'Ash Garage', accountNumber: 'A200' }, { customerId: '1000', additional: true }),
    ];
    assert.deepEqual(await rowsOf(sites, [customer()], { 1000: '1' }), []);
  });

  it('marks what is matched and not linked yet', async () => {
    const [row] = (await audit([owned({ name: 'Elm Dental' }, { customerId: '1000', matched: true })], [customer()]))
      .rows;
    assert.deepEqual([row?.kind, row?.matched, row?.fields?.[0]?.field], ['different', true, 'name']);
  });

  const statuses = fc.constantFrom<Status>('open', 'pending', 'prospect', 'closed');
  const anyone = fc.integer({ min: 1000, max: 1007 }).map(String);
  const owner = fc.oneof(
    fc.record({ customerId: anyone, matched: fc.boolean(), additional: fc.boolean() }),
    fc.record({ candidates: fc.array(anyone, { maxLength: 3 }) }),
    fc.record({ lost: fc.constantFrom<'customer-gone' | 'link-deleted'>('customer-gone', 'link-deleted') }),
  );
  const names = fc.constantFrom('Ash Dental', 'ASH DENTAL', 'Elm Dental');
  const world = fc.record({
    accounts: fc.array(fc.tuple(names, statuses, fc.boolean(), owner), { maxLength: 10 }),
    customers: fc.uniqueArray(fc.tuple(anyone, names, statuses, fc.boolean()), {
      selector: ([id]) => id,
      maxLength: 8,
    }),
    claims: fc.dictionary(anyone, fc.integer({ min: 0, max: 12 }).map(String)),
    seed: fc.integer(),
  });

  it('property: the order of the listings changes nothing, and each record is there at most once per kind', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ accounts, customers, claims, seed }) => {
        const ours = accounts.map(([name, status, incomplete, whose], at) =>
          owned({ id: String(at), name, status, incomplete } satisfies Partial<Account>, whose),
        );
        const theirs = customers.map(([id, name, status, parent]) => customer({ id, name, status, parent }));
        const told = await audit(ours, theirs, claims);
        const shuffled = <T>(list: T[]) => [...list].sort((a, b) => order(a, seed) - order(b, seed));
        assert.deepEqual(await audit(shuffled(ours), shuffled(theirs), claims), told);

        const subjects = told.rows.map(({ kind, account: own, customer: their }) =>
          kind === 'billed-not-monitored' ? `${kind} ${their?.id}` : `${kind} ${own?.id}`,
        );
        assert.equal(new Set(subjects).size, subjects.length);
        assert.equal(new Set(told.rows.map(({ id }) => id)).size, told.rows.length);
        for (const { kind, reason, fields = [], customer: their } of told.rows) {
          assert.equal(kind === 'different', fields.length > 0);
          assert.equal(kind === 'different', reason === undefined);
          if (kind === 'billed-not-monitored') assert.ok(!told.monitored.includes(their?.id ?? ''));
        }
      }),
    );
  });
});

describe('the audits of several spaces as one', () => {
  const head = (space: string, system: string): AuditHead => ({
    _id: `head.${space}`,
    rev: 1,
    part: 'head',
    space,
    system,
    integration: space,
    title: system,
    runId: 'run',
    at: 0,
    preview: false,
    accounts: 1,
    customers: 2,
    slices: [],
  });
  const cms = head('cms', 'CMS');
  const station = head('rapid-response', 'Rapid Response');

  it('count a customer as monitored who is in one of them', async () => {
    const both = [customer(), customer({ id: '1001' })];
    const own = await audit([owned({}, { customerId: '1000' })], both);
    const other = await audit([owned({ id: '2' }, { customerId: '1001' })], both);
    const merged = await mergeAudits([
      { head: cms, audit: own },
      { head: station, audit: other },
    ]);
    assert.deepEqual(merged, []);
  });

  it('miss a customer once, with what is known of its account, in whatever order', async () => {
    const nobody = await audit([], [customer()]);
    const cancelled = await audit([owned({ status: 'closed' }, { customerId: '1000' })], [customer()]);
    for (const order of [
      [
        { head: cms, audit: nobody },
        { head: station, audit: cancelled },
      ],
      [
        { head: station, audit: cancelled },
        { head: cms, audit: nobody },
      ],
    ]) {
      const merged = await mergeAudits(order);
      assert.deepEqual(
        merged.map((row) => `${read(row)} ${row.system}`),
        ['billed-not-monitored account-closed 1 1000 Rapid Response'],
      );
    }
    const [missed] = await mergeAudits([
      { head: cms, audit: nobody },
      { head: station, audit: nobody },
    ]);
    assert.deepEqual([missed?.reason, missed?.system], ['no-account', undefined]);
  });
});

/** A place that has nothing to do with the place in the list. */
function order(value: unknown, seed: number): number {
  const text = JSON.stringify(value);
  let place = seed;
  for (let at = 0; at < text.length; at += 1) place = Math.imul(place, 31) + text.charCodeAt(at);
  return place;
}
