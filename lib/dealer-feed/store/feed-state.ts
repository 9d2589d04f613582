import type { Store } from '../../store/store';
import { applyAction, applyToMadeFrom } from '../apply-action';
import { isOpen, type ServiceRequest } from '../service-request';
import type { Baseline, FeedAction, FeedState, MadeFrom } from '../types';
import { type BaselineDoc, type RequestDoc, requestOf } from './documents';

const NONE: readonly never[] = [];

/**
 * What the store knows of one feed, read once at the start of a run, since the rules ask for every row. What is planned
 * of a file is noted here, so that the next file of the same run is planned as if it had been carried out.
 */
export class RunFeedState implements FeedState {
  readonly #feed: string;
  readonly #byVin = new Map<string, ServiceRequest[]>();
  readonly #open = new Map<string, Map<string, ServiceRequest>>();
  readonly #madeFrom = new Map<string, readonly MadeFrom[]>();
  readonly #baselines = new Map<string, Baseline>();

  constructor(feed: string) {
    this.#feed = feed;
  }

  add(doc: RequestDoc): void {
    // Nothing of the past decides, and it is the larger half of a document.
    this.#put({ ...requestOf(doc), history: NONE });
    if (doc.madeFrom.length) this.#madeFrom.set(doc._id, doc.madeFrom);
  }

  setBaseline(baseline: Baseline): void {
    this.#baselines.set(baseline.dealerId, baseline);
  }

  baselines(): Iterable<Baseline> {
    return this.#baselines.values();
  }

  baseline(dealerId: string): Baseline | undefined {
    return this.#baselines.get(dealerId);
  }

  openRequests(dealerId: string): Iterable<ServiceRequest> {
    return this.#open.get(dealerId)?.values() ?? NONE;
  }

  requestsFor(vin: string): readonly ServiceRequest[] {
    return this.#byVin.get(vin) ?? NONE;
  }

  madeFrom(requestId: string): readonly MadeFrom[] {
    return this.#madeFrom.get(requestId) ?? NONE;
  }

  /** As {@link applyAction}, here only. */
  note(action: FeedAction, at: number): void {
    const before = this.requestsFor(action.vin).find((request) => request.id === action.id);
    this.#put({ ...applyAction(before, action, at), history: NONE });
    const made = this.#madeFrom.get(action.id);
    if (made && 'changes' in action) {
      this.#madeFrom.set(
        action.id,
        made.map((entity) => applyToMadeFrom(entity, action.changes)),
      );
    }
  }

  #put(request: ServiceRequest): void {
    const known = this.#byVin.get(request.vin) ?? [];
    const before = known.find((one) => one.id === request.id);
    const others = known.filter((one) => one !== before);
    // In one order, however they came here: the same state makes the same plan (S20).
    this.#byVin.set(request.vin, [...others, request].sort(byId));
    if (before) this.#openOf(before)?.delete(before.id);
    this.#openOf(request)?.set(request.id, request);
  }

  /** The list that a feed can close it from. */
  #openOf({ feed, dealerId, status }: ServiceRequest): Map<string, ServiceRequest> | undefined {
    if (feed !== this.#feed || dealerId === undefined || !isOpen({ status })) return undefined;
    const open = this.#open.get(dealerId) ?? new Map<string, ServiceRequest>();
    this.#open.set(dealerId, open);
    return open;
  }
}

function byId(a: ServiceRequest, b: ServiceRequest): number {
  return a.id < b.id ? -1 : 1;
}

/** Reads it in turns that leave room for other work. */
export async function loadFeedState(store: Store, feed: string): Promise<RunFeedState> {
  const state = new RunFeedState(feed);
  for await (const docs of store.collection<RequestDoc>('serviceRequests').scan()) {
    for (const doc of docs) state.add(doc);
  }
  for await (const docs of store.collection<BaselineDoc>('feedBaselines').scan({ feed })) {
    for (const doc of docs) state.setBaseline(doc);
  }
  return state;
}
