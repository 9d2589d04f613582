import { asDealerSyncError, DealerSyncError } from '../errors';
import { formOf, nameForAccount, nameForCustomer } from '../mapping/names';
import { isBlank } from '../model/compare';
import type { Cause, Direction, Item, Outcome } from '../model/item';
import type { Account, Customer, Party } from '../model/records';
import type { Action, Adoption } from './actions';
import { UNCHANGED } from './at-rest';
import { accountDraft, customerDraft } from './drafts';
import { type MergePolicy, mergeFields, mustNotBeBlank, settledFields, type Verdict } from './merge-fields';
import type { Conflict, FieldWrite, PairDoc, Side } from './pair';
import { planContacts } from './plan-contacts';
import { planRestore } from './plan-restore';
import { fieldText, nameOf } from './snapshot';

export interface PlanSettings extends MergePolicy {
  /** Import the monitoring side's contacts. */
  contacts: boolean;
  /** Mustache template of a new customer's account number, over the account. */
  accountNumber: string;
  /** A customer closed in Rev.io ends the monitoring at the station; off unless a person turned it on. */
  cancelAtStation?: boolean;
}

export const CANCELLED_UNLINKED = 'cancelled at the station before it was ever linked';
export const NO_DEVICE_YET = 'the site has no device yet, so nobody knows its account number';

export interface PlanInput {
  item: Item;
  pair: PairDoc | undefined;
  settings: PlanSettings;
  direction: Direction;
  cause: Cause;
  now: number;
}

export interface Plan {
  actions: Action[];
  /** Set when there is nothing to carry out. */
  outcome?: Outcome;
}

/**
 * The planner: what to do with one record, from what both sides say, what they said when last in step, and what people
 * decided. Pure; preview and run share it (S19). A record that cannot be planned is a failure of its own (S13).
 */
export function planItem(input: PlanInput): Plan {
  const { item, pair, cause, now } = input;
  if (pair?.state === 'parked') {
    const reason = `Parked after ${pair.attempts} tries: ${pair.error?.message ?? 'no reason kept'}`;
    return { actions: [], outcome: { name: 'failed', code: pair.error?.code ?? 'PARKED', reason } };
  }
  if (cause === 'timer' && pair?.nextAttemptAt && pair.nextAttemptAt > now) {
    const reason = `Failed before and waits for its next try: ${pair.error?.message ?? 'no reason kept'}`;
    return { actions: [], outcome: { name: 'failed', code: pair.error?.code ?? 'WAITING', reason } };
  }
  const unwanted = leftOut(item, pair);
  if (unwanted) return { actions: [], outcome: { name: 'skipped', reason: unwanted } };
  try {
    const actions = planActions(input);
    return actions.length ? { actions } : { actions, outcome: quietOutcome(item, pair) };
  } catch (error) {
    const failure = asDealerSyncError(error);
    return { actions: [], outcome: { name: 'failed', code: failure.code, reason: failure.message } };
  }
}

/** Why a record is one that no flow of ours touches, unless a person has decided on it. */
export function leftOut({ account, create }: Item, pair: PairDoc | undefined): string | undefined {
  if (!account || pair?.decision || pair?.intent) return undefined;
  if (account.setAside) return account.setAside;
  if (create?.side !== 'customer') return undefined;
  if (account.status === 'closed') return CANCELLED_UNLINKED;
  return account.incomplete ? NO_DEVICE_YET : undefined;
}

function quietOutcome(item: Item, pair: PairDoc | undefined): Outcome {
  if (pair?.conflicts.some((conflict) => !conflict.decision)) {
    return { name: 'conflict', reason: 'The two sides differ, and a person has to choose.' };
  }
  return item.account && item.customer ? UNCHANGED : { name: 'skipped', reason: 'nothing to do' };
}

function planActions(input: PlanInput): Action[] {
  const { item, pair, settings } = input;
  const finish: Action[] = pair && (pair.intent || pair.toPush?.length) ? [{ kind: 'finish' }] : [];
  if (item.create?.side === 'customer' && item.account) {
    const contacts = settings.contacts ? planContacts(undefined, item.account.contacts ?? [], input.now) : [];
    return [...finish, createCustomer(item.account, item, pair, settings), ...contacts];
  }
  if (item.create?.side === 'account' && item.customer) {
    return [
      ...finish,
      {
        kind: 'create-account',
        ...accountDraft(item.customer, settings.contacts, item.mapped?.account),
        reason: item.create.reason ?? 'pushed',
      },
    ];
  }
  if (!item.account || !item.customer) return finish;
  const move = planMove(pair);
  if (move) return [...finish, move];
  return [...finish, ...planLink(input), ...planLinked(input, item.account, item.customer)];
}

