import type { Clock } from '../clock';
import type { FeedAction } from '../dealer-feed/types';
import { DealerSyncError } from '../errors';
import type { Item, Outcome, OutcomeName } from '../model/item';
import type { Store } from '../store/store';
import { checkGuards, type GuardInput, type GuardLimits, type GuardResult, isShort } from './guards';
import { auditAtGate } from './monitoring-billing/audit-at-gate';
import { newPair, type PairDoc } from './pair';
import { KEY_LINKS } from './pairing';
import type { Run } from './run';
import type { BaselineDoc, PlanDoc } from './run-history';
import { summaryOf } from './snapshot';

export type GateResult = { to: 'go'; items: Item[] } | { to: 'stop' };

export interface GateDeps {
  store: Store;
  clock: Clock;
  newId(): string;
  limits: GuardLimits;
}

/**
 * The gate: everything before it only read and decided. It looks at the whole plan, once: a preview is stored and ends; a
 * plan over a guard's limit is held (S10), unless exactly that plan was approved; else its items go on to be written.
 * Customers that no account belongs to end here.
 */
export async function decideAtGate(run: Run, items: Item[], deps: GateDeps): Promise<GateResult> {
  concludeUnclaimed(run);
  await queueMatches(run, deps);
  const baseline = await deps.store.collection<BaselineDoc>('baselines').get(run.setup.space);
  const listings = listingsOf(run, baseline);
  const plan = guardPlan(run, items, baseline, listings, deps.limits);
  const approved = run.setup.approvedHash !== undefined && run.setup.approvedHash === plan.hash;
  // Of a listing that is cut short nobody could say who is not monitored.
  if (approved || !listings.some((listing) => isShort(listing, deps.limits))) await auditAtGate(run, deps);
  if (run.setup.preview) {
    await keepPlan(run, plan, 'preview', deps);
    run.conclude(items, foreseenOutcome);
    run.complete();
    return { to: 'stop' };
  }
  if (plan.reasons.length && !approved) {
    await keepPlan(run, plan, 'held', deps);
    const reason = `The run is held: ${plan.reasons.join(' ')}`;
    run.conclude(items, () => ({ name: 'held', reason }));
    run.hold(plan.reasons);
    return { to: 'stop' };
  }
  if (!run.partial) await acceptListings(run, items, baseline, deps);
  run.passGate(items);
  return { to: 'go', items };
}

/** How long each listing is, and the last accepted one was; a partial run answers for none. */
function listingsOf(run: Run, baseline: BaselineDoc | undefined): GuardInput['listings'] {
  if (run.partial) return [];
  return [...run.listingSizes].map(([name, size]) => ({ name, size, accepted: baseline?.listings[name] }));
}

function guardPlan(
  run: Run,
  items: Item[],
  baseline: BaselineDoc | undefined,
  listings: GuardInput['listings'],
  limits: GuardLimits,
): GuardResult {
  const { linked, contacts } = run.pairs.counts();
  // First = no run of the space was ever done, and Rev.io holds no key link of its system.
  const firstRun = baseline?.firstDoneAt === undefined && !run.keyLinks?.length;
  const seen = run.records.size;
  return checkGuards({ items, listings, seen, linkedPairs: linked, knownContacts: contacts, limits, firstRun });
}

/** Customers of a full run that are nobody's: seen, and skipped with the reason. */
function concludeUnclaimed(run: Run): void {
  if (run.partial) return;
  const taken = new Set<string>();
  for (const record of run.records.values()) if (record.customerId) taken.add(record.customerId);
  const skipped: Item[] = [];
  for (const customer of run.customers.values()) {
    if (taken.has(customer.id) || run.records.has(`revio:${customer.id}`)) continue;
    const reason = run.claimed.has(customer.id) ? 'its account is not active' : 'not monitored';
    skipped.push({ key: `revio:${customer.id}`, customer, outcome: { name: 'skipped', reason } });
  }
  run.conclude(skipped);
}

/** What carrying it out would come to; a preview shows it (S19). */
export function foreseenOutcome(item: Item): Outcome {
  return { name: foreseen(item) };
}

/** What moves only our own document. */
const QUIET: ReadonlySet<string> = new Set(['adopt', 'settled', 'conflicts', 'finish', 'drop-restore']);

