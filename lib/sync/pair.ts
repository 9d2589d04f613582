import type { TwoWayField } from '../model/compare';
import type { MatchCandidate, MatchReason } from '../model/item';
import type { Address } from '../model/records';
import type { Doc } from '../store/store';
import type { ContactFields, NameParts } from './ports';

/**
 * Everything known of one record, in one store document, so that each step of its life is one atomic write:
 *
 *     unmatched -> pending -> accepted | rejected | reassigned -> creating -> created -> linked
 *     any -> parked -> retry ;  linked -> gone
 *
 * `accepted`, `rejected` and `reassigned` are a pending pair with its `decision`; they are kept as the decision, not as a
 * state of their own, so that undo is the removal of one field.
 */
export type PairState = 'unmatched' | 'pending' | 'creating' | 'created' | 'linked' | 'parked' | 'gone';

/** What a side **returned** when last in step, S3. A field that was never in step is absent. */
export interface BaseSide {
  name?: NameParts;
  address: Partial<Address>;
  status?: string;
}

/** One field of an update: what stood there, and what was sent. Names are kept whole for people, and in parts. */
export interface FieldWrite {
  field: TwoWayField;
  old: string;
  sent: string;
  /** The other side's value that this came from; for the base. */
  source: string;
  sourceName?: NameParts;
  /** For a name: the parts that were sent. */
  sentName?: NameParts;
}

export type Side = 'account' | 'customer';

/** Who caused a write, kept with its intent, so that a write finished after a crash is told of the right person. */
export interface Actor {
  /** The signed-in user, `inject` or `timer`. */
  who: string;
  runId: string;
  reason: string;
}

export interface IntentBase {
  /** Deterministic: pair id and the revision that wrote it. Also the id of the audit entry, so that none doubles. */
  id: string;
  at: number;
  actor: Actor;
}

/** What is under way outside; stored, on disk, before the call (write-ahead, S6). */
export type Intent = IntentBase &
  (
    | { kind: 'create-customer'; accountNumber: string }
    | { kind: 'create-account'; accountNumber: string }
    | { kind: 'key-link'; externalId: string; internalId: string }
    | { kind: 'key-link-move'; keyLinkId?: string; from: string; to?: string }
    | { kind: 'update'; side: Side; writes: FieldWrite[]; sharedAddress?: 'write' | 'split' }
    /** Old values back at one side: the base stays, so that they cross to the other as any edit does. */
    | { kind: 'restore'; side: Side; writes: FieldWrite[] }
    | { kind: 'close'; before: string }
    | { kind: 'cancel'; before: string }
    | { kind: 'contact-add'; accountContactId: string; fields: ContactFields; known: string[] }
    | {
        kind: 'contact-link';
        accountContactId: string;
        externalId: string;
        internalId: string;
        /** The contact that the key link is taken from, when it is moved and not made. */
        from?: string;
      }
    | { kind: 'contact-update'; accountContactId: string }
    | { kind: 'contact-remove'; accountContactId: string }
    | { kind: 'contact-push'; customerContactId: string; fields: ContactFields; known: string[] }
  );

/** A write of ours that may still show late or changed; for the settle time what equals it is ours, not an edit. */
export interface Settling extends FieldWrite {
  side: Side;
  /** The side told us what it kept; a cut value that shows later is then somebody's edit. */
  replied: boolean;
  /** Milliseconds since the epoch. */
  until: number;
  /** Both sides were read after its time: it has come, or never will. */
  over?: boolean;
}

export interface Conflict {
  field: TwoWayField | 'status';
  account: string;
  customer: string;
  base?: { account: string; customer: string };
  reason: 'both-changed' | 'first-link' | 'emptied' | 'shared-address' | 'cancelled-at-first-sight';
  since: number;
  decision?: { side: 'revio' | 'monitoring'; by: string; at: number };
}

/** A contact of the pair, by the monitoring side's id. */
export interface PairContact {
  accountContactId: string;
  customerContactId?: string;
  keyLinkId?: string;
  /** Made at Rev.io, its key link still to come. */
  unlinked?: boolean;
  /** What the monitoring side said when last in step. */
  base?: ContactFields;
  /** We pushed it to the monitoring side: not imported back. */
  pushed?: boolean;
}

/** A person's word on a pair, taken by the next run. */
export interface Decision {
  kind: 'accept' | 'reject' | 'reassign' | 'unlink' | 'relink' | 'additional';
  customerId?: string;
  by: string;
  at: number;
}

/** A person's wish to put back what a write has replaced; taken by the next run that may write to that side. */
export interface RestoreWish {
  auditId: string;
  side: Side;
  /** Of that side's record. */
  entityId: string;
  /** `from`: what the person saw there; when it has moved since, nothing is put back. */
  fields: { field: TwoWayField; from: string; to: string }[];
  by: string;
  at: number;
}

export interface PairError {
  code: string;
  message: string;
  at: number;
  transient: boolean;
}

/** Enough of a record for a person to recognise it. */
export interface PartySummary {
  id: string;
  name: string;
  accountNumber?: string;
  address: Address;
  phone?: string;
  email?: string;
}

export interface PairDoc extends Doc {
  space: string;
  accountId?: string;
  customerId?: string;
  additional?: boolean;
  state: PairState;
  account?: PartySummary;
  customer?: PartySummary;

  candidates: MatchCandidate[];
  score?: number;
  reasons?: MatchReason[];
  threshold?: number;
  matcherVersion?: string;
  /** Since when the declared rule's time counts: the first run that was no preview. */
  queuedAt?: number;
  /** The account number was taken at Rev.io by somebody else: a create uses `<number>-<site number>`. */
  numberTaken?: boolean;
  decision?: Decision;
  decidedBy?: string;
  /** Customers that a person said no to: never offered again (S16). */
  rejected: string[];

  keyLinkId?: string;
  base?: { account: BaseSide; customer: BaseSide };
  settling: Settling[];
  conflicts: Conflict[];
  conflictCount: number;
  restore?: RestoreWish;
  contacts: PairContact[];
  /** Contacts of a pushed customer that the new site still lacks. */
  toPush?: { id: string; fields: ContactFields }[];

  intent?: Intent;
  attempts: number;
  nextAttemptAt?: number;
  error?: PairError;
  /** State to return to on retry. */
  parkedFrom?: PairState;
  runId?: string;
  updatedAt: number;
}

/** A pair as it begins. `rev` 0: not in the store yet. */
export function newPair(
  id: string,
  space: string,
  ids: { accountId?: string; customerId?: string },
  now: number,
): PairDoc {
  return {
    _id: id,
    rev: 0,
    space,
    ...ids,
    state: 'unmatched',
    candidates: [],
    rejected: [],
    settling: [],
    conflicts: [],
    conflictCount: 0,
    contacts: [],
    attempts: 0,
    updatedAt: now,
  };
}
