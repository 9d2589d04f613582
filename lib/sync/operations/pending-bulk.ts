import type { Filter } from '../../store/store';
import type { Engine } from '../engine';
import { eachLimited } from '../limited';
import type { PairDoc } from '../pair';
import { savePair } from './edit-pair';
import { textMatcher } from './pages';
import { decided, type PendingView, pendingTexts, viewer } from './pending';

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
const BATCH = 2_000;
/** Their writes share one flush to the disk. */
const AT_ONCE = 100;

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

/** One pass over all pairs: whoever has a customer already, or is promised one, leaves it to nobody else. */
async function choose(
  engine: Engine,
  { minScore, space, q }: BulkFilter,
): Promise<{ accepted: PairDoc[]; skipped: BulkSkipped }> {
  const speaks = textMatcher(q);
  const where: Filter = space ? { space } : {};
  const wanted: PairDoc[] = [];
  const taken = new Set<string>();
  for await (const batch of engine.store.collection<PairDoc>('pairs').scan(where, BATCH)) {
    for (const pair of batch) {
      const customer = pair.customerId ?? pair.decision?.customerId;
      if (customer) taken.add(`${pair.space} ${customer}`);
      const undecided = pair.state === 'pending' && !pair.decision && (pair.score ?? 0) >= minScore;
      if (undecided && speaks(...pendingTexts(pair))) wanted.push(pair);
    }
  }
  const wishes = new Map<string, number>();
  for (const pair of wanted) wishes.set(firstOf(pair), (wishes.get(firstOf(pair)) ?? 0) + 1);
  const skipped: BulkSkipped = {};
  const accepted = wanted.filter((pair) => {
    const why = whyNot(pair, wishes, taken);
    if (why) skipped[why] = (skipped[why] ?? 0) + 1;
    return why === undefined;
  });
  return { accepted, skipped };
}

function firstOf({ space, candidates }: PairDoc): string {
  return `${space} ${candidates[0]?.customerId}`;
}

function whyNot(
  pair: PairDoc,
  wishes: ReadonlyMap<string, number>,
  taken: ReadonlySet<string>,
): keyof BulkSkipped | undefined {
  const [first, second] = pair.candidates;
  if (!first || second?.score === first.score) return 'twoCandidates';
  if ((wishes.get(firstOf(pair)) ?? 0) > 1) return 'sameCustomer';
  return taken.has(firstOf(pair)) ? 'takenCustomer' : undefined;
}