function foreseen(item: Item): OutcomeName {
  const kinds = new Set((item.actions ?? []).map((action) => action.kind));
  if (item.actions?.some((action) => action.kind === 'conflicts' && action.conflicts.length > 0)) return 'conflict';
  if (kinds.has('create-customer') || kinds.has('create-account')) return 'created';
  if (kinds.has('link')) return 'linked';
  if (kinds.has('unlink')) return 'pending';
  const feed = item.actions?.find((action) => action.kind === 'service-request');
  if (feed?.kind === 'service-request') return foreseenOfVehicle(feed.does);
  const quiet = [...kinds].every((kind) => QUIET.has(kind));
  return quiet ? 'unchanged' : 'updated';
}

function foreseenOfVehicle(does: FeedAction['kind']): OutcomeName {
  return does === 'create' ? 'created' : does === 'missing' ? 'unchanged' : 'updated';
}

/**
 * Matches are queued here, in a preview too, so that people can decide before anything is written; the time for the
 * declared rule starts with the first run that is no preview.
 */
async function queueMatches(run: Run, { store, clock, newId }: GateDeps): Promise<void> {
  const pairs = store.collection<PairDoc>('pairs');
  for (const item of run.toQueue) {
    const { account, match } = item;
    if (!account || !match) continue;
    const known = run.pairs.ofAccount(account.id);
    const queuedAt = known?.queuedAt ?? (run.setup.preview ? undefined : clock.now());
    if (known?.state === 'pending' && known.queuedAt === queuedAt && sameCandidates(known, item)) continue;
    const pair: PairDoc = {
      ...(known ?? newPair(newId(), run.setup.space, { accountId: account.id }, clock.now())),
      state: 'pending',
      account: summaryOf(account),
      candidates: match.candidates,
      score: match.score,
      reasons: match.reasons,
      threshold: match.threshold,
      matcherVersion: match.matcherVersion,
      queuedAt,
      runId: run.setup.id,
      updatedAt: clock.now(),
    };
    const fence = run.lease ? { fence: run.lease } : {};
    try {
      run.pairs.set(pair.rev === 0 ? await pairs.insert(pair, fence) : await pairs.put(pair, fence));
    } catch (error) {
      // A person decided on it while the run was reading: the next run shows the new candidates.
      if (!(error instanceof DealerSyncError && error.code === 'STALE')) throw error;
    }
  }
}

function sameCandidates(pair: PairDoc, item: Item): boolean {
  const text = (candidates: PairDoc['candidates']) =>
    candidates.map(({ customerId, score }) => `${customerId}:${score.toFixed(4)}`).join();
  return text(pair.candidates) === text(item.match?.candidates ?? []);
}

async function keepPlan(
  run: Run,
  plan: GuardResult,
  state: 'preview' | 'held',
  { store, clock }: GateDeps,
): Promise<void> {
  const { id, integration, title } = run.setup;
  const { reasons, hash, counts } = plan;
  const plans = store.collection<PlanDoc>('plans');
  if (state === 'held') {
    // The newest plan is the one to approve.
    const { items } = await plans.find({ where: { integration, state: 'held' } });
    for (const old of items) await plans.put({ ...old, state: 'superseded' });
  }
  await plans.insert({ _id: id, runId: id, integration, title, state, reasons, hash, counts, at: clock.now() });
}

async function acceptListings(
  run: Run,
  items: Item[],
  known: BaselineDoc | undefined,
  { store }: GateDeps,
): Promise<void> {
  const baselines = store.collection<BaselineDoc>('baselines');
  const listings: Record<string, number> = { ...known?.listings, ...Object.fromEntries(run.listingSizes) };
  // The links that this run takes away on a person's word must not make the next listing look short.
  const unlinked = items.filter((item) => item.actions?.some((action) => action.kind === 'unlink' && !action.relinkTo));
  if (listings[KEY_LINKS] !== undefined) listings[KEY_LINKS] -= unlinked.length;
  if (known && Object.entries(listings).every(([name, size]) => known.listings[name] === size)) return;
  if (known) await baselines.put({ ...known, listings });
  else await baselines.insert({ _id: run.setup.space, listings });
}

/** The space has had its first run: from now on the create limit applies to it. */
export async function rememberFirstRun(run: Run, store: Store, now: number): Promise<void> {
  const baselines = store.collection<BaselineDoc>('baselines');
  const known = await baselines.get(run.setup.space);
  if (known && known.firstDoneAt === undefined) await baselines.put({ ...known, firstDoneAt: now });
}
