import {
  applyAction,
  applyToMadeFrom,
  type Baseline,
  DEFAULT_FEED_GUARDS,
  type FeedAction,
  type FeedPlan,
  type FeedRow,
  type FeedSettings,
  type Inspection,
  MemoryFeedState,
  planFeed,
  type QuarantinedRow,
  type RowReason,
  type ServiceRequest,
  type WorkOrder,
} from '../../lib/dealer-feed';

export const HOUR = 60 * 60 * 1000;
export const DAY = 24 * HOUR;
/** Some noon. */
export const T0 = Date.UTC(2026, 2, 2, 12);

/** A VIN-like key for the number, 17 characters. */
export function vin(number: number): string {
  return `1HGCM82633A${String(number).padStart(6, '0')}`;
}

export function row(number: number, more: Partial<FeedRow> = {}): FeedRow {
  return {
    line: number,
    dealerId: 'D1',
    vin: vin(number),
    stock: `S${number}`,
    systemCode: 'Used',
    vehicle: { year: '2020', make: 'Honda', model: 'Accord' },
    warnings: [],
    ...more,
  };
}

/** Rows with the numbers `from` to `to`, both included. */
export function rows(from: number, to: number, more: Partial<FeedRow> = {}): FeedRow[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => row(from + i, more));
}

/** One feed, the dealers D1 and D2, everything switched on. */
export function settings(more: Partial<FeedSettings> = {}): FeedSettings {
  return {
    feed: 'f',
    kind: 'snapshot',
    track: { days: 3, stock: true, client: true },
    autoClose: { mode: 'immediately' },
    vehicleTypes: [],
    clients: [
      { dealerId: 'D1', client: 'North', srType: 'recon', ignoreIfExists: true, ignoreDays: 10 },
      { dealerId: 'D2', client: 'South', srType: 'recon', ignoreIfExists: true, ignoreDays: 10 },
    ],
    serviceRequestTypes: [
      { id: 'recon', name: 'Reconditioning', phases: ['acceptance', 'estimating', 'work', 'delivery'] },
      { id: 'wash', name: 'Wash', phases: ['work'] },
      { id: 'note', name: 'Note', phases: [] },
    ],
    reopen: true,
    guards: DEFAULT_FEED_GUARDS,
    timeZone: 'America/New_York',
    usualInterval: 60,
    ...more,
  };
}

export interface FeedOptions {
  quarantined?: QuarantinedRow[];
  /** Of the file; the current time unless told. */
  time?: number;
  hash?: string;
  approved?: string[];
}

/** A site: what its store would hold, and its clock. The engine's actions are applied as the store applies them. */
export class Site {
  now = T0;
  settings: FeedSettings;
  readonly requests = new Map<string, ServiceRequest>();
  readonly baselines = new Map<string, Baseline>();
  readonly madeFrom = new Map<string, Inspection | WorkOrder>();

  constructor(more: Partial<FeedSettings> = {}) {
    this.settings = settings(more);
  }

  state(): MemoryFeedState {
    return new MemoryFeedState(this.settings.feed, {
      requests: this.requests.values(),
      baselines: this.baselines.values(),
      madeFrom: this.madeFrom.values(),
    });
  }

  plan(feed: FeedRow[], options: FeedOptions = {}): FeedPlan {
    const { time = this.now, hash = JSON.stringify(feed), approved = [], quarantined = [] } = options;
    const { settings, now } = this;
    const file = { time, hash };
    return planFeed({ settings, state: this.state(), file, now, approved: new Set(approved), rows: feed, quarantined });
  }

  /** Plans and applies. */
  feed(feed: FeedRow[], options: FeedOptions = {}): FeedPlan {
    const plan = this.plan(feed, options);
    this.apply(plan);
    return plan;
  }

  apply(plan: FeedPlan): void {
    for (const { actions, baseline } of plan.dealers) {
      for (const action of actions) this.act(action);
      if (baseline) this.baselines.set(baseline.dealerId, baseline);
    }
  }

  act(action: FeedAction): void {
    this.requests.set(action.id, applyAction(this.requests.get(action.id), action, this.now));
    if (action.kind !== 'update' && action.kind !== 'reopen') return;
    for (const [id, entity] of this.madeFrom) this.madeFrom.set(id, applyToMadeFrom(entity, action.changes));
  }

  /** A person changes a service request. */
  edit(request: ServiceRequest, fields: Partial<ServiceRequest>): void {
    const own = Object.keys(fields).filter((field) => field === 'stock' || field === 'client');
    const touched = [...own, ...Object.keys(fields.vehicle ?? {})] as ServiceRequest['touchedByPerson'];
    const touchedByPerson = [...request.touchedByPerson, ...touched];
    this.requests.set(request.id, { ...request, ...fields, touchedByPerson });
  }

  closeByPerson(request: ServiceRequest): void {
    this.requests.set(request.id, { ...request, status: 'closed', closedAt: this.now, closedBy: 'person' });
  }

  /** All of the vehicle, oldest first. */
  of(number: number): ServiceRequest[] {
    return [...this.requests.values()]
      .filter((request) => request.vin === vin(number))
      .sort((a, b) => a.createdAt - b.createdAt);
  }

  /** The newest one of the vehicle. */
  last(number: number): ServiceRequest {
    const found = this.of(number).at(-1);
    if (!found) throw new Error(`vehicle ${number} has no service request`);
    return found;
  }
}

/** `{ EQUAL: 3 }` */
export function counted(plan: FeedPlan): Partial<Record<RowReason, number>> {
  return Object.fromEntries(plan.counts.map(({ reason, count }) => [reason, count]));
}

export function kinds(plan: FeedPlan): string[] {
  return plan.dealers.flatMap(({ actions }) => actions.map(({ kind }) => kind));
}
