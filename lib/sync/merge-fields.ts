import { isBlank, isCutOrRecased, TWO_WAY_FIELDS, type TwoWayField } from '../model/compare';
import type { Item } from '../model/item';
import type { Account, Customer, Party } from '../model/records';
import type { BaseSide, Conflict, FieldWrite, PairDoc, Settling, Side } from './pair';
import type { NameParts } from './ports';
import { baseText, EMPTY_BASE, fieldText, holdsText, inStep, nameOf, saysStill, unchangedSince } from './snapshot';

/** Which side wins where both say something else; `ask`: neither, a person decides, and that field waits. */
export interface MergePolicy {
  onConflict: 'ask' | 'revio' | 'monitoring';
  firstLink: 'ask' | 'revio' | 'monitoring';
  /** For address fields when the service address row is also the billing or listing row. */
  sharedAddress: 'ask' | 'split' | 'write';
}

export type Verdict =
  /** In step, and the base says so. */
  | { field: TwoWayField; is: 'quiet' }
  /** In step, or ours; the base moves without a write. */
  | { field: TwoWayField; is: 'adopt' }
  | { field: TwoWayField; is: 'write'; to: Side; reason: 'edited' | 'filled' | 'policy' | 'decided' }
  | { field: TwoWayField; is: 'conflict'; conflict: Conflict };

export interface MergeInput {
  pair: PairDoc | undefined;
  account: Account;
  customer: Customer;
  policy: MergePolicy;
  now: number;
  /** What each side should say by the flow's templates, where it has some. */
  mapped?: Item['mapped'];
}

/**
 * The three-way compare, field by field, each side against its **own** base (S3, S4, S5). Then two rules over the whole
 * address: an address that waits for a person waits whole (half of a moved address sends the fire brigade to a place
 * that does not exist), and one that is also the invoice's address is not moved without asking.
 */
export function mergeFields(input: MergeInput): Verdict[] {
  if (isAtRest(input.pair, input.account, input.customer)) return ALL_QUIET;
  const verdicts = TWO_WAY_FIELDS.map((field) => mergeField(field, input));
  return holdAddressTogether(askAboutSharedAddress(verdicts, input));
}

const ALL_QUIET: Verdict[] = TWO_WAY_FIELDS.map((field) => ({ field, is: 'quiet' }));

/**
 * Nothing is under way or asked on the pair, and both sides say, letter for letter, what they said when last in step:
 * nearly all pairs of nearly all cycles, for which nothing has to be worked out.
 */
export function isAtRest(pair: PairDoc | undefined, account: Account, customer: Customer): boolean {
  if (!pair?.base || pair.intent || pair.restore || pair.settling?.length || pair.conflicts.length > 0) return false;
  return saysStill(pair.base.account, account) && saysStill(pair.base.customer, customer);
}

function mergeField(field: TwoWayField, input: MergeInput): Verdict {
  const { pair, account, customer, policy, now } = input;
  const decided = decisionOn(field, input);
  if (decided) {
    if (agree(field, input, true)) return { field, is: 'adopt' };
    return { field, is: 'write', to: decided === 'revio' ? 'account' : 'customer', reason: 'decided' };
  }
  const base = effectiveBase(field, pair, account, customer);
  if (!base) return firstMeeting(field, input);

  const accountChanged =
    !unchangedSince(base.account, account, field) && !isStale(pair, account, 'account', field, now);
  const customerChanged =
    !unchangedSince(base.customer, customer, field) && !isStale(pair, customer, 'customer', field, now);
  if (!accountChanged && !customerChanged) return { field, is: base.moved ? 'adopt' : 'quiet' };
  if (agree(field, input, false)) return { field, is: 'adopt' };

  const emptied = mustNotBeBlank(field) && (isBlank(fieldText(account, field)) || isBlank(fieldText(customer, field)));
  if (!emptied && accountChanged !== customerChanged) {
    return { field, is: 'write', to: accountChanged ? 'customer' : 'account', reason: 'edited' };
  }
  if (policy.onConflict === 'ask') return asConflict(field, input, emptied ? 'emptied' : 'both-changed', base);
  // A blank never wins over a value: the side that still says something does, whatever the policy.
  if (emptied)
    return { field, is: 'write', to: isBlank(fieldText(account, field)) ? 'account' : 'customer', reason: 'policy' };
  return { field, is: 'write', to: policy.onConflict === 'revio' ? 'account' : 'customer', reason: 'policy' };
}

