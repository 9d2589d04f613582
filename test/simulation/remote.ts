import { Breaches } from '../../simulators/kit/breaches';
import { CallLog, type LoggedCall } from '../../simulators/kit/call-log';
import { Faults } from '../../simulators/kit/faults';
import { Random } from '../../simulators/kit/random';
import type { Reply, Service, Simulator } from '../../simulators/kit/server';
import type { SimulatedTime } from './time';
import { WallClock } from './time';

export interface Request {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string;
}

/** A remote system with a simulator's own logic, without a socket: a call is served at the instant at which it arrives. */
export class Remote<S extends Service> implements Simulator {
  readonly clock: WallClock;
  readonly service: S;
  readonly log = new CallLog();
  readonly breaches = new Breaches();
  readonly faults: Faults;
  readonly port = 0;

  constructor(
    time: SimulatedTime,
    makeService: (clock: WallClock) => S,
    readonly url: string,
  ) {
    this.clock = new WallClock(time);
    this.service = makeService(this.clock);
    this.service.seed();
    this.faults = new Faults(new Random(1), this.service.distortions);
  }

  get controlUrl(): string {
    return this.url;
  }

  edit(edit: Parameters<Simulator['edit']>[0]): unknown {
    return this.service.edit(edit);
  }

  async close(): Promise<void> {}

  operation({ method, url, headers }: Request): string {
    return this.service.operation(method, decodeURIComponent(url.pathname), headers);
  }

  /** @param distort what the reply does wrong, by a name that the service knows */
  serve(request: Request, distort?: string): { reply: Reply; logged: LoggedCall } {
    const { method, url, headers, body } = request;
    const path = decodeURIComponent(url.pathname);
    const operation = this.operation(request);
    const logged = this.log.open({
      at: this.clock.stamp(),
      method,
      path,
      query: url.search.slice(1),
      operation,
      ...this.service.masked(headers, body),
    });
    const breach = (rule: string) => this.breaches.add({ at: this.clock.stamp(), call: logged.n, operation, rule });
    const call = { method, path, query: url.searchParams, headers, body, operation, breach };
    const admitted = this.service.admit(call);
    if (typeof admitted !== 'function') return { reply: admitted, logged };
    const { result, writes } = this.service.journal.record(() => this.service.handle(call, distort));
    admitted();
    logged.status = result.status;
    logged.writes.push(...writes);
    return { reply: result, logged };
  }
}
