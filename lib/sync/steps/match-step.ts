import { type Evidence, MATCHER_VERSION, matchAccounts } from '../../matching';
import type { Item, MatchCandidate } from '../../model/item';
import type { Customer } from '../../model/records';
import { MatchDirectory } from '../match-directory';
import { customerKey } from '../pairing';
import type { Run } from '../run';

export interface MatchSettings {
  threshold: number;
  suggestOnly: boolean;
  evidence: Evidence;
}

export interface MatchOutputs {
  matched: Item[];
  pending: Item[];
  unmatched: Item[];
}

/**
 * Matches the accounts that nobody is linked to with the customers. Matching always runs from the monitoring side, also
 * for a run that goes out: then what is left unmatched are customers.
 *
 * @param directory the space's customers as the last run left them; without it they are indexed for this run alone
 *
 * A pair that is pending stays so whatever the score says today (S16), and what a person rejected is not offered again.
 */
export function matchStep(
  run: Run,
  items: Item[],
  settings: MatchSettings,
  directory: MatchDirectory = new MatchDirectory(settings.evidence),
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<MatchOutputs> {
  return run.during(() => matchItems(run, items, settings, directory, onProgress));
}

async function matchItems(
  run: Run,
  items: Item[],
  settings: MatchSettings,
  directory: MatchDirectory,
  onProgress: (done: number, total: number) => void,
): Promise<MatchOutputs> {
  const accounts = items.flatMap((item) => (item.account ? [item.account] : []));
  // A quiet cycle has nobody to match, and needs no index.
  const customers = accounts.length ? await directory.brought(run.customers, run.signal) : [];
  const result = await matchAccounts(accounts, customers, {
    ...settings,
    excluded: (accountId, customerId) => run.pairs.ofAccount(accountId)?.rejected.includes(customerId) ?? false,
    linkedCustomers: run.claimed.keys(),
    signal: run.signal,
    onProgress: (done, total) => {
      run.progress();
      onProgress(done, total);
    },
  });
  const byAccount = new Map(items.map((item) => [item.account?.id ?? '', item]));
  const outputs: MatchOutputs = { matched: [], pending: [], unmatched: [] };
  const describe = (candidate: Omit<MatchCandidate, 'customer'>): MatchCandidate => {
    const customer = run.customers.get(candidate.customerId);
    return { ...candidate, ...(customer ? { customer } : {}) };
  };
  const withMatch = (accountId: string, candidates: MatchCandidate[]): Item | undefined => {
    const item = byAccount.get(accountId);
    const [best] = candidates;
    const { threshold } = settings;
    const basis = { candidates, threshold, matcherVersion: MATCHER_VERSION };
    return item && { ...item, match: { score: best?.score ?? 0, reasons: best?.reasons ?? [], ...basis } };
  };
  for (const { accountId, ...candidate } of result.matched) {
    const item = withMatch(accountId, [describe(candidate)]);
    const customer = run.customers.get(candidate.customerId);
    if (!item || !customer) continue;
    if (isQueued(run, accountId)) outputs.pending.push(item);
    else outputs.matched.push({ ...item, customer, link: { ...item.link, decidedBy: { by: 'match' } } });
  }
  for (const { accountId, candidates } of result.pending) {
    const item = withMatch(accountId, candidates.map(describe));
    if (item) outputs.pending.push(item);
  }
  for (const accountId of result.unmatched) {
    const item = withMatch(accountId, []);
    if (item && isQueued(run, accountId)) outputs.pending.push(item);
    else if (item) outputs.unmatched.push({ ...item, create: { side: 'customer', reason: 'no customer matches' } });
  }
  if (run.setup.direction === 'out') return outward(run, outputs);
  return run.partial ? askedFor(run, outputs) : outputs;
}

/** A partial run that comes in links the customers that it was asked for, and leaves everyone else alone. */
function askedFor(run: Run, outputs: MatchOutputs): MatchOutputs {
  const asked = new Set(run.setup.customerIds);
  const kept = outputs.matched.filter((item) => asked.has(item.customer?.id ?? ''));
  for (const item of [...outputs.matched, ...outputs.pending, ...outputs.unmatched]) {
    if (!kept.includes(item)) run.forget(item.key);
  }
  return { matched: kept, pending: [], unmatched: [] };
}

/** Queued before, or decided on by a person: the review queue has the word. */
function isQueued(run: Run, accountId: string): boolean {
  const pair = run.pairs.ofAccount(accountId);
  return pair?.state === 'pending' || pair?.decision !== undefined;
}

/**
 * A run that goes out is about customers: the open ones that no account belongs to, and that no waiting account may turn
 * out to be, become new accounts. Accounts that are nobody's are left to the run that comes in.
 */
function outward(run: Run, { matched, pending, unmatched }: MatchOutputs): MatchOutputs {
  const asked = run.setup.customerIds && new Set(run.setup.customerIds);
  const wanted = (customer: Customer | undefined) => customer && (!asked || asked.has(customer.id));
  const candidates = new Set(pending.flatMap((item) => item.match?.candidates.map((one) => one.customerId) ?? []));
  // A push that was cut off is taken up again by the next push: its customer has no account that anybody knows of (S6).
  const claimed = [...run.claimed].flatMap(([customerId, accountId]) => (accountId ? [customerId] : []));
  const taken = new Set([...claimed, ...matched.map((item) => item.customer?.id ?? '')]);

  const context = [
    ...unmatched,
    ...matched.filter((item) => !wanted(item.customer)),
    ...pending.filter((item) => !item.match?.candidates.some((one) => wanted(one.customer))),
  ];
  leaveToInward(run, context);
  const out: MatchOutputs = {
    matched: matched.filter((item) => wanted(item.customer)),
    pending: pending.filter((item) => !context.includes(item)),
    unmatched: [],
  };
  for (const customer of run.customers.values()) {
    if (!wanted(customer) || taken.has(customer.id) || candidates.has(customer.id)) continue;
    const item: Item = { key: customerKey(customer), customer };
    if (customer.status === 'closed')
      run.conclude([{ ...item, outcome: { name: 'skipped', reason: 'customer is closed' } }]);
    else out.unmatched.push({ ...item, create: { side: 'account', reason: `pushed by ${run.setup.who}` } });
  }
  run.arrive(out.unmatched, 'fuzzy-match');
  for (const id of asked ?? []) {
    if (run.customers.has(id)) continue;
    const reason = `Rev.io has no customer ${id}: check the number.`;
    run.conclude([{ key: `revio:${id}`, outcome: { name: 'failed', code: 'UNKNOWN_CUSTOMER', reason } }]);
  }
  return out;
}

function leaveToInward(run: Run, items: Item[]): void {
  for (const item of items) {
    if (run.partial) run.forget(item.key);
    else run.conclude([{ ...item, outcome: { name: 'skipped', reason: 'left to the run that comes in' } }]);
  }
}
