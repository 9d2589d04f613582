import { EventEmitter } from 'node:events';
import type { Clock } from '../clock';
import { asDealerSyncError, DealerSyncError } from '../errors';
import type { Lease, Store } from '../store/store';
import { keepCalls } from './call-history';
import { Directories } from './directories';
import { monitoredElsewhere } from './elsewhere';
import { rememberFirstRun } from './gate';
import type { Integration } from './integration';
import { endInterrupted } from './interrupted-runs';
import { Neighbours, stopped } from './neighbours';
import type { PairDoc } from './pair';
import { Run } from './run';
import { keepOutcomes, type RunDoc, runDoc } from './run-history';
import { askedBy, mergeable, merged, type RunRequest, type Waiting } from './run-queue';
import type { CallTally, RunSetup } from './run-setup';
import { SpaceLeases } from './space-leases';
import type { Topic } from './topics';

export interface EngineEvents {
  'run-started': [Run];
  'run-ended': [Run, RunDoc];
  /** A timer's request to this integration was carried out by another process on the same store. */
  'done-elsewhere': [integration: string];
  /** Anything of the counts or of who waits for a person changed; on these topics, or on any. */
  changed: [topics?: readonly Topic[]];
}

/** A space has one run at a time, and a short queue: one waiting run an integration, those to come are merged into it. */
interface Space {
  active?: Run;
  starting: boolean;
  waiting: Waiting[];
  /** It has the lease, and no document yet: still shown among those that wait. */
  launching?: Waiting;
}

export interface EngineDeps {
  store: Store;
  clock: Clock;
  newId(): string;
  /** Who we are to the leases. */
  holder: string;
  newCallTally(): CallTally;
  /** How long a lease lasts unless renewed, so how long others wait for a process that died; 60 s unless said. */
  leaseMs?: number;
}

const LEASE_MS = 60_000;
/** Node-RED gives a node 15 seconds to close. */
const FINISH_MS = 10_000;

/** Runs of all integrations on one store: leases, queue, life and end of each. */
export class Engine extends EventEmitter<EngineEvents> {
  readonly store: Store;
  readonly clock: Clock;
  /** The customers of each space, kept from run to run. */
  readonly directories = new Directories();
  private readonly integrations = new Map<string, Integration>();
  private readonly spaces = new Map<string, Space>();
  private readonly runs = new Map<string, Run>();
  private readonly ending = new Set<Promise<void>>();
  private readonly closing = new AbortController();
  private readonly neighbours: Neighbours;
  private readonly leases: SpaceLeases;
  private opened?: Promise<void>;

  constructor(private readonly deps: EngineDeps) {
    super();
    this.setMaxListeners(0);
    this.store = deps.store;
    this.clock = deps.clock;
    const { holder, leaseMs = LEASE_MS } = deps;
    const { store, clock, closing } = this;
    this.leases = new SpaceLeases({ leases: store.leases, clock, holder, leaseMs, closing: closing.signal });
    this.neighbours = new Neighbours(deps.store, deps.holder);
    this.on('changed', (topics) => this.neighbours.announce(topics));
  }

  /**
   * Opens the store, and ends in the history what a crash left as running. Safe to call again; one that could not be
   * reached is tried anew.
   */
  open(): Promise<void> {
    const opening = this.opened ?? this.openStore();
    this.opened = opening;
    opening.catch((error) => {
      if (this.opened === opening && asDealerSyncError(error).transient) this.opened = undefined;
    });
    return opening;
  }

  private async openStore(): Promise<void> {
    await this.store.open();
    const unlisten = this.neighbours.listen((topics) => this.emit('changed', topics));
    this.closing.signal.addEventListener('abort', unlisten, { once: true });
    await endInterrupted(this.store, this.clock.now(), undefined, async ({ space }) => {
      const lease = await this.store.leases.current(space);
      return !lease || lease.holder === this.deps.holder;
    });
  }

  /** Fails what runs, waits for it to be told, and closes the store. No timer is left behind (N2). */
  async close(): Promise<void> {
    const reason = interrupted('The flow was stopped or deployed again.');
    this.closing.abort(reason);
    for (const space of this.spaces.values()) {
      space.waiting = [];
      space.active?.fail(reason);
    }
    await this.settled();
    await this.opened?.catch(() => undefined);
    await this.store.close();
  }

  /** @returns takes the integration off again, ending its run */
  register(integration: Integration): () => void {
    if (this.integrations.has(integration.id)) {
      throw new DealerSyncError(
        'INTEGRATION_TWICE',
        `Two sync-start nodes have the integration id "${integration.id}". Give each flow an id of its own.`,
      );
    }
    this.integrations.set(integration.id, integration);
    return () => {
      this.integrations.delete(integration.id);
      const space = this.spaces.get(integration.space);
      if (space) space.waiting = space.waiting.filter((waiting) => waiting.integration !== integration);
      if (space?.active?.setup.integration === integration.id) {
        space.active.fail(interrupted('The flow was deployed again.'));
      }
    };
  }

