import { isOpen, type ServiceRequest } from './service-request';
import type { Baseline, FeedState, MadeFrom } from './types';

export interface StateContent {
  requests: Iterable<ServiceRequest>;
  baselines?: Iterable<Baseline>;
  /** With the service request that each was made from. */
  madeFrom?: Iterable<MadeFrom & { requestId: string }>;
}

const NONE: readonly never[] = [];

/** What is known of one feed, in memory: built from what the store has, or from a hand-made list. */
export class MemoryFeedState implements FeedState {
  readonly #byVin = new Map<string, ServiceRequest[]>();
  readonly #open = new Map<string, ServiceRequest[]>();
  readonly #baselines = new Map<string, Baseline>();
  readonly #madeFrom = new Map<string, MadeFrom[]>();

  /** Service requests of all feeds; those of `feed` alone can be closed by it. */
  constructor(feed: string, content: StateContent) {
    for (const request of content.requests) {
      add(this.#byVin, request.vin, request);
      if (request.feed === feed && request.dealerId !== undefined && isOpen(request)) {
        add(this.#open, request.dealerId, request);
      }
    }
    for (const baseline of content.baselines ?? []) {
      if (baseline.feed === feed) this.#baselines.set(baseline.dealerId, baseline);
    }
    for (const entity of content.madeFrom ?? []) add(this.#madeFrom, entity.requestId, entity);
  }

  baseline(dealerId: string): Baseline | undefined {
    return this.#baselines.get(dealerId);
  }

  openRequests(dealerId: string): readonly ServiceRequest[] {
    return this.#open.get(dealerId) ?? NONE;
  }

  requestsFor(vin: string): readonly ServiceRequest[] {
    return this.#byVin.get(vin) ?? NONE;
  }

  madeFrom(requestId: string): readonly MadeFrom[] {
    return this.#madeFrom.get(requestId) ?? NONE;
  }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
