import type { Clock } from '../../../lib/clock';
import { CallCounter, countCalls } from '../../../lib/http/call-counts';
import type { Cause, Direction } from '../../../lib/model/item';
import type { Store } from '../../../lib/store/store';
import { Engine } from '../../../lib/sync/engine';
import type { Run } from '../../../lib/sync/run';
import type { RunDoc } from '../../../lib/sync/run-history';
import type { RunRequest } from '../../../lib/sync/run-queue';
import { FLOW, FLOW_SETTINGS, type FlowSettings, HeadlessFlow, type Sides } from './flow';

export interface RunnerOptions {
  store: Store;
  clock: Clock;
  sides: Sides;
  newId(): string;
  holder?: string;
  settings?: Partial<FlowSettings>;
  /** Called with each run right before it starts to read. */
  onLaunch?(run: Run): void | Promise<void>;
}

export interface Ended {
  run: Run;
  doc: RunDoc;
}

/** One Node-RED's worth of the core: an engine with the two CMS flows, on a store. */
export class Runner {
  readonly engine: Engine;

  constructor(private readonly options: RunnerOptions) {
    const { store, clock, newId, holder = 'runner' } = options;
    this.engine = new Engine({ store, clock, newId, holder, newCallTally: () => new CallCounter() });
    this.#register('cms', 'both');
    this.#register('revio-push-to-cms', 'out');
  }

  /** One cycle of the hourly flow. */
  sync(request: Partial<RunRequest> & { cause?: Cause } = {}): Promise<Ended> {
    return this.ask('cms', { cause: 'timer', who: request.cause === 'manual' ? 'inject' : 'timer', ...request });
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

  #register(id: string, direction: Direction): void {
    const { store, clock, newId, sides, settings, onLaunch } = this.options;
    const flow = new HeadlessFlow(sides, { ...FLOW_SETTINGS, ...settings }, { store, clock, newId });
    this.engine.register({
      id,
      title: id,
      system: 'CMS',
      space: 'cms',
      direction,
      productionMode: true,
      schedule: '',
      needsCustomers: direction === 'out',
      leaveMonitoredElsewhere: true,
      stallMs: 600_000,
      flow: () => FLOW,
      launch: async (run) => {
        await onLaunch?.(run);
        countCalls(run.calls as CallCounter, () => flow.launch(run));
      },
    });
  }
}
