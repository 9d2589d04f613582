import type { Clock } from '../../clock';
import { Slices } from '../../matching/slices';
import type { Store } from '../../store/store';
import type { Run } from '../run';
import { auditMonitoringBilling } from './audit';
import { headOf, keepAudit } from './kept-audit';

/**
 * Keeps who is monitored and not billed, and the reverse, as this run has read both sides: in a preview too, so that a
 * site can look before it lets anything be written. A run for some customers, or of vehicles, has nothing to say.
 */
export async function auditAtGate(run: Run, { store, clock }: { store: Store; clock: Clock }): Promise<void> {
  const { owners, customers, claimed } = run;
  if (!owners || (await isToldByInward(run, store))) return;
  const { space, integration, title, system, id: runId, preview } = run.setup;
  const slices = new Slices(run.signal);
  const remembered = (accountId: string) => run.pairs.ofAccount(accountId)?.account;
  const audit = await auditMonitoringBilling({ space, accounts: owners.all(), customers, claimed, remembered }, slices);
  const read = { accounts: owners.size, customers: customers.size };
  const origin = { space, integration, title, system, runId, at: clock.now(), preview, ...read };
  await keepAudit(store, origin, audit, run.lease, slices);
  run.progress();
}

/** Two halves read the same, half an hour apart: the one that comes in tells it, the other only where that never ran. */
async function isToldByInward({ setup }: Run, store: Store): Promise<boolean> {
  if (setup.direction !== 'out') return false;
  const head = await headOf(store, setup.space);
  return head !== undefined && head.integration !== setup.integration;
}
