import type { Store } from '../../lib/store/store';
import type { FaultRule } from '../../simulators/kit/faults';
import type { TwoSystems } from '../sync/headless/two-systems';
import type { Interference, RemoteCall } from './lifeline';

/** Takes away the reply of one write; the process lives on and hears of a broken connection. */
export class Saboteur implements Interference {
  struck?: RemoteCall;
  writes = 0;
  #delivered = false;

  /** @param nth which write of the process, from 1; 0 = none, they are only counted. */
  constructor(
    private readonly nth: number,
    private readonly fate: 'acted' | 'never came' | 'came late',
  ) {}

  strike(call: RemoteCall): FaultRule | undefined {
    if (!call.writes) return undefined;
    this.writes += 1;
    if (this.writes !== this.nth) return undefined;
    this.struck = call;
    return this.fate === 'acted' ? { end: 'reset', when: 'after' } : { end: 'reset' };
  }

  store(inner: Store): Store {
    return inner;
  }

  /** The write that was on its way all the time comes in. */
  async deliver(world: TwoSystems): Promise<void> {
    if (this.fate !== 'came late' || this.#delivered || !this.struck) return;
    this.#delivered = true;
    const { side, method, path, body, headers } = this.struck;
    const { 'content-length': _, connection: __, host: ___, 'accept-encoding': ____, ...kept } = headers;
    const url = new URL(path, world[side === 'revio' ? 'revio' : 'station'].url);
    const late = side === 'revio' ? body : world.heldUp(body);
    await fetch(url, { method, headers: kept, ...(late ? { body: late } : {}) });
  }
}
