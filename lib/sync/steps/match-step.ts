import { type Evidence, MATCHER_VERSION, matchAccounts } from '../../matching';
import { Slices } from '../../matching/slices';
import type { Item, MatchCandidate } from '../../model/item';
import { MatchDirectory } from '../match-directory';
import type { Run } from '../run';
import { leftOutUnlinked } from './left-out';
import { pairByNumber } from './number-first';
import { outward } from './outward';

export interface MatchSettings {
  threshold: number;
  suggestOnly: boolean;
  evidence: Evidence;
  /** Transmitter code = account number first, then names: for a station that carries the customers' own numbers. */
  numberFirst?: boolean;
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
  const { threshold } = settings;
  const excluded = (accountId: string, customerId: string) =>
    run.pairs.ofAccount(accountId)?.rejected.includes(customerId) ?? false;
  const { customers: all, claimed } = run;
  const early = settings.numberFirst
    ? await pairByNumber({ items, customers: all, claimed, excluded, ...settings }, new Slices(run.signal))
    : { sure: [], doubtful: [], rest: items };
  const toMatch = [...early.rest, ...early.doubtful];
  const accounts = toMatch.flatMap((item) => (item.account ? [item.account] : []));
  // A quiet cycle has nobody to match, and needs no index.
  const customers = accounts.length ? await directory.brought(run.customers, run.signal) : [];
  const result = await matchAccounts(accounts, customers, {
    ...settings,
    excluded,
    linkedCustomers: [...claimed.keys(), ...early.sure.map((item) => item.customer?.id ?? '')],
    signal: run.signal,
    onProgress: (done, total) => {
      run.progress();
      onProgress(done, total);
    },
  });
  const byAccount = new Map(toMatch.map((item) => [item.account?.id ?? '', item]));
  const doubts = new Map(early.doubtful.map((item) => [item.account?.id ?? '', item.match?.candidates ?? []]));
  const outputs: MatchOutputs = { matched: [], pending: [], unmatched: [] };
  const describe = (candidate: Omit<MatchCandidate, 'customer'>): MatchCandidate => {
    const customer = run.customers.get(candidate.customerId);
    return { ...candidate, ...(customer ? { customer } : {}) };
  };
  const withMatch = (accountId: string, candidates: MatchCandidate[]): Item | undefined => {
    const item = byAccount.get(accountId);
    const [best] = candidates;
    const basis = { candidates, threshold, matcherVersion: MATCHER_VERSION };
    return item && { ...item, match: { score: best?.score ?? 0, reasons: best?.reasons ?? [], ...basis } };
  };
  /** Its number speaks for one customer, so what the names say is for a person to weigh. */
  const inDoubt = (accountId: string, found: Omit<MatchCandidate, 'customer'>[]): boolean => {
    const byNumber = doubts.get(accountId);
    if (!byNumber) return false;
    const others = found.filter(({ customerId }) => byNumber.every((one) => one.customerId !== customerId));
    const item = withMatch(accountId, [...byNumber, ...others.map(describe)]);
    if (item) outputs.pending.push(item);
    return true;
  };
  for (const item of early.sure) {
    if (isQueued(run, item.account?.id ?? '')) outputs.pending.push(item);
    else outputs.matched.push(item);
  }
  for (const { accountId, ...candidate } of result.matched) {
    if (inDoubt(accountId, [candidate])) continue;
    const item = withMatch(accountId, [describe(candidate)]);
    const customer = run.customers.get(candidate.customerId);
    if (!item || !customer) continue;
    if (isQueued(run, accountId)) outputs.pending.push(item);
    else outputs.matched.push({ ...item, customer, link: { ...item.link, decidedBy: { by: 'match' } } });
  }
  for (const { accountId, candidates } of result.pending) {
    if (inDoubt(accountId, candidates)) continue;
    const item = withMatch(accountId, candidates.map(describe));
    if (item) outputs.pending.push(item);
  }
  for (const accountId of result.unmatched) {
    if (inDoubt(accountId, [])) continue;
    const item = withMatch(accountId, []);
    if (item && isQueued(run, accountId)) outputs.pending.push(item);
    else if (item) outputs.unmatched.push({ ...item, create: { side: 'customer', reason: 'no customer matches' } });
  }
  run.owners?.matched(outputs.matched, outputs.pending);
  if (run.setup.direction === 'out') return outward(run, outputs);
  return run.partial ? askedFor(run, outputs) : withoutLeftOut(run, outputs);
}

/** Nobody is asked about a site that would not be synced whatever the answer. */
function withoutLeftOut(run: Run, { matched, pending, unmatched }: MatchOutputs): MatchOutputs {
  const waiting: Item[] = [];
  for (const item of pending) {
    const reason = leftOutUnlinked(run, item);
    if (reason) run.conclude([{ ...item, outcome: { name: 'skipped', reason } }]);
    else waiting.push(item);
  }
  return { matched, pending: waiting, unmatched };
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
