import { monitorEventLoopDelay } from 'node:perf_hooks';
import Fuse from 'fuse.js';
import { token_set_ratio } from 'fuzzball';
import { createMatchIndex, type MatchRecord, matchAccounts } from '../lib/matching';
import { type DealerWorld, dealerWorld } from '../test/matching/dealer-world';

export type Method = 'dealer-sync' | 'fuse.js' | 'fuzzball';

export interface Figures {
  precision: number;
  recall: number;
  /** Linked rightly, or the true customer among the first three candidates. */
  inReview: number;
  /** Links of accounts that have no counterpart. */
  nobody: number;
  /** Have a counterpart, said unmatched. */
  lost: number;
  seconds: number;
  /** False: the time is extrapolated, the shares are of the accounts that were done. */
  complete: boolean;
  peakMegabytes: number;
  /** Milliseconds for one account against the whole index. */
  queryP95?: number;
  /** Milliseconds that the event loop was held. */
  delayP999?: number;
  delayMax?: number;
}

/** What a method says of the accounts that it got to. */
interface Outcome {
  done: MatchRecord[];
  links: Map<string, string>;
  /** Customers in order, by account; a linked account needs none. */
  candidates: Map<string, string[]>;
}

const QUERIES = 2000;

export async function measure(method: Method, size: number, seed: number, seconds: number): Promise<Figures> {
  const world = dealerWorld(size, seed);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  if (method === 'dealer-sync') delay.enable();
  const started = performance.now();
  const outcome = method === 'dealer-sync' ? await ours(world) : library(method, world, seconds);
  const spent = (performance.now() - started) / 1000;
  delay.disable();
  const share = outcome.done.length / world.accounts.length;
  return {
    ...quality(world, outcome),
    seconds: spent / share,
    complete: share === 1,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    ...(method === 'dealer-sync'
      ? { queryP95: await queryTime(world), delayP999: delay.percentile(99.9) / 1e6, delayMax: delay.max / 1e6 }
      : {}),
  };
}

async function ours(world: DealerWorld): Promise<Outcome> {
  const result = await matchAccounts(world.accounts, world.customers);
  return {
    done: world.accounts,
    links: new Map(result.matched.map(({ accountId, customerId }) => [accountId, customerId])),
    candidates: new Map(result.pending.map((one) => [one.accountId, one.candidates.map((c) => c.customerId)])),
  };
}

async function queryTime({ accounts, customers }: DealerWorld): Promise<number> {
  const index = await createMatchIndex(customers);
  const times: number[] = [];
  for (const account of accounts.slice(0, QUERIES)) {
    const started = performance.now();
    index.query(account);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.95)] ?? 0;
}

/**
 * A library over the names, as people use one: the best customer at 0.9 or above is linked, best first and each
 * customer once; the rest are candidates.
 */
function library(method: Method, { accounts, customers }: DealerWorld, seconds: number): Outcome {
  const names = customers.map(({ name }) => name ?? '');
  const rank = method === 'fuse.js' ? withFuse(names) : withFuzzball(names);
  const deadline = performance.now() + seconds * 1000;
  const done: MatchRecord[] = [];
  const candidates = new Map<string, string[]>();
  const claims: { account: string; customer: string; score: number }[] = [];
  for (const account of accounts) {
    const best = rank(account.name ?? '');
    done.push(account);
    candidates.set(
      account.id,
      best.map(({ at }) => customers[at]?.id ?? ''),
    );
    const first = best[0];
    if (first && first.score >= 0.9) {
      claims.push({ account: account.id, customer: customers[first.at]?.id ?? '', score: first.score });
    }
    if (performance.now() > deadline) break;
  }
  const links = new Map<string, string>();
  const taken = new Set<string>();
  for (const { account, customer } of claims.sort((a, b) => b.score - a.score)) {
    if (taken.has(customer)) continue;
    taken.add(customer);
    links.set(account, customer);
  }
  return { done, links, candidates };
}

type Ranked = { at: number; score: number }[];

function withFuse(names: string[]): (name: string) => Ranked {
  const fuse = new Fuse(names, { includeScore: true, ignoreLocation: true });
  return (name) =>
    name === ''
      ? []
      : fuse.search(name, { limit: 3 }).map(({ refIndex, score }) => ({ at: refIndex, score: 1 - (score ?? 1) }));
}

function withFuzzball(names: string[]): (name: string) => Ranked {
  return (name) => {
    const best: Ranked = [];
    for (const [at, other] of names.entries()) {
      const score = token_set_ratio(name, other) / 100;
      if (score < 0.5 || (best.length === 3 && score <= (best[2]?.score ?? 0))) continue;
      best.push({ at, score });
      best.sort((a, b) => b.score - a.score);
      best.length = Math.min(3, best.length);
    }
    return best;
  };
}

function quality({ truth }: DealerWorld, { done, links, candidates }: Outcome) {
  let [right, wrong, found, lost, nobody, withTruth] = [0, 0, 0, 0, 0, 0];
  for (const { id } of done) {
    const own = truth.get(id);
    const link = links.get(id);
    if (own) withTruth++;
    if (link !== undefined && own?.has(link)) right++;
    else if (link !== undefined) {
      wrong++;
      if (!own) nobody++;
    } else if (
      own &&
      candidates
        .get(id)
        ?.slice(0, 3)
        .some((customer) => own.has(customer))
    )
      found++;
    else if (own && !candidates.get(id)?.length) lost++;
  }
  const without = done.length - withTruth;
  return {
    precision: right / Math.max(1, right + wrong),
    recall: right / Math.max(1, withTruth),
    inReview: (right + found) / Math.max(1, withTruth),
    nobody: nobody / Math.max(1, without),
    lost: lost / Math.max(1, withTruth),
  };
}
