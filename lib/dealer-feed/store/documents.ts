import type { Doc } from '../../store/store';
import type { RefusalCode } from '../parser/file-refused';
import type { Charset } from '../profiles/profile';
import { type Inspection, isOpen, type Phase, type ServiceRequest, type WorkOrder } from '../service-request';
import type { Baseline, OutcomeCount } from '../types';

export type MadeDoc = Inspection | WorkOrder;

/**
 * A service request with the inspections and work orders that were made from it, as one document: R2 changes all of them
 * at once, and one `put` is one atomic step. `_id` is the service request's id.
 */
export interface RequestDoc extends Doc, ServiceRequest {
  /** Only while it is open; unique (F7). */
  openKey?: string;
  /** Of its type when the feed last wrote it: the way that a person moves it along. */
  phases?: readonly Phase[];
  madeFrom: readonly MadeDoc[];
  updatedAt: number;
}

/** `_id` is {@link baselineId}. */
export interface BaselineDoc extends Doc, Baseline {
  /** The lateness that was told already (F14). */
  lateToldFor?: number;
}

/** A file that was looked at: the newest few of each group of a feed are remembered. `_id` is {@link fileId}. */
export interface FeedFileDoc extends Doc {
  feed: string;
  integration: string;
  /** Files of which only the newest counts. */
  group: string;
  folder: string;
  name: string;
  size?: number;
  modifiedAt?: number;
  hash: string;
  /** When the sender wrote it. */
  fileTime: number;
  /** As the name or the folder says. */
  dealerId?: string;
  /** That it was read in; absent when its bytes alone refused it. */
  charset?: Charset;
  takenAt: number;
  /** `settingsKey` that it was planned with. */
  settings: string;
  runId: string;
  /** `held`: waits for a person. `unfinished`: something of it failed. Both are looked at again. */
  verdict: 'accepted' | 'held' | 'refused' | 'unfinished';
  refused?: { code: RefusalCode; message: string };
  /** Of all its rows. */
  counts: readonly OutcomeCount[];
  /** The first of each code. */
  quarantined: readonly RowNote[];
  warnings: readonly RowNote[];
  unknownDealers: readonly { dealerId: string; rows: number; firstLine: number }[];
}

/** A row that was quarantined, or warned of. */
export interface RowNote {
  line: number;
  code: string;
  message: string;
  dealerId?: string;
  vin?: string;
}

export function openKeyOf({ vin, type, client }: Pick<ServiceRequest, 'vin' | 'type' | 'client'>): string {
  return JSON.stringify([vin, type, client]);
}

export function baselineId(feed: string, dealerId: string): string {
  return JSON.stringify([feed, dealerId]);
}

export function fileId(feed: string, group: string, hash: string): string {
  return JSON.stringify([feed, group, hash]);
}

/** The service request as the rules know it. */
export function requestOf(doc: RequestDoc): ServiceRequest {
  const { _id, rev: _rev, openKey: _key, phases: _phases, madeFrom: _made, updatedAt: _at, ...request } = doc;
  return { ...request, id: _id };
}

/** What the store keeps of a service request; `openKey` follows its status, type and client. */
export function requestDoc(
  request: ServiceRequest,
  rest: Pick<RequestDoc, 'rev' | 'phases' | 'madeFrom' | 'updatedAt'>,
): RequestDoc {
  return { ...rest, _id: request.id, ...request, ...(isOpen(request) ? { openKey: openKeyOf(request) } : {}) };
}