function createCustomer(account: Account, item: Item, pair: PairDoc | undefined, settings: PlanSettings): Action {
  return {
    kind: 'create-customer',
    draft: customerDraft(account, settings.accountNumber, pair?.numberTaken ?? false, item.mapped?.customer),
    ...(item.create?.due ? { due: true } : {}),
    reason: item.create?.reason ?? 'no customer matches',
  };
}

/** A person unlinked the pair, or moved it to another customer. */
function planMove(pair: PairDoc | undefined): Action | undefined {
  const decision = pair?.decision;
  if (!pair?.customerId || (decision?.kind !== 'unlink' && decision?.kind !== 'relink')) return undefined;
  return {
    kind: 'unlink',
    customerId: pair.customerId,
    ...(decision.kind === 'relink' && decision.customerId ? { relinkTo: decision.customerId } : {}),
    reason: decision.kind === 'relink' ? `linked elsewhere by ${decision.by}` : `unlinked by ${decision.by}`,
  };
}

function planLink({ item, pair }: PlanInput): Action[] {
  if (!item.account || !item.customer) return [];
  const linked = pair?.state === 'linked' && pair.customerId === item.customer.id;
  const wantsAdditional = item.link?.additional ?? false;
  if (linked && (pair.additional ?? false) === wantsAdditional && pair.keyLinkId === item.link?.keyLinkId) return [];
  const decidedBy = item.link?.decidedBy ?? { by: 'rebuilt' };
  return [
    {
      kind: 'link',
      accountId: item.account.id,
      customerId: item.customer.id,
      ...(item.link?.keyLinkId ? { keyLinkId: item.link.keyLinkId } : {}),
      ...(wantsAdditional ? { additional: true } : {}),
      decidedBy,
      reason: decidedBy.by === 'person' ? `${decidedBy.as} by ${decidedBy.user}` : LINK_REASONS[decidedBy.by],
    },
  ];
}

const LINK_REASONS = { match: 'sure match', rebuilt: 'key link found in Rev.io', push: 'pushed from Rev.io' } as const;

function planLinked(input: PlanInput, account: Account, customer: Customer): Action[] {
  const { pair, settings, direction, now, item } = input;
  const known = pair?.customerId === customer.id || pair?.customerId === undefined ? pair : undefined;
  const contacts =
    settings.contacts && direction !== 'out' && account.contacts ? planContacts(known, account.contacts, now) : [];
  if (item.link?.additional || known?.additional) return contacts;

  const { mapped } = item;
  const merge = { pair: known, account, customer, policy: settings, now, ...(mapped ? { mapped } : {}) };
  const verdicts = mergeFields(merge);
  const settled = settledFields(merge, verdicts);
  const status = planStatus(known, account, customer, now);
  const cancel = planCancel(known, account, customer, input);
  // Of nearly all pairs nothing: what follows has nothing to look at then.
  const moved = verdicts.filter(({ is }) => is !== 'quiet');
  const adopted = adoptions(moved, status.adopt, cancel.adopt);
  const conflicts = [...moved.flatMap((verdict) => openConflict(verdict, known)), ...status.conflicts];
  return [
    ...(adopted.length ? [{ kind: 'adopt' as const, fields: adopted }] : []),
    ...(settled.length ? [{ kind: 'settled' as const, fields: settled, asOf: now }] : []),
    ...(sameConflicts(conflicts, known?.conflicts ?? []) ? [] : [{ kind: 'conflicts' as const, conflicts }]),
    ...(direction === 'in' ? [] : updates('account', moved, { account, customer, mapped }, settings)),
    ...(direction === 'out' ? [] : updates('customer', moved, { account, customer, mapped }, settings)),
    ...planRestore({ pair: known, account, customer, verdicts, policy: settings, direction }),
    ...(direction === 'out' ? [] : status.close),
    ...cancel.actions,
    ...contacts,
  ];
}

/** A decided conflict stays on the pair until its write is done: a failed write must not lose a person's word. */
function openConflict(verdict: Verdict, pair: PairDoc | undefined): Conflict[] {
  if (verdict.is === 'conflict') return [verdict.conflict];
  if (verdict.is !== 'write') return [];
  return pair?.conflicts.filter((conflict) => conflict.field === verdict.field && conflict.decision) ?? [];
}

function adoptions(verdicts: Verdict[], status: boolean, customerStatus: boolean): Adoption[] {
  const fields: Adoption[] = verdicts.filter((verdict) => verdict.is === 'adopt').map(({ field }) => ({ field }));
  if (status) fields.push({ field: 'status' });
  if (customerStatus) fields.push({ field: 'customerStatus' });
  return fields;
}

