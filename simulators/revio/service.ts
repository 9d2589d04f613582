import type { SettableClock } from '../kit/clock';
import type { Edit } from '../kit/faults';
import type { Call, Reply, Service } from '../kit/server';
import type { Truth } from '../world';
import { RevioContext, type RevioSwitches } from './context';
import { closeCustomer } from './customer-resource';
import { editRevio } from './edits';
import { LISTING_DISTORTIONS } from './listing';
import { SlidingMinute } from './rate-limit';
import { notFound, rateLimited, unauthorized } from './replies';
import { checkAuthorization, checkMediaTypes, type RevioCredentials } from './request-rules';
import { revioResources, useResource } from './resources';
import { RevioState } from './state';

const BASE_PATH = /^\/v1\//i;

export interface RevioServiceOptions {
  credentials: RevioCredentials;
  /** Asked for only when set. */
  subscriptionKey?: string;
  switches: RevioSwitches;
  seed: (state: RevioState) => readonly Truth[] | undefined;
}

/** Rev.io behind its HTTP. */
export class RevioService implements Service {
  readonly name = 'revio';
  readonly state: RevioState;
  readonly switches: RevioSwitches;
  readonly distortions = LISTING_DISTORTIONS;
  readonly journal: RevioState['journal'];
  readonly #options: RevioServiceOptions;
  readonly #context: RevioContext;
  readonly #resources: ReturnType<typeof revioResources>;
  readonly #minute = new SlidingMinute();
  #truth: readonly Truth[] | undefined;

  constructor(clock: SettableClock, options: RevioServiceOptions) {
    this.#options = options;
    this.switches = options.switches;
    this.state = new RevioState(clock);
    this.journal = this.state.journal;
    this.#context = new RevioContext(this.state, options.switches);
    this.#resources = revioResources(this.#context);
  }

  /** `GET Customers`, `PATCH Customers/{id}`. */
  operation(method: string, path: string): string {
    return `${method} ${path.replace(BASE_PATH, '').replace(/\/\d+(?=\/|$)/g, '/{id}')}`;
  }

  masked(headers: Record<string, string>, body: string) {
    const secret = ['authorization', 'ocp-apim-subscription-key'];
    return {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, secret.includes(name) ? '***' : value]),
      ),
      body,
    };
  }

  admit(call: Call): Reply | (() => void) {
    const { callsPerMinute } = this.switches;
    const wait = callsPerMinute > 0 ? this.#minute.take(callsPerMinute, performance.now()) : 0;
    if (wait === 0) return () => {};
    call.breach(`more than ${callsPerMinute} calls in a minute`);
    return rateLimited(wait);
  }

  handle(call: Call, distort: string | undefined): Reply {
    const { credentials, subscriptionKey } = this.#options;
    const [name = '', id, ...rest] = call.path.replace(BASE_PATH, '').split('/');
    const resource = BASE_PATH.test(call.path) ? this.#resources[name.toLowerCase()] : undefined;
    const refusal = checkAuthorization(call, credentials);
    if (refusal) return refusal;
    if (subscriptionKey && call.headers['ocp-apim-subscription-key'] !== subscriptionKey) return unauthorized();
    if (!resource) return notFound(call.path);
    const wrongType = checkMediaTypes(call);
    if (wrongType) return wrongType;
    if (rest.length > 0) return this.#action(call, name, Number(id), rest.join('/')) ?? notFound(call.path);
    return useResource(resource, name, id || undefined, call, distort);
  }

  edit(edit: Edit): unknown {
    return editRevio(this.state, edit);
  }

  rows(entity: string): readonly object[] | undefined {
    const { customers, addresses, contacts, keyLinks, billProfiles } = this.state;
    if (entity === 'customers') return customers.all().map(this.state.renderCustomer);
    return [addresses, contacts, keyLinks, billProfiles].find((table) => table.entity === entity)?.all();
  }

  row(entity: string, id: string): unknown {
    const { customers, addresses, contacts, keyLinks, billProfiles } = this.state;
    if (entity === 'customers') {
      const customer = customers.get(Number(id));
      return customer && this.state.renderCustomer(customer);
    }
    return [addresses, contacts, keyLinks, billProfiles].find((table) => table.entity === entity)?.get(Number(id));
  }

  counts(): Record<string, number> {
    return this.state.counts();
  }

  truth(): readonly Truth[] | undefined {
    return this.#truth;
  }

  seed(): void {
    this.#truth = this.#options.seed(this.state);
  }

  #action(call: Call, name: string, id: number, action: string): Reply | undefined {
    if (`${call.method} ${name} ${action}`.toLowerCase() !== 'post customers close') return undefined;
    const customer = this.state.customers.get(id);
    return customer && closeCustomer(this.#context, customer);
  }

  toJSON(): unknown {
    return { truth: this.#truth, tables: this.state.toJSON() };
  }

  restore(saved: { truth?: readonly Truth[]; tables: Record<string, unknown> }): void {
    this.#truth = saved.truth;
    this.state.restore(saved.tables);
  }
}
