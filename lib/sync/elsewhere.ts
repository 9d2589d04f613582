import type { Store } from '../store/store';
import type { Integration } from './integration';
import type { PairDoc } from './pair';
import type { BaselineDoc } from './run-history';

/**
 * Who is monitored by another system already: a customer linked there, or one that a waiting account there may turn out to
 * be, gets no account here too, since a second site is a second bill. Until the other's first run is done nobody can
 * tell, so nobody gets one: after a lost store the pairs have to be read back from the key links first (S9).
 *
 * @returns the reason for a customer, or undefined
 */
export async function monitoredElsewhere(
  store: Store,
  own: Integration,
  all: Integration[],
): Promise<(customerId: string) => string | undefined> {
  const others = all.filter(
    (other) => other.space !== own.space && other.direction !== 'out' && other.flow().syncsAccounts,
  );
  const reasons = new Map<string, string>();
  for (const { space, system } of others) {
    const baseline = await store.collection<BaselineDoc>('baselines').get(space);
    if (baseline?.firstDoneAt === undefined) return () => `waits for the first run of ${system}, which may monitor it`;
    for await (const pairs of store.collection<PairDoc>('pairs').scan({ space })) {
      for (const pair of pairs) {
        if (pair.state === 'gone') continue;
        const named = pair.state === 'pending' ? candidatesLeft(pair) : [customerOf(pair)];
        for (const id of named)
          if (id) reasons.set(id, `monitored elsewhere: ${system} ${pair.accountId ?? ''}`.trim());
      }
    }
  }
  return (customerId) => reasons.get(customerId);
}

/** Also whom it was about to be linked to when that failed: it is tried again, or parked until somebody does. */
function customerOf({ customerId, customer, error }: PairDoc): string | undefined {
  return customerId ?? (error ? customer?.id : undefined);
}

/** Who a waiting account may still be: after a person's word the chosen customer, or (rejected) a new one. */
function candidatesLeft({ decision, candidates }: PairDoc): (string | undefined)[] {
  return decision ? [decision.customerId] : candidates.map(({ customerId }) => customerId);
}
