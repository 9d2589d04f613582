import type { MatchReason } from '../../model/item';
import type { Engine } from '../engine';
import { newPair, type PairDoc, type PartySummary } from '../pair';
import { editPair } from './edit-pair';
import { iso } from './overview';
import { badRequest, notFound, type PageOf, type PageRequest } from './pages';
import { placeOf } from './spaces';

export interface LinkView {
  id: string;
  space: string;
  /** Of the account: `CMS`. */
  system?: string;
  accountId?: string;
  customerId?: string;
  additional: boolean;
  account?: PartySummary;
  customer?: PartySummary;
  state: string;
  score?: number;
  reasons?: MatchReason[];
  decidedBy?: string;
  decision?: { kind: string; by: string; at: string };
  updatedAt: string;
}

export async function listLinks(
  engine: Engine,
  { q, space, offset, limit }: PageRequest & { space?: string },
): Promise<PageOf<LinkView>> {
  const { total, items } = await engine.store.collection<PairDoc>('pairs').find({
    where: { state: { in: ['linked', 'created'] }, ...(space ? { space } : {}) },
    ...(q ? { text: { query: q, fields: LINK_TEXT } } : {}),
    sort: [{ field: 'account.name' }],
    offset,
    limit,
  });
  const place = placeOf(engine);
  return { total, items: items.map((pair) => ({ ...linkView(pair), ...place(pair.space) })) };
}

const LINK_TEXT = [
  'account.name',
  'customer.name',
  'accountId',
  'customerId',
  'account.accountNumber',
  'account.address.line1',
];

function linkView(pair: PairDoc): Omit<LinkView, 'space'> {
  const {
    _id,
    accountId,
    customerId,
    additional,
    account,
    customer,
    state,
    score,
    reasons,
    decidedBy,
    decision,
    updatedAt,
  } = pair;
  return {
    id: _id,
    ...(accountId ? { accountId } : {}),
    ...(customerId ? { customerId } : {}),
    additional: additional === true,
    ...(account ? { account } : {}),
    ...(customer ? { customer } : {}),
    state,
    ...(score === undefined ? {} : { score }),
    ...(reasons ? { reasons } : {}),
    ...(decidedBy ? { decidedBy } : {}),
    ...(decision ? { decision: { kind: decision.kind, by: decision.by, at: iso(decision.at) } } : {}),
    updatedAt: iso(updatedAt),
  };
}

export interface LinkDecision {
  /** `undo` takes back what no run has carried out yet. */
  action: 'unlink' | 'relink' | 'additional' | 'undo';
  customerId?: string;
}

/**
 * Breaks or moves a link, or marks it as an additional site; carried out by the next run, nothing is deleted.
 * @param id the pair's id, or its item key (`cms:100000002`) for an account that has no pair yet
 */
export async function decideLink(
  engine: Engine,
  id: string,
  { action, customerId }: LinkDecision,
  user: string,
): Promise<LinkView> {
  if (action === 'relink' && !customerId) throw badRequest('Name the customer to link to, as customerId.');
  const pairId = await pairIdOf(engine, id, customerId);
  const pair = await editPair(engine, pairId, { user, topics: ['links'] }, (pair) => {
    const chosen: Record<string, string> = customerId ? { customerId } : {};
    const before: Record<string, string> = pair.customerId ? { customerId: pair.customerId } : {};
    if (action === 'undo') {
      if (!isOnLink(pair.decision)) throw badRequest('Nothing waits here to be taken back.');
      return { change: { decision: undefined }, traces: [{ entity: 'link', decision: action, chosen: {}, before }] };
    }
    if (action !== 'additional' && !pair.customerId) throw badRequest('This account is linked to no customer.');
    if (action === 'relink' && pair.state === 'linked' && pair.customerId === customerId) {
      throw badRequest('It is linked to this customer already.');
    }
    return {
      change: { decision: { kind: action, ...(customerId ? { customerId } : {}), by: user, at: engine.clock.now() } },
      traces: [{ entity: 'link', decision: action, chosen, before }],
    };
  });
  return { ...linkView(pair), ...placeOf(engine)(pair.space) };
}

function isOnLink(decision: PairDoc['decision']): boolean {
  return decision !== undefined && ['unlink', 'relink', 'additional'].includes(decision.kind);
}

async function pairIdOf(engine: Engine, id: string, customerId: string | undefined): Promise<string> {
  const pairs = engine.store.collection<PairDoc>('pairs');
  if (await pairs.get(id)) return id;
  const colon = id.indexOf(':');
  const [space, accountId] = [id.slice(0, colon), id.slice(colon + 1)];
  if (colon < 1 || !engine.list().some((integration) => integration.space === space)) throw notFound('such link');
  const { items } = await pairs.find({ where: { space, accountId }, limit: 1 });
  if (items[0]) return items[0]._id;
  if (!customerId) throw notFound('such link');
  const made = await pairs.insert(newPair(`${space}.${accountId}`, space, { accountId }, engine.clock.now()));
  return made._id;
}