/** Both say the same, or one says what the templates make of the other. */
function agree(field: TwoWayField, { account, customer, mapped = {} }: MergeInput, first: boolean): boolean {
  return (
    inStep(account, customer, field, first) ||
    (mapped.customer !== undefined && inStep({ ...account, ...mapped.customer }, customer, field, first)) ||
    (mapped.account !== undefined && inStep(account, { ...customer, ...mapped.account }, field, first))
  );
}

/** First link: equal is adopted, blank is filled, truly different is asked about (that field alone). */
function firstMeeting(field: TwoWayField, input: MergeInput): Verdict {
  const { account, customer, policy } = input;
  if (agree(field, input, true)) return { field, is: 'adopt' };
  if (isBlank(fieldText(account, field))) return { field, is: 'write', to: 'account', reason: 'filled' };
  if (isBlank(fieldText(customer, field))) return { field, is: 'write', to: 'customer', reason: 'filled' };
  if (policy.firstLink === 'ask') return asConflict(field, input, 'first-link');
  return { field, is: 'write', to: policy.firstLink === 'revio' ? 'account' : 'customer', reason: 'policy' };
}

/** The second address line may be emptied by an edit; an emptied name or street is an accident until a person says so. */
export function mustNotBeBlank(field: TwoWayField): boolean {
  return field !== 'line2';
}

interface Bases {
  account: BaseSide;
  customer: BaseSide;
  /** A write of ours shows that the stored base does not have yet: cut, re-cased, or its reply was lost. */
  moved: boolean;
}

/**
 * The base as it would be had every reply reached us: a side that holds what we sent (or that value cut or re-cased), by
 * a write whose reply was lost, is in step with what we sent it from (S3, S7).
 */
function effectiveBase(
  field: TwoWayField,
  pair: PairDoc | undefined,
  account: Account,
  customer: Customer,
): Bases | undefined {
  const stored = pair?.base;
  let account0 = stored && baseText(stored.account, field) !== undefined ? stored.account : undefined;
  let customer0 = stored && baseText(stored.customer, field) !== undefined ? stored.customer : undefined;
  let moved = false;
  for (const write of writesUnseen(pair, field)) {
    const written: Party = write.side === 'account' ? account : customer;
    if (!isOurs(written, write)) continue;
    const own = pinned(field, fieldText(written, field), written);
    const other = pinned(field, write.source, write.side === 'account' ? customer : account, write.sourceName);
    if (write.side === 'account') [account0, customer0] = [own, other];
    else [customer0, account0] = [own, other];
    if (!(stored && unchangedSince(write.side === 'account' ? stored.account : stored.customer, written, field))) {
      moved = true;
    }
  }
  return account0 && customer0 ? { account: account0, customer: customer0, moved } : undefined;
}

function pinned(field: TwoWayField, text: string, party: Party, name?: NameParts): BaseSide {
  if (field !== 'name') return { ...EMPTY_BASE, address: { [field]: text } };
  if (name) return { ...EMPTY_BASE, name };
  return { ...EMPTY_BASE, name: party.name === text ? nameOf(party) : { name: text } };
}

/** Oldest first: of two writes the later one has the last word. */
function writesUnderWay(pair: PairDoc | undefined, field: TwoWayField, now: number): Omit<Settling, 'until'>[] {
  return writesSent(pair, field, ({ until }) => until > now);
}

/**
 * What may have come late since we last looked: a write whose reply was lost counts from then to the first reading after
 * its time, however long that takes (S7).
 */
function writesUnseen(pair: PairDoc | undefined, field: TwoWayField): Omit<Settling, 'until'>[] {
  return writesSent(pair, field, ({ replied, over }) => !replied && !over);
}

function writesSent(
  pair: PairDoc | undefined,
  field: TwoWayField,
  counts: (settling: Settling) => boolean,
): Omit<Settling, 'until'>[] {
  const intent = pair?.intent;
  const unfinished =
    intent?.kind === 'update' ? intent.writes.map((write) => ({ ...write, side: intent.side, replied: false })) : [];
  return [...(pair?.settling ?? []).filter(counts), ...unfinished].filter((write) => write.field === field);
}

