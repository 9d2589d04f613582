import { type Clock, systemClock } from '../clock';
import { Breaker, type BreakerState } from './breaker';
import type { CallBudget } from './call-budget';
import { GrantedCalls } from './granted-calls';
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

/** The budget that this process shares with others; each host's calls are granted from it. */
let shared: { budget: CallBudget; hosts: Map<string, GrantedCalls> } | undefined;

/**
 * From now on the calls of this process come out of a budget that others use too, S14.
 * @returns ends it, unless another was given meanwhile
 */
export function shareCalls(budget: CallBudget): () => void {
  const mine = { budget, hosts: new Map<string, GrantedCalls>() };
  shared = mine;
  return () => {
    if (shared === mine) shared = undefined;
  };
}

function grantedCalls(host: string, clock: Clock): GrantedCalls | undefined {
  // A test that turns the hands of its own clock shares nothing.
  if (!shared || clock !== systemClock) return undefined;
  const known = shared.hosts.get(host) ?? new GrantedCalls(clock, shared.budget, host);
  shared.hosts.set(host, known);
  return known;
}

/** The shared state of a host (`host:port`, lower case). It outlives its clients: a redeploy forgets no limit. */
export function hostNamed(name: string, clock: Clock = systemClock): Host {
  const register = registers.get(clock) ?? new Map<string, Host>();
  registers.set(clock, register);
  const known = register.get(name);
  if (known) return known;
  const host: Host = {
    name,
    limit: new HostLimit(clock, () => grantedCalls(name, clock)),
    breaker: new Breaker(clock),
  };
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
