import { type Clock, systemClock } from '../clock';
import { Breaker, type BreakerState } from './breaker';
import { HostLimit } from './host-limit';

/** What all clients of one host share in this process. */
export interface Host {
  readonly name: string;
  readonly limit: HostLimit;
  readonly breaker: Breaker;
}

/** For a status line: how we stand with a host. */
export interface HostState {
  host: string;
  breaker: BreakerState;
  /** Milliseconds since the epoch; when the breaker lets the next call try. */
  openUntil?: number;
  underWay: number;
  waiting: number;
  /** Milliseconds since the epoch; there while the host asked for quiet (429). */
  pausedUntil?: number;
}

/** One register a clock: the process has one, and a test that turns the hands does not meet the others' limits. */
const registers = new WeakMap<Clock, Map<string, Host>>();

/** The shared state of a host (`host:port`, lower case). It outlives its clients: a redeploy forgets no limit. */
export function hostNamed(name: string, clock: Clock = systemClock): Host {
  const register = registers.get(clock) ?? new Map<string, Host>();
  registers.set(clock, register);
  const known = register.get(name);
  if (known) return known;
  const host: Host = { name, limit: new HostLimit(clock), breaker: new Breaker(clock) };
  register.set(name, host);
  return host;
}

/** How we stand with every host that was called. */
export function hostStates(clock: Clock = systemClock): HostState[] {
  return [...(registers.get(clock)?.values() ?? [])].map(({ name, limit, breaker }) => ({
    host: name,
    breaker: breaker.state,
    ...(breaker.openUntil === undefined ? {} : { openUntil: breaker.openUntil }),
    underWay: limit.active,
    waiting: limit.waiting,
    ...(limit.pausedUntil > clock.now() ? { pausedUntil: limit.pausedUntil } : {}),
  }));
}