function updates(
  side: Side,
  verdicts: Verdict[],
  { account, customer, mapped }: { account: Account; customer: Customer; mapped: Item['mapped'] },
  settings: PlanSettings,
): Action[] {
  if (verdicts.length === 0) return [];
  const to = side === 'account' ? account : customer;
  const from = side === 'account' ? customer : account;
  const said = mapped?.[side];
  const writes: FieldWrite[] = [];
  const reasons = new Set<string>();
  let addressMoves = false;
  for (const verdict of verdicts) {
    if (verdict.is !== 'write' || verdict.to !== side) continue;
    const { field, reason } = verdict;
    reasons.add(reason);
    if (said && mustNotBeBlank(field) && isBlank(field === 'name' ? said.name : said.address[field])) {
      throw blankByTemplate(side, field, from);
    }
    if (field === 'name') {
      // The customer's own kind decides the form: a business keeps one name, a person three parts.
      const builtIn =
        side === 'account'
          ? nameForAccount(customer, account)
          : nameForCustomer(account, formOf(customer.kind), customer);
      const sentName = said ? nameOf(said) : builtIn;
      writes.push({ field, old: to.name, sent: sentName.name, source: from.name, sourceName: nameOf(from), sentName });
    } else {
      addressMoves = true;
      writes.push({
        field,
        old: to.address[field],
        sent: (said ?? from).address[field],
        source: fieldText(from, field),
      });
    }
  }
  if (!writes.length) return [];
  const shared = side === 'customer' && customer.sharedAddress && addressMoves;
  const sharedAddress = settings.sharedAddress === 'split' ? ('split' as const) : ('write' as const);
  return [
    { kind: 'update', side, writes, ...(shared ? { sharedAddress } : {}), reason: [...reasons].sort().join(', ') },
  ];
}

function blankByTemplate(side: Side, field: FieldWrite['field'], from: Party): DealerSyncError {
  const where = side === 'account' ? 'the station' : 'Rev.io';
  return new DealerSyncError(
    'REQUIRED_BLANK',
    `The template for ${field} makes nothing of ${from.name || from.id}, and ${where} needs one: correct the record, or the template in the map-site node.`,
    { cause: { operation: 'map site', field } },
  );
}

/**
 * Cancelled -> closed, once per transition (S18): the account was seen open with this customer before, and says closed
 * now. Closed when first seen is a person's question; an account that is missing says nothing at all.
 */
function planStatus(
  pair: PairDoc | undefined,
  account: Account,
  customer: Customer,
  now: number,
): { adopt: boolean; close: Action[]; conflicts: Conflict[] } {
  const before = pair?.base?.account.status;
  // Without a device nobody can say whether it is cancelled: what was known stands.
  const nothing = { adopt: before !== account.status && !account.incomplete, close: [], conflicts: [] };
  if (account.status !== 'closed' || customer.status === 'closed' || before === 'closed') return nothing;
  const close: Action[] = [{ kind: 'close', reason: 'cancelled at the monitoring station' }];
  if (before !== undefined) return { adopt: false, close, conflicts: [] };
  const known = pair?.conflicts.find((conflict) => conflict.field === 'status');
  // It stays until the close is done: a half that closes nobody must not lose a person's word.
  if (known?.decision?.side === 'monitoring') return { adopt: false, close, conflicts: [known] };
  if (known?.decision) return nothing;
  const conflict: Conflict = known ?? {
    field: 'status',
    account: account.status,
    customer: customer.status,
    reason: 'cancelled-at-first-sight',
    since: now,
  };
  return { adopt: false, close: [], conflicts: [conflict] };
}

/**
 * Closed in Rev.io -> cancelled at the station, only where a person turned that on, and once per transition: the customer
 * was seen open with this account since then. It can cut the cellular line, so nothing else ever cancels.
 */
function planCancel(
  pair: PairDoc | undefined,
  account: Account,
  customer: Customer,
  { settings, direction }: PlanInput,
): { adopt: boolean; actions: Action[] } {
  if (direction === 'in') return { adopt: false, actions: [] };
  const before = pair?.base?.customer.status;
  // Switched off again, what is closed meanwhile is taken note of, so that it is no news once it is on.
  if (!settings.cancelAtStation) return { adopt: before !== undefined && before !== customer.status, actions: [] };
  const closes = customer.status === 'closed' && before !== undefined && before !== 'closed';
  if (!closes || account.status === 'closed') return { adopt: before !== customer.status, actions: [] };
  const accountNumber = customer.accountNumber ?? '';
  return { adopt: false, actions: [{ kind: 'cancel', accountNumber, reason: 'closed in Rev.io' }] };
}

function sameConflicts(a: Conflict[], b: Conflict[]): boolean {
  return a.length === b.length && a.every((conflict) => b.includes(conflict));
}
