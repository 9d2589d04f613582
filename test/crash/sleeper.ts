import type { BillingSystem, MonitoringSystem } from '../../lib/sync/ports';
import type { Connection, TwoSystems } from '../sync/headless/two-systems';

type Method = keyof BillingSystem | keyof MonitoringSystem;

/** A connection that stops at the first call of a method, as a process that is paused there. */
export function asleepIn(connection: Connection, side: 'billing' | 'monitoring', method: Method) {
  let wake = () => {};
  let told = () => {};
  const awake = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const fellAsleep = new Promise<void>((resolve) => {
    told = resolve;
  });
  const sleepy = new Proxy<BillingSystem | MonitoringSystem>(connection[side], {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key !== method) return value.bind(target) as unknown;
      return async (...args: unknown[]) => {
        told();
        await awake;
        return value.apply(target, args) as unknown;
      };
    },
  });
  return { connection: { ...connection, [side]: sleepy } as Connection, fellAsleep, wake };
}

/** Turns the clock until the work is done: who waits for a lease asks again every few seconds. */
export async function patiently<T>({ clock }: Pick<TwoSystems, 'clock'>, work: Promise<T>): Promise<T> {
  let done = false;
  const end = work.finally(() => {
    done = true;
  });
  while (!done) {
    await clock.advance(1_000);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return end;
}
