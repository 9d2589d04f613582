import type { Clock } from '../../clock';
import { DealerSyncError } from '../../errors';
import type { Item } from '../../model/item';
import type { Account } from '../../model/records';
import type { Store } from '../../store/store';
import { contactLinkFinder } from '../executor/contact-links';
import { executeItem } from '../executor/execute-item';
import type { ExecutorDeps } from '../executor/session';
import { eachLimited } from '../limited';
import type { PairDoc } from '../pair';
import type { BillingSystem, EntityTypeName, KeyLinks, MonitoringSystem, UnfinishedAccounts } from '../ports';
import type { Run } from '../run';

export interface ApplySettings {
  monitoring: MonitoringSystem;
  billing: BillingSystem;
  /** Absent: the site runs without key links. */
  keyLinks?: { client: KeyLinks; system: string; prefix: string };
  billProfileId: string;
  /** Rejects when the monitoring side lacks a setting that creates need there. */
  checkMonitoringCreates?(): Promise<void>;
}

export const SETTLE_MS = 10 * 60_000;
export const MAX_ATTEMPTS = 5;
/** Rev.io is asked at most four calls at once; more items under way would only wait. */
const AT_ONCE = 4;

/**
 * Before the first write of a run: what all records need is checked once, so that a missing setting is one clear error
 * with nothing written, not one for each record.
 */
export async function prepareToApply(
  run: Run,
  settings: ApplySettings,
  deps: { store: Store; clock: Clock; newId(): string },
): Promise<ExecutorDeps> {
  const { monitoring, billing, keyLinks, billProfileId } = settings;
  if (run.plannedKinds.has('create-customer')) await checkBillProfile(billing, billProfileId);
  if (run.plannedKinds.has('create-account')) await settings.checkMonitoringCreates?.();
  const scope = (entity: EntityTypeName) => keyLinks?.client.scope(keyLinks.system, entity);
  const [customer, contact] = [await scope('Customer'), await scope('Contact')];
  return {
    ...deps,
    monitoring,
    billing,
    ...(keyLinks && customer && contact
      ? {
          keyLinks: {
            client: keyLinks.client,
            prefix: keyLinks.prefix,
            customer,
            contact,
            findContact: contactLinkFinder(
              keyLinks.client,
              contact,
              run.plannedKinds.get('contact-add') ?? 0,
              run.signal,
            ),
          },
        }
      : {}),
    ...(monitoring.unfinished ? { unfinished: unfinishedFinder(monitoring.unfinished, run) } : {}),
    billProfileId,
    settleMs: SETTLE_MS,
    maxAttempts: MAX_ATTEMPTS,
    run: {
      id: run.setup.id,
      integration: run.setup.integration,
      space: run.setup.space,
      who: run.setup.who,
      fence: () => leaseOf(run),
      assertMayWrite: () => run.assertMayWrite(),
      countWrite: (target) => run.countWrite(target),
      pairSaved: (pair) => {
        run.pairs.set(pair);
        run.progress();
      },
    },
  };
}

/**
 * Only a create needs to know, and then one listing for the whole run: what it lacks is younger than the run, and that
 * is not looked up before the next one.
 */
function unfinishedFinder(unfinished: UnfinishedAccounts, run: Run): NonNullable<ExecutorDeps['unfinished']> {
  let reading: Promise<Map<string, Account[]>> | undefined;
  return async (customerId) => {
    reading ??= unfinished.list(run.signal);
    return (await reading).get(customerId) ?? [];
  };
}

function leaseOf(run: Run) {
  if (run.lease) return run.lease;
  throw new DealerSyncError('LEASE_LOST', 'The run has no lease on its pairs, so it writes nothing.');
}

async function checkBillProfile(billing: BillingSystem, id: string): Promise<void> {
  const cause = { system: billing.label, operation: 'check bill profile', field: 'billProfile' };
  if (!id) {
    throw new DealerSyncError(
      'MISSING_BILL_PROFILE',
      'New customers need a bill profile: choose one in the Rev.io settings, or set REVIO_BILL_PROFILE.',
      { cause },
    );
  }
  const profile = (await billing.listBillProfiles()).find((choice) => choice.id === id);
  if (profile?.active) return;
  const what = profile ? `${profile.label} (${id}) is not active` : `${id} does not exist`;
  throw new DealerSyncError(
    'UNKNOWN_BILL_PROFILE',
    `The bill profile ${what} in Rev.io: choose an active one in the Rev.io settings.`,
    { cause },
  );
}

/**
 * Carries out a batch, some items at a time; as a step of the run, so that its end can wait for the calls under way. Every
 * item has its outcome then; an error that ends the run is thrown.
 */
export function applyStep(run: Run, items: Item[], deps: ExecutorDeps, onDone: (item: Item) => void): Promise<void> {
  const apply = async (item: Item) => {
    run.assertMayWrite();
    const known = run.pairs.of(item);
    // A person may have decided on it since the run read its pairs.
    const stored = known && (await deps.store.collection<PairDoc>('pairs').get(known._id));
    const done = await executeItem(deps, item, stored, known);
    run.conclude([done]);
    onDone(done);
  };
  return run.during(() => eachLimited(items, AT_ONCE, apply));
}
