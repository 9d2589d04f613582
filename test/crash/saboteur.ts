import type { Store } from '../../lib/store/store';
import type { FaultRule } from '../../simulators/kit/faults';
import type { World } from '../sync/headless/world';
import { type Interference, isWrite, type RemoteCall } from './lifeline';

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
    if (!isWrite(call)) return undefined;
    this.writes += 1;
    if (this.writes !== this.nth) return undefined;
    this.struck = call;
    return this.fate === 'acted' ? { end: 'reset', when: 'after' } : { end: 'reset' };
  }

  store(inner: Store): Store {
    return inner;
  }

  /** The write that was on its way all the time comes in. */
  async deliver(world: World): Promise<void> {
    if (this.fate !== 'came late' || this.#delivered || !this.struck) return;
    this.#delivered = true;
    const { side, method, path, body, headers } = this.struck;
    const { 'content-length': _, connection: __, host: ___, 'accept-encoding': ____, ...kept } = headers;
    const url = new URL(path, world[side].url);
    await fetch(url, { method, headers: kept, ...(body ? { body } : {}) });
  }
}
