import type { Kind, Status } from '../model/records';

/**
 * What the matcher reads of a record: `Account` and `Customer` of the model fit, and so do hand-made objects. Every
 * field but `id` may be missing, null, empty or odd; none of it ever throws.
 */
export interface MatchRecord {
  id: string;
  name?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  companyName?: string | null;
  address?: {
    line1?: string | null;
    line2?: string | null;
    city?: string | null;
    state?: string | null;
    postalCode?: string | null;
  } | null;
  phone?: string | null;
  email?: string | null;
  /** `business` or `residential`, where the system says so. */
  kind?: Kind | string | null;
  /** `closed`: a candidate for a person to see, never linked automatically. */
  status?: Status | string | null;
}

/** One reason for or against a match: a key of the locale files and the values that its sentence names. */
export interface Reason {
  key: string;
  values?: Record<string, string | number>;
}

/** A customer that might be the account's, `score` 0..1. */
export interface Candidate {
  customerId: string;
  score: number;
  reasons: Reason[];
}

export interface Match extends Candidate {
  accountId: string;
}

export interface PendingMatch {
  accountId: string;
  /** Best first, at most five. */
  candidates: Candidate[];
}

/** Each account is in exactly one of the three lists, no customer is twice in `matched`. */
export interface MatchResult {
  matched: Match[];
  pending: PendingMatch[];
  unmatched: string[];
}

/** Which evidence counts beside the name; what is switched off is as if no record had it. */
export interface Evidence {
  address?: boolean;
  phone?: boolean;
  email?: boolean;
}

export interface MatchOptions {
  /** 0..1; a pair scoring less is for a person to decide. The guards hold at any threshold. */
  threshold?: number;
  /** True for pairs that people rejected: never offered again. */
  excluded?: (accountId: string, customerId: string) => boolean;
  /** Customers that are linked already: offered with the reason "already linked", never linked automatically. */
  linkedCustomers?: Iterable<string>;
  /** Offer candidates only, link nothing. */
  suggestOnly?: boolean;
  evidence?: Evidence;
  /** Aborting it rejects with its reason within one slice (about 15 ms). */
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}