  list(): Integration[] {
    return [...this.integrations.values()];
  }

  run(id: string): Run | undefined {
    return this.runs.get(id);
  }

  activeRun(space: string): Run | undefined {
    return this.spaces.get(space)?.active;
  }

  /** One a space at most. */
  activeRuns(): Run[] {
    return [...this.runs.values()].filter((run) => !run.end);
  }

  /** Something runs, or waits to. */
  get hasWork(): boolean {
    return [...this.spaces.values()].some(({ active, starting, waiting }) => active || starting || waiting.length > 0);
  }

  /** A node was closed by a partial deploy: a run that may pass through it cannot go on. */
  nodeClosed(nodeId: string): void {
    for (const run of this.runs.values()) {
      if (!run.end && run.setup.nodeIds.has(nodeId)) {
        run.fail(interrupted('A node of the flow was deployed again in the middle of the run.'));
      }
    }
  }

  /**
   * Asks for a run. It starts at once, or waits for the one under way; one waits at most, and who comes then is merged
   * into it.
   * @throws DealerSyncError NO_CUSTOMERS, UNKNOWN_INTEGRATION
   */
  request(integrationId: string, request: RunRequest): { runId: string; state: 'starts' | 'waits' | 'merged' } {
    const integration = this.integrations.get(integrationId);
    if (!integration) {
      throw new DealerSyncError(
        'UNKNOWN_INTEGRATION',
        `There is no integration "${integrationId}" in the flows that are deployed.`,
      );
    }
    if (integration.needsCustomers && !request.customerIds?.length) {
      throw new DealerSyncError(
        'NO_CUSTOMERS',
        `${integration.title} works on chosen customers: name them in msg.payload.customerIds, as in {"customerIds": ["1015"]}.`,
      );
    }
    const space = this.space(integration.space);
    const free = !space.active && !space.starting && space.waiting.length === 0;
    const waiting = space.waiting.find((one) => mergeable(one, integration, request));
    if (waiting) {
      const asked = askedBy(request, this.clock.now());
      waiting.request = merged(waiting.request, request);
      waiting.asked = { at: asked.at, byPerson: asked.byPerson || waiting.asked.byPerson };
      return { runId: waiting.runId, state: 'merged' };
    }
    const runId = this.deps.newId();
    space.waiting.push({ runId, integration, request, asked: askedBy(request, this.clock.now()) });
    void this.startNext(space);
    return { runId, state: free ? 'starts' : 'waits' };
  }

  /** Ends a waiting or running run, on a person's word; also one of another process. False when there is none. */
  async stop(runId: string, who: string): Promise<boolean> {
    for (const space of this.spaces.values()) {
      const before = space.waiting.length;
      space.waiting = space.waiting.filter((waiting) => waiting.runId !== runId);
      if (space.waiting.length < before) return true;
      if (space.launching?.runId === runId && !this.runs.has(runId)) {
        space.launching = undefined;
        return true;
      }
    }
    const run = this.runs.get(runId);
    if (!run) return this.neighbours.askToStop(runId, who);
    if (run.end) return false;
    run.fail(stopped(who));
    return true;
  }

  /** Runs that wait for the one under way, for the list of runs: state `busy`. */
  waitingRuns(): Waiting[] {
    const all = [...this.spaces.values()].flatMap(({ launching, waiting }) => [
      ...(launching ? [launching] : []),
      ...waiting,
    ]);
    return all.filter((waiting) => !this.neighbours.isEverybodys(waiting));
  }

  private space(name: string): Space {
    const known = this.spaces.get(name);
    if (known) return known;
    const space: Space = { starting: false, waiting: [] };
    this.spaces.set(name, space);
    return space;
  }

  private async startNext(space: Space): Promise<void> {
    if (space.active || space.starting || this.closing.signal.aborted) return;
    const [next] = space.waiting;
    if (!next) return;
    space.starting = true;
    try {
      await this.open();
      const lease = await this.leases.wait(next.integration.space);
      space.waiting = space.waiting.filter((waiting) => waiting !== next);
      space.launching = next;
      // The flow may have been deployed again while we waited.
      const stillThere = this.integrations.get(next.integration.id) === next.integration;
      const isOurs = stillThere && (await this.isOurs(next));
      const isStopped = space.launching !== next;
      if (isOurs && !isStopped) await this.start(space, next, lease);
      else await this.store.leases.release(lease);
    } catch (error) {
      space.waiting = space.waiting.filter((waiting) => waiting !== next);
      if (!this.closing.signal.aborted) this.emit('run-ended', ...this.stillborn(next, error));
    } finally {
      space.starting = false;
      space.launching = undefined;
    }
    if (!space.active) void this.startNext(space);
  }