/**
 * The side shows what we sent, as sent or as it keeps such things. What stood there before is never taken for a cut of it:
 * `Eta Electric` may be all that was kept of `Eta Electric Works`, or a write that never came (S4); sending it again does
 * no harm.
 */
export function isOurs(party: Party, write: FieldWrite): boolean {
  if (holdsText(party, write.field, write.sent)) return true;
  return !holdsText(party, write.field, write.old) && isCutOrRecased(write.sent, fieldText(party, write.field));
}

/** Within the settle time the value from before our write is a reply from before it, not somebody's edit (S7). */
function isStale(pair: PairDoc | undefined, party: Party, side: Side, field: TwoWayField, now: number): boolean {
  return writesUnderWay(pair, field, now).some((write) => write.side === side && holdsText(party, field, write.old));
}

/** A person's decision counts for the values that the person saw; when one has moved since, the question is asked again. */
function decisionOn(field: TwoWayField, { pair, account, customer }: MergeInput): 'revio' | 'monitoring' | undefined {
  const conflict = pair?.conflicts.find((one) => one.field === field);
  if (!conflict?.decision) return undefined;
  const asShown = holdsText(account, field, conflict.account) && holdsText(customer, field, conflict.customer);
  return asShown ? conflict.decision.side : undefined;
}

function asConflict(field: TwoWayField, input: MergeInput, reason: Conflict['reason'], base?: Bases): Verdict {
  const { pair, account, customer, now } = input;
  const known = pair?.conflicts.find((conflict) => conflict.field === field);
  const seenBefore =
    known && holdsText(account, field, known.account) && holdsText(customer, field, known.customer) && !known.decision;
  const before = base && {
    account: baseText(base.account, field) ?? '',
    customer: baseText(base.customer, field) ?? '',
  };
  const conflict: Conflict = {
    field,
    account: fieldText(account, field),
    customer: fieldText(customer, field),
    ...(before ? { base: before } : {}),
    reason,
    since: known?.since ?? now,
  };
  return { field, is: 'conflict', conflict: seenBefore && known.reason === reason ? known : conflict };
}

function askAboutSharedAddress(verdicts: Verdict[], input: MergeInput): Verdict[] {
  if (!input.customer.sharedAddress || input.policy.sharedAddress !== 'ask') return verdicts;
  return verdicts.map((verdict) => {
    const moves = verdict.field !== 'name' && verdict.is === 'write' && verdict.to === 'customer';
    return moves && verdict.reason !== 'decided' ? asConflict(verdict.field, input, 'shared-address') : verdict;
  });
}

function holdAddressTogether(verdicts: Verdict[]): Verdict[] {
  const waits = verdicts.some((verdict) => verdict.field !== 'name' && verdict.is === 'conflict');
  if (!waits) return verdicts;
  return verdicts.filter((verdict) => verdict.field === 'name' || verdict.is === 'conflict' || verdict.is === 'quiet');
}

/**
 * The fields whose lost writes were looked for after their time, with nothing left to do about them. One that shows, and
 * that a newer value has to be written over, is not done with before that is written.
 */
export function settledFields(
  { pair, account, customer, now }: MergeInput,
  verdicts: readonly Verdict[],
): TwoWayField[] {
  const due = pair?.settling.filter(({ replied, over, until }) => !replied && !over && until <= now) ?? [];
  if (!due.length) return [];
  const calm = new Set(verdicts.flatMap(({ field, is }) => (is === 'quiet' || is === 'adopt' ? [field] : [])));
  const shows = due.filter((write) => isOurs(write.side === 'account' ? account : customer, write));
  const open = new Set(shows.map(({ field }) => field).filter((field) => !calm.has(field)));
  return [...new Set(due.map(({ field }) => field))].filter((field) => !open.has(field));
}

/** Kept for the settle time after a write, done or unknown. */
export function settle(side: Side, writes: FieldWrite[], replied: boolean, until: number): Settling[] {
  return writes.map((write) => ({ ...write, side, replied, until }));
}
