import { DealerSyncError } from '../../lib/errors';
import type { Collection, CollectionName, Doc, Leases, Store } from '../../lib/store/store';
import type { FaultRule, Faults } from '../../simulators/kit/faults';
import type { TwoSystems } from '../sync/headless/two-systems';

type Struck = ReturnType<Faults['strike']>;
type StruckCall = Omit<RemoteCall, 'side' | 'writes'>;

export interface RemoteCall {
  /** `revio`, or what the world calls its station. */
  side: string;
  writes: boolean;
  method: string;
  path: string;
  operation: string;
  body: string;
  headers: Record<string, string>;
}

/** What stands between a process and the world. */
export interface Interference {
  /** To be asked at the simulators' door. */
  strike(call: RemoteCall): FaultRule | undefined;
  store(inner: Store): Store;
}

/**
 * The thread that a process hangs by. Each store write and each remote call, reads too, is two points: before and after
 * it has acted; at the chosen one the process dies: from then on nothing of it reaches a store or a remote system.
 */
export class Lifeline implements Interference {
  readonly points: string[] = [];
  dead = false;

  /** @param deathAt number of the point, from 1; 0 = it lives. */
  constructor(private readonly deathAt = 0) {}

  /** True when the process dies here. */
  passes(label: string): boolean {
    if (this.dead) return false;
    this.points.push(label);
    if (this.points.length !== this.deathAt) return false;
    this.dead = true;
    return true;
  }

  strike(call: RemoteCall): FaultRule | undefined {
    const lost: FaultRule = { end: 'reset' };
    if (this.dead) return lost;
    const what = `${call.writes ? '' : 'reading '}${call.side} ${call.operation}`;
    if (this.passes(`before ${what}`)) return lost;
    if (this.passes(`after ${what}`)) return { ...lost, when: 'after' };
    return undefined;
  }

  store(inner: Store): Store {
    const guarded =
      <A extends unknown[], R>(label: string, write: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        if (this.dead || this.passes(`before ${label}`)) throw dead();
        const result = await write(...args);
        if (this.passes(`after ${label}`)) throw dead();
        return result;
      };
    const alive =
      <A extends unknown[], R>(read: (...args: A) => R) =>
      (...args: A): R => {
        if (this.dead) throw dead();
        return read(...args);
      };
    const wrapped = new Map<CollectionName, Collection<Doc>>();
    const collection = (name: CollectionName): Collection<Doc> => {
      const known = wrapped.get(name);
      if (known) return known;
      const own = inner.collection(name);
      const made: Collection<Doc> = {
        get: alive((id) => own.get(id)),
        find: alive((query) => own.find(query)),
        count: alive((where) => own.count(where)),
        scan: alive((where, batch) => own.scan(where, batch)),
        insert: guarded(`insert ${name}`, (doc, options) => own.insert(doc, options)),
        put: guarded(`put ${name}`, (doc, options) => own.put(doc, options)),
        remove: guarded(`remove ${name}`, (id, options) => own.remove(id, options)),
        removeWhere: guarded(`removeWhere ${name}`, (where) => own.removeWhere(where)),
      };
      wrapped.set(name, made);
      return made;
    };
    const leases: Leases = {
      acquire: guarded('lease', (space, holder, ttl) => inner.leases.acquire(space, holder, ttl)),
      renew: guarded('renew', (lease, ttl) => inner.leases.renew(lease, ttl)),
      release: guarded('release', (lease) => inner.leases.release(lease)),
      current: alive((space) => inner.leases.current(space)),
    };
    return {
      description: inner.description,
      leases,
      open: async () => undefined,
      close: async () => undefined,
      collection: <T extends Doc>(name: CollectionName) => collection(name) as unknown as Collection<T>,
    };
  }
}

function dead(): DealerSyncError {
  return new DealerSyncError('STORE_CLOSED', 'The process is dead.');
}

/** Lets `ask` answer for the fault scripts of both simulators. */
export function atTheDoors(world: TwoSystems, ask: (call: RemoteCall) => FaultRule | undefined): void {
  const sides: [string, Faults, (call: StruckCall) => boolean][] = [
    [world.stationName, world.station.faults, ({ operation }) => world.writes(operation)],
    ['revio', world.revio.faults, ({ method }) => method !== 'GET'],
  ];
  for (const [side, faults, writes] of sides) {
    faults.strike = (call) => {
      const struck = call as StruckCall;
      const rule = ask({ ...struck, side, writes: writes(struck) });
      return rule && ({ id: 'door', ...rule } as Struck);
    };
  }
}
