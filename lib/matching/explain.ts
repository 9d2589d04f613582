import { agrees } from './compare-addresses';
import type { NameComparison, WordPair } from './compare-names';
import type { Guard } from './guards';
import { REASONS_EN } from './reasons.en';
import type { Comparison } from './score';
import type { Reason } from './types';

/** The comparison in words: what agrees, what differs, and the guard that stands against linking, if one does. */
export function explain(comparison: Comparison, guard?: Guard): Reason[] {
  const reasons = [...nameReasons(comparison.name), ...addressReasons(comparison), ...contactReasons(comparison)];
  if (comparison.customer.closed) reasons.push(reason('closed'));
  if (guard) reasons.push({ key: `matching.guard.${guard}` });
  return reasons;
}

/** A reason of `matching.reason.…`. */
export function reason(name: string, values?: Record<string, string | number>): Reason {
  const key = `matching.reason.${name}`;
  return values ? { key, values } : { key };
}

/** A reason as an English sentence; an unknown key is its own text. */
export function reasonText({ key, values = {} }: Reason): string {
  const text = REASONS_EN[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function nameReasons({ pairs, leftOver, rightOver, left, right }: NameComparison): Reason[] {
  if (left.words.length === 0 || right.words.length === 0) return [reason('noName')];
  const reasons: Reason[] = [];
  const same = pairs.filter(isSame).map((pair) => pair.left);
  const whole = leftOver.length + rightOver.length === 0;
  if (whole && same.length === pairs.length) reasons.push(reason('nameAgrees'));
  else if (same.length > 0) reasons.push(reason('wordsAgree', { words: same.join(', ') }));
  for (const pair of pairs) {
    if (!isSame(pair))
      reasons.push(reason(pair.how === 'near' ? 'alike' : pair.how, { left: pair.left, right: pair.right }));
  }
  if (leftOver.length > 0 && rightOver.length > 0) {
    const given = leftOver.includes(left.given) && rightOver.includes(right.given);
    reasons.push(
      reason(given ? 'firstNameDiffers' : 'wordsDiffer', { left: leftOver.join(' '), right: rightOver.join(' ') }),
    );
  } else if (leftOver.length > 0) reasons.push(reason('onlyAtAccount', { words: leftOver.join(', ') }));
  else if (rightOver.length > 0) reasons.push(reason('onlyAtCustomer', { words: rightOver.join(', ') }));
  if (left.generation !== right.generation) {
    reasons.push(reason('generationDiffers', { left: left.generation || '–', right: right.generation || '–' }));
  }
  if (left.numbers !== right.numbers) {
    reasons.push(reason('numbersDiffer', { left: left.numbers || '–', right: right.numbers || '–' }));
  }
  return reasons;
}

const isSame = ({ how }: WordPair) => how === 'same' || how === 'letter';

function addressReasons({ address, account, customer }: Comparison): Reason[] {
  const { house, street, postal, city, unit, box, samePlace } = address;
  const left = account.address;
  const right = customer.address;
  const reasons: Reason[] = [];
  if (samePlace) reasons.push(reason('addressAgrees'));
  else {
    if (agrees(street)) reasons.push(reason('streetAgrees'));
    else if (street === 'different') reasons.push(reason('streetDiffers'));
    if (house === 'same') reasons.push(reason('houseAgrees'));
    else if (house !== 'unknown') reasons.push(reason('houseDiffers', { left: left.house, right: right.house }));
    if (postal === 'same') reasons.push(reason('postalAgrees'));
    else if (agrees(city)) reasons.push(reason('cityAgrees'));
    if (city === 'different') reasons.push(reason('cityDiffers'));
  }
  if (postal === 'different' || postal === 'near') {
    reasons.push(reason('postalDiffers', { left: left.postal, right: right.postal }));
  }
  if (unit === 'different') reasons.push(reason('unitDiffers', { left: left.unit, right: right.unit }));
  if (box === 'same') reasons.push(reason('boxAgrees'));
  return reasons;
}

function contactReasons({ phone, email }: Comparison): Reason[] {
  const reasons: Reason[] = [];
  if (phone.verdict === 'same') reasons.push(reason('phoneAgrees'));
  else if (phone.verdict === 'different') reasons.push(reason('phoneDiffers'));
  else if (phone.verdict === 'shared') reasons.push(reason('phoneShared', { count: phone.sharers - 1 }));
  if (email.verdict === 'same') reasons.push(reason('emailAgrees'));
  else if (email.verdict === 'near') reasons.push(reason('emailNear'));
  else if (email.verdict === 'different') reasons.push(reason('emailDiffers'));
  else if (email.verdict === 'shared') reasons.push(reason('emailShared', { count: email.sharers - 1 }));
  return reasons;
}
