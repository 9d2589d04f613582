/** The first, plain matcher: token-set similarity of the names, corroborated by address or phone. */
import { DealerSyncError } from '../errors';
import { Slices } from './slices';
import type { Candidate, MatchOptions, MatchRecord, MatchResult, Reason } from './types';

interface Plain {
  id: string;
  words: string[];
  street: string;
  postal: string;
  phone: string;
  email: string;
  closed: boolean;
}

const COMMON = 400;
const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 500) : '');
const fold = (value: string): string =>
  value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function plain(record: MatchRecord): Plain {
  const name = text(record.name) || text(record.companyName) || `${text(record.firstName)} ${text(record.lastName)}`;
  return {
    id: String(record.id),
    words: [...new Set(fold(name).split(' ').filter(Boolean))].sort(),
    street: fold(text(record.address?.line1)),
    postal: fold(text(record.address?.postalCode)).slice(0, 5),
    phone: text(record.phone).replace(/\D/g, '').slice(-10),
    email: text(record.email).trim().toLowerCase(),
    closed: record.status === 'closed',
  };
}

function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const used = new Array<boolean>(b.length).fill(false);
  const left: string[] = [];
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j++) {
      if (used[j] || a[i] !== b[j]) continue;
      used[j] = true;
      left.push(a[i] as string);
      break;
    }
  }
  if (left.length === 0) return 0;
  const right = [...b].filter((_, j) => used[j]);
  const swaps = left.filter((c, i) => c !== right[i]).length / 2;
  const jaro = (left.length / a.length + left.length / b.length + (left.length - swaps) / left.length) / 3;
  let prefix = 0;
  while (prefix < 4 && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function score(a: Plain, b: Plain): Candidate {
  const reasons: Reason[] = [];
  const nameScore = a.words.length && b.words.length ? jaroWinkler(a.words.join(' '), b.words.join(' ')) : 0;
  if (nameScore === 1) reasons.push({ key: 'matching.reason.nameAgrees' });
  const address = a.street !== '' && a.street === b.street && a.postal === b.postal;
  const phone = a.phone.length >= 7 && a.phone === b.phone;
  const email = a.email !== '' && a.email === b.email;
  if (address) reasons.push({ key: 'matching.reason.addressAgrees' });
  if (phone) reasons.push({ key: 'matching.reason.phoneAgrees' });
  if (email) reasons.push({ key: 'matching.reason.emailAgrees' });
  return { customerId: b.id, score: nameScore * (address || phone || email ? 1 : 0.8), reasons };
}

function keys(p: Plain): string[] {
  return [
    ...p.words.map((word) => `w${word}`),
    p.street ? `s${p.street}|${p.postal}` : '',
    p.phone.length >= 7 ? `p${p.phone}` : '',
    p.email ? `e${p.email}` : '',
  ].filter(Boolean);
}

export async function plainMatchAccounts(
  accounts: readonly MatchRecord[],
  customers: readonly MatchRecord[],
  options: MatchOptions = {},
): Promise<MatchResult> {
  if (!Array.isArray(accounts) || !Array.isArray(customers)) {
    throw new DealerSyncError('BAD_INPUT', 'Matching needs a list of accounts and a list of customers.');
  }
  const threshold = options.threshold ?? 0.95;
  const slices = new Slices(options.signal);
  const linked = new Set(options.linkedCustomers ?? []);
  const right = customers.filter((c) => c && typeof c === 'object').map(plain);
  const index = new Map<string, number[]>();
  for (const [i, customer] of right.entries()) {
    for (const key of keys(customer)) {
      const list = index.get(key);
      if (list) list.push(i);
      else index.set(key, [i]);
    }
    await slices.pause();
  }
  const result: MatchResult = { matched: [], pending: [], unmatched: [] };
  const wanted: { accountId: string; candidates: Candidate[]; sure: boolean }[] = [];
  for (const account of accounts.filter((a) => a && typeof a === 'object').map(plain)) {
    const seen = new Set<number>();
    for (const key of keys(account)) {
      const list = index.get(key) ?? [];
      if (list.length <= COMMON) for (const i of list) seen.add(i);
    }
    const candidates = [...seen]
      .map((i) => right[i] as Plain)
      .filter((c) => !options.excluded?.(account.id, c.id))
      .map((c) => ({ ...score(account, c), closed: c.closed }))
      .filter((c) => c.score >= 0.6)
      .sort((x, y) => y.score - x.score || (x.customerId < y.customerId ? -1 : 1))
      .slice(0, 5);
    const best = candidates[0];
    const sure =
      best !== undefined &&
      best.score >= threshold &&
      !best.closed &&
      !linked.has(best.customerId) &&
      !options.suggestOnly &&
      (candidates[1]?.score ?? 0) < threshold;
    wanted.push({
      accountId: account.id,
      candidates: candidates.map(({ closed: _closed, ...candidate }) => candidate),
      sure,
    });
    await slices.pause();
  }
  const takers = new Map<string, number>();
  for (const { sure, candidates } of wanted) {
    if (sure) takers.set(candidates[0]?.customerId ?? '', (takers.get(candidates[0]?.customerId ?? '') ?? 0) + 1);
  }
  for (const { accountId, candidates, sure } of wanted) {
    const best = candidates[0];
    if (!best) result.unmatched.push(accountId);
    else if (sure && takers.get(best.customerId) === 1) result.matched.push({ accountId, ...best });
    else result.pending.push({ accountId, candidates });
  }
  return result;
}