  /** What died with its process is ended first: then it can be seen whether another has done this one's work. */
  private async isOurs(waiting: Waiting): Promise<boolean> {
    if (!this.neighbours.possible) return true;
    const { integration } = waiting;
    await endInterrupted(this.store, this.clock.now(), integration.space, () => true);
    if (!(await this.neighbours.haveDone(waiting, isPreview(waiting)))) return true;
    this.emit('done-elsewhere', integration.id);
    return false;
  }

  private setup(waiting: Waiting): RunSetup {
    const { integration, request, runId } = waiting;
    const { id, title, system, space, direction, stallMs } = integration;
    return {
      id: runId,
      integration: id,
      title,
      system,
      space,
      direction,
      stallMs,
      cause: request.cause ?? 'manual',
      preview: isPreview(waiting),
      who: request.who,
      ...(request.customerIds?.length ? { customerIds: request.customerIds } : {}),
      ...(request.approvedHash ? { approvedHash: request.approvedHash } : {}),
      ...(this.neighbours.possible ? { holder: this.deps.holder } : {}),
      ...integration.flow(),
    };
  }

  private async start(space: Space, waiting: Waiting, lease: Lease): Promise<void> {
    const run = new Run(this.setup(waiting), this.deps.newCallTally(), this.clock, (ended) => {
      const end = this.ended(space, ended);
      this.ending.add(end);
      void end.finally(() => this.ending.delete(end));
    });
    run.lease = lease;
    // From here on it can be seen, stopped and interrupted.
    space.active = run;
    this.runs.set(run.setup.id, run);
    void this.leases.hold(run, () => this.neighbours.tellProgress(run, this.clock.now()));
    try {
      await this.store.collection<RunDoc>('runs').insert(runDoc(run, 'running'));
    } catch (error) {
      run.fail(asDealerSyncError(error));
    }
    space.launching = undefined;
    if (run.end) return;
    const readPairs = () => this.readPairs(run, waiting.integration);
    // Beside the listings, which mostly wait for the other sides; nobody is paired before both are there. Without a
    // listing the run would be over with this step.
    if (run.setup.listingNodes.length > 0) void run.during(readPairs);
    else await readPairs();
    if (run.end) return;
    this.emit('run-started', run);
    this.neighbours.announce(['runs', 'integrations']);
    waiting.integration.launch(run);
  }

  private async readPairs(run: Run, integration: Integration): Promise<void> {
    try {
      for await (const pairs of this.store.collection<PairDoc>('pairs').scan({ space: run.setup.space })) {
        for (const pair of pairs) run.pairs.set(pair);
      }
      if (run.setup.direction === 'out' && !run.partial && integration.leaveMonitoredElsewhere) {
        run.elsewhere = await monitoredElsewhere(this.store, integration, this.list());
      }
    } catch (error) {
      run.fail(asDealerSyncError(error));
    }
  }

  private async ended(space: Space, run: Run): Promise<void> {
    await this.lettingFinish(run);
    const state = run.end?.state ?? 'failed';
    const doc = runDoc(run, state, this.clock.now());
    try {
      await keepOutcomes(this.store, run);
      await keepCalls(this.store, run);
      const runs = this.store.collection<RunDoc>('runs');
      const started = await runs.get(run.setup.id);
      // Whoever took the lease over has ended it as interrupted.
      if (started?.state === 'running') await runs.put({ ...doc, rev: started.rev });
      if (state === 'done' && !run.setup.preview && !run.partial)
        await rememberFirstRun(run, this.store, this.clock.now());
      if (run.lease) await this.store.leases.release(run.lease);
    } catch {
      // The store is gone or full: the run's own error was told already, and the lease ends by itself.
    }
    if (state !== 'failed') this.directories.keep(run);
    this.runs.delete(run.setup.id);
    if (space.active === run) space.active = undefined;
    this.emit('run-ended', run, { ...doc, rev: 1 });
    this.emit('changed');
    void this.startNext(space);
  }

  /**
   * Nothing new goes out once a run has ended, but what is under way comes to its end under the run's own lease: a create
   * whose reply nobody waited for would hold its record back for the settle time.
   */
  private async lettingFinish(run: Run): Promise<void> {
    const enough = new AbortController();
    const waited = this.clock.sleep(FINISH_MS, enough.signal).catch(() => undefined);
    await Promise.race([run.idle(), waited]);
    enough.abort();
  }

  /** Resolves when the runs that are ending have kept what they did. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.ending]);
  }

  /** A run that could not even start: its flow hears of it all the same. */
  private stillborn(waiting: Waiting, error: unknown): [Run, RunDoc] {
    const run = new Run(this.setup(waiting), { counts: {}, underWay: 0 }, this.clock, () => undefined);
    run.fail(asDealerSyncError(error));
    return [run, { ...runDoc(run, 'failed', this.clock.now()), rev: 0 }];
  }
}

/** Production mode off = always preview (seed). */
function isPreview({ integration, request }: Waiting): boolean {
  return request.preview === true || !integration.productionMode;
}

function interrupted(why: string): DealerSyncError {
  return new DealerSyncError('RUN_INTERRUPTED', `${why} The next run finishes what was under way.`);
}
