import type { Clock } from '../../../lib/clock';
import { CallCounter, countCalls } from '../../../lib/http/call-counts';
import type { Cause } from '../../../lib/model/item';
import type { Store } from '../../../lib/store/store';
import { Engine } from '../../../lib/sync/engine';
import type { Run } from '../../../lib/sync/run';
import type { RunDoc } from '../../../lib/sync/run-history';
import type { RunRequest } from '../../../lib/sync/run-queue';
import { flowShape, HeadlessFlow, type Sides } from './flow';
import { CMS_INTEGRATIONS, type HeadlessIntegration, type Overrides, overridden } from './integrations';

export interface RunnerOptions {
  store: Store;
  clock: Clock;
  sides: Sides;
  newId(): string;
  holder?: string;
  /** Default: the two flows of CMS. */
  integrations?: readonly HeadlessIntegration[];
  settings?: Overrides;
  /** Called with each run right before it starts to read. */
  onLaunch?(run: Run): void | Promise<void>;
}

export interface Ended {
  run: Run;
  doc: RunDoc;
}

/** One Node-RED's worth of the core: an engine with its flows, on a store. */
export class Runner {
  readonly engine: Engine;

  constructor(private readonly options: RunnerOptions) {
    const { store, clock, newId, holder = 'runner', integrations = CMS_INTEGRATIONS } = options;
    this.engine = new Engine({ store, clock, newId, holder, newCallTally: () => new CallCounter() });
    for (const integration of integrations) this.#register(integration);
  }

  /** One cycle of the hourly CMS flow. */
  sync(request: Partial<RunRequest> & { cause?: Cause } = {}): Promise<Ended> {
    return this.cycle('cms', request);
  }

  /** One cycle of a flow, as its timer starts it. */
  cycle(integration: string, request: Partial<RunRequest> & { cause?: Cause } = {}): Promise<Ended> {
    return this.ask(integration, { cause: 'timer', who: request.cause === 'manual' ? 'inject' : 'timer', ...request });
  }

  push(...customerIds: string[]): Promise<Ended> {
    return this.ask('revio-push-to-cms', { cause: 'manual', who: 'inject', customerIds });
  }

  ask(integration: string, request: RunRequest): Promise<Ended> {
    return new Promise((resolve) => {
      const ended = (run: Run, doc: RunDoc) => {
        if (run.setup.id !== runId) return;
        this.engine.off('run-ended', ended);
        resolve({ run, doc });
      };
      this.engine.on('run-ended', ended);
      const { runId } = this.engine.request(integration, request);
    });
  }

  close(): Promise<void> {
    return this.engine.close();
  }

  #register({ settings: shipped, ...integration }: HeadlessIntegration): void {
    const { store, clock, newId, sides, settings = {}, onLaunch } = this.options;
    const own = overridden(shipped, settings);
    const flow = new HeadlessFlow(sides, own, { store, clock, newId });
    this.engine.register({
      needsCustomers: false,
      ...integration,
      title: integration.id,
      productionMode: true,
      schedule: '',
      leaveMonitoredElsewhere: true,
      stallMs: 600_000,
      flow: () => flowShape(own),
      launch: async (run) => {
        await onLaunch?.(run);
        countCalls(run.calls as CallCounter, () => flow.launch(run));
      },
    });
  }
}
