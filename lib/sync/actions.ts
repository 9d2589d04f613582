import type { LinkDecision } from '../model/item';
import type { Conflict, FieldWrite, PairContact, Side } from './pair';
import type { AccountDraft, ContactFields, CustomerDraft } from './ports';

/**
 * What the planner decided and the executor carries out, in the order create, key link, update, contacts. `adopt`,
 * `settled` and `conflicts` write nothing outside: they move our own document only. `finish` visits a pair whose last step was cut off:
 * what was under way is looked up and brought to an end.
 */
export type Action =
  | { kind: 'create-customer'; draft: Omit<CustomerDraft, 'billProfileId'>; due?: boolean; reason: string }
  | { kind: 'create-account'; draft: AccountDraft; contacts: { id: string; fields: ContactFields }[]; reason: string }
  | {
      kind: 'link';
      customerId: string;
      accountId: string;
      /** Of the key link that says so already, from the run's own listing of them. */
      keyLinkId?: string;
      additional?: boolean;
      decidedBy: LinkDecision;
      reason: string;
    }
  | { kind: 'unlink'; customerId: string; reason: string; relinkTo?: string }
  | { kind: 'update'; side: Side; writes: FieldWrite[]; sharedAddress?: 'write' | 'split'; reason: string }
  /** What a person put back at one side, from the audit. */
  | { kind: 'restore'; side: Side; writes: FieldWrite[]; sharedAddress?: 'write' | 'split'; reason: string }
  | { kind: 'drop-restore'; reason: string }
  | { kind: 'close'; reason: string }
  /** Ends the monitoring. The account number is what the station wants typed as confirmation. */
  | { kind: 'cancel'; accountNumber: string; reason: string }
  | { kind: 'contact-add'; accountContactId: string; fields: ContactFields; reason: string }
  | { kind: 'contact-update'; contact: PairContact; fields: ContactFields; reason: string }
  | { kind: 'contact-remove'; contact: PairContact; ended: boolean; reason: string }
  | { kind: 'adopt'; fields: Adoption[] }
  /** Of a dealer feed, as it is shown and kept; the whole of it is the item's `feed`. */
  | {
      kind: 'service-request';
      does: 'create' | 'update' | 'reopen' | 'close' | 'missing';
      id: string;
      changes?: readonly { field: string; from: string; to: string }[];
      reason: string;
    }
  /** Both sides were read at `asOf`, after the time of what was lost on these fields: what shows up there now is an edit. */
  | { kind: 'settled'; fields: FieldWrite['field'][]; asOf: number }
  | { kind: 'conflicts'; conflicts: Conflict[] }
  | { kind: 'finish' };

/** A field whose base moves without a write: both sides are in step as they are. */
export interface Adoption {
  field: FieldWrite['field'] | 'status' | 'customerStatus';
}
