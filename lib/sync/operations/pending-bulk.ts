import type { Filter } from '../../store/store';
import type { Engine } from '../engine';
import { eachLimited } from '../limited';
import type { PairDoc } from '../pair';
import { savePair } from './edit-pair';
import { decided, type PendingView, pendingQuery, viewer } from './pending';

export interface BulkFilter {
  minScore: number;
  space?: string;
  q?: string;
}

/** What accepting many would do. */
export interface BulkPreview {
  count: number;
  decision: 'accept';
  /** Some of them, the least sure first: who agrees with these agrees with all. */
  sample: PendingView[];
  /** Undecided ones of that score that are left to a person, by why. */
  skipped: BulkSkipped;
}

export interface BulkSkipped {
  /** Another candidate has the same score. */
  twoCandidates?: number;
  /** The same customer is the first candidate of another one of these. */
  sameCustomer?: number;
  /** The customer has an account already: it would become an additional site. */
  takenCustomer?: number;
}

const SAMPLE = 20;
/** Their writes share one flush to the disk. */
const AT_ONCE = 32;

export async function previewMany(engine: Engine, filter: BulkFilter): Promise<BulkPreview> {
  const { accepted, skipped } = await choose(engine, filter);
  const sample = [...accepted].sort((a, b) => (a.score ?? 0) - (b.score ?? 0)).slice(0, SAMPLE);
  return { count: accepted.length, decision: 'accept', sample: sample.map(viewer(engine)), skipped };
}

/**
 * Accepts the first candidate of every undecided match of that score. Left out, and counted: whatever is not plainly one
 * account for one customer. One that somebody decides on meanwhile keeps that word.
 */
export async function acceptMany(
  engine: Engine,
  filter: BulkFilter,
  user: string,
): Promise<{ accepted: number; ids: string[]; skipped: BulkSkipped }> {
  const { accepted, skipped } = await choose(engine, filter);
  const word = { by: user, at: engine.clock.now() };
  const ids: string[] = [];
  await eachLimited(accepted, AT_ONCE, async ({ _id, candidates: [seen] }) => {
    let done = false;
    await savePair(engine, _id, user, (pair) => {
      done = pair.state === 'pending' && !pair.decision && pair.candidates[0]?.customerId === seen?.customerId;
      if (!done) return undefined;
      const chosen = { customerId: seen?.customerId ?? '' };
      return {
        change: decided(pair, { decision: 'accept', ...chosen }, word),
        traces: [{ entity: 'match', decision: 'accept', chosen: { ...chosen, minScore: String(filter.minScore) } }],
      };
    });
    if (done) ids.push(_id);
  });
  engine.emit('changed', ['pending', 'integrations', 'audit']);
  return { accepted: ids.length, ids, skipped };
}

async function choose(engine: Engine, filter: BulkFilter): Promise<{ accepted: PairDoc[]; skipped: BulkSkipped }> {
  const pairs = engine.store.collection<PairDoc>('pairs');
  const { items } = await pairs.find(pendingQuery({ ...filter, decided: false }));
  const wishes = new Map<string, number>();
  for (const { space, candidates } of items) {
    const customer = `${space} ${candidates[0]?.customerId}`;
    wishes.set(customer, (wishes.get(customer) ?? 0) + 1);
  }
  const taken = await takenCustomers(engine, filter.space);
  const skipped: BulkSkipped = {};
  const accepted = items.filter((pair) => {
    const why = whyNot(pair, wishes, taken);
    if (why) skipped[why] = (skipped[why] ?? 0) + 1;
    return why === undefined;
  });
  return { accepted, skipped };
}

function whyNot(
  { space, candidates: [first, second] }: PairDoc,
  wishes: ReadonlyMap<string, number>,
  taken: ReadonlySet<string>,
): keyof BulkSkipped | undefined {
  const customer = `${space} ${first?.customerId}`;
  if (!first || second?.score === first.score) return 'twoCandidates';
  if ((wishes.get(customer) ?? 0) > 1) return 'sameCustomer';
  return taken.has(customer) ? 'takenCustomer' : undefined;
}

/** Customers that an account of their space has, or that a person has promised to one. */
async function takenCustomers(engine: Engine, space: string | undefined): Promise<Set<string>> {
  const taken = new Set<string>();
  const where: Filter = space ? { space } : {};
  for await (const batch of engine.store.collection<PairDoc>('pairs').scan(where, 2_000)) {
    for (const pair of batch) {
      const customer = pair.customerId ?? pair.decision?.customerId;
      if (customer) taken.add(`${pair.space} ${customer}`);
    }
  }
  return taken;
}
