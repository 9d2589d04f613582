import type { Item } from '../../model/item';
import { CANCELLED_UNLINKED } from '../planner';
import type { Run } from '../run';

/** Why an account that nobody is linked to is not synced, unless a person has decided on it. */
export function leftOutUnlinked(run: Run, { account }: Item): string | undefined {
  if (run.pairs.ofAccount(account?.id)?.decision) return undefined;
  return account?.setAside ?? (account?.status === 'closed' ? CANCELLED_UNLINKED : undefined);
}
