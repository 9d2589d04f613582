import { type AddressComparison, agrees, compareAddresses } from './compare-addresses';
import { compareNames, isAnother, type NameComparison } from './compare-names';
import { samePhone } from './contact';
import type { Features } from './features';
import { type Frequencies, isSharedByMany } from './frequencies';
import type { Name } from './name';
import { edits } from './spelling';
import { NEAR_SCORE, NEAR_SCORE_OF_NAMES } from './thresholds';

/**
 * A phone or an e-mail of both sides. `shared`: the same, but so many have it that it says
 * nothing. `near`: the same but for a typing error, or the same mailbox at another host. */
export interface ContactComparison {
  verdict: 'same' | 'near' | 'different' | 'unknown' | 'shared';
  /** Records of one side that have it. */
  sharers: number;
}

/** All that two records say for and against being one customer. */
export interface Comparison {
  account: Features;
  customer: Features;
  name: NameComparison;
  address: AddressComparison;
  phone: ContactComparison;
  email: ContactComparison;
  /** The same place, at which neither side has anybody else. */
  alone: boolean;
  /** Log-likelihood ratio: how much likelier this agreement is between two records of one customer than of two. */
  score: number;
}

const UNKNOWN: ContactComparison = { verdict: 'unknown', sharers: 0 };
const OTHER_PHONE = -1;
const OTHER_EMAIL = -0.5;
const NEAR_EMAIL = 3;
/**
 * The most that address, phone and e-mail say for two names that are not one: families, tenants and the parts of an
 * organisation have them in common, so that more of them together says no more.
 */
const MOST_FOR_ANOTHER = 8;
/** Shorter ones are near by chance. */
const LONG_EMAIL = 12;
const LONG_MAILBOX = 6;

export function compare(account: Features, customer: Features, frequencies: Frequencies): Comparison {
  const name = bestNames(account, customer, frequencies);
  const address = compareAddresses(account.address, customer.address, frequencies);
  const phone = comparePhones(account.phone, customer.phone, frequencies);
  const email = compareEmails(account.email, customer.email, frequencies);
  let around = address.score;
  if (phone.verdict === 'same') around += frequencies.phone(account.phone);
  else if (phone.verdict === 'different') around += OTHER_PHONE;
  if (email.verdict === 'same') around += frequencies.email(account.email);
  else if (email.verdict === 'near') around += NEAR_EMAIL;
  else if (email.verdict === 'different') around += OTHER_EMAIL;
  const score = name.score + (isAnother(name) ? Math.min(around, MOST_FOR_ANOTHER) : around);
  const alone = address.samePlace && frequencies.isAlone(account.address, customer.address);
  return { account, customer, name, address, phone, email, alone, score };
}

/**
 * The names that agree best, of all that the two go by. Two that each have a DBA are not compared by their legal
 * names: one owner may have many shops.
 */
function bestNames(account: Features, customer: Features, frequencies: Frequencies): NameComparison {
  let best = compareNames(account.name, customer.name, frequencies);
  const better = (left: Name, right: Name, legalNameOnly = false) => {
    const found = compareNames(left, right, frequencies);
    if (conflicts(found) < conflicts(best) || (conflicts(found) === conflicts(best) && found.score > best.score)) {
      best = { ...found, legalNameOnly };
    }
  };
  for (const [i, other] of account.others.entries()) better(other, customer.name, i > 0);
  for (const [i, other] of customer.others.entries()) better(account.name, other, i > 0);
  if (account.others[0] && customer.others[0]) better(account.others[0], customer.others[0]);
  return best;
}

const conflicts = ({ leftOver, rightOver, pairs }: NameComparison) =>
  pairs.length === 0 ? 1 : Math.min(1, leftOver.length, rightOver.length);

function comparePhones(left: string, right: string, frequencies: Frequencies): ContactComparison {
  if (!left || !right) return UNKNOWN;
  if (!samePhone(left, right)) return { verdict: 'different', sharers: 0 };
  return contact(frequencies.phoneSharers(left));
}

function compareEmails(left: string, right: string, frequencies: Frequencies): ContactComparison {
  if (!left || !right) return UNKNOWN;
  if (left === right) return contact(frequencies.emailSharers(left));
  return { verdict: nearEmail(left, right) ? 'near' : 'different', sharers: 0 };
}

function nearEmail(left: string, right: string): boolean {
  if (Math.min(left.length, right.length) >= LONG_EMAIL && edits(left, right, 2) <= 2) return true;
  const mailbox = left.slice(0, left.lastIndexOf('@') + 1);
  return mailbox.length > LONG_MAILBOX && right.startsWith(mailbox);
}

function contact(sharers: number): ContactComparison {
  return { verdict: isSharedByMany(sharers) ? 'shared' : 'same', sharers };
}

/** Nothing but the names can be compared, or nothing that could contradict them. */
export function isNamesAlone({ address, phone, email }: Comparison): boolean {
  const { house, street, postal, city } = address;
  if (phone.verdict === 'different' || email.verdict === 'different') return false;
  return [house, street, postal].every((one) => one === 'unknown') && (city === 'unknown' || agrees(city));
}

/** Near enough to be shown to a person: likely on the whole, or the same place, phone or e-mail under another name. */
export function isNear(comparison: Comparison): boolean {
  const { score, address, phone, email } = comparison;
  if (score >= (isNamesAlone(comparison) ? NEAR_SCORE_OF_NAMES : NEAR_SCORE)) return true;
  return address.samePlace || phone.verdict === 'same' || isClose(email);
}

const isClose = ({ verdict }: ContactComparison) => verdict === 'same' || verdict === 'near';
