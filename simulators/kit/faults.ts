import type { Random } from './random';

/** Which calls a fault is for. All that is given must hold; texts are compared without case, `*` stands for anything. */
export interface FaultMatch {
  method?: string;
  /** `/v1/Customers/*`, as it stands in the request, without the query. */
  path?: string;
  /** The simulator's name of the call: `GET Customers`, `PATCH Addresses/{id}`, `AddSite`. */
  operation?: string;
  /** Found anywhere in the body. */
  body?: string;
}

/** How the reply ends, if it does. `cut` sends half of it, then breaks the connection. */
export type FaultEnd = 'reply' | 'reset' | 'hang' | 'cut';

/** A change that somebody makes at the remote system just before the call is served. */
export interface Edit {
  entity: string;
  id?: string;
  action: 'add' | 'set' | 'remove';
  fields?: Record<string, unknown>;
}

export interface FaultRule {
  id?: string;
  match?: FaultMatch;
  /** The nth matching call since the rule was given, from 1; or several. Without it every one. */
  nth?: number | number[];
  /** Of the calls that are left, strike this share, by the simulator's seed. */
  chance?: number;
  /** Strike at most so often. */
  times?: number;
  /** `after`: the call does its work first, and what follows is only the reply. Default `before`: the work is not done. */
  when?: 'before' | 'after';
  delayMs?: number;
  /** Answer this instead. With none of status, body and end the true reply is given (after delay, edits, distortion). */
  status?: number;
  headers?: Record<string, string>;
  /** Text, or anything else as JSON. */
  body?: unknown;
  end?: FaultEnd;
  /** Answer (or break) at once, and do the work so many milliseconds later: a write that is applied late. */
  lateMs?: number;
  /** What the true reply does wrong, by a name that the simulator knows, such as `has-more-stuck`. */
  distort?: string;
  /** Somebody's changes, made just before the call. */
  edits?: Edit[];
}

interface Armed {
  rule: FaultRule & { id: string };
  seen: number;
  struck: number;
}

export interface Callable {
  method: string;
  path: string;
  operation: string;
  body: string;
}

/** The fault script. Rules are asked in the order given; the first that strikes is the call's fault. */
export class Faults {
  readonly #random: Random;
  readonly #distortions: readonly string[];
  #armed: Armed[] = [];
  #count = 0;

  /** `distortions` are the names that the simulator knows. */
  constructor(random: Random, distortions: readonly string[] = []) {
    this.#random = random;
    this.#distortions = distortions;
  }

  add(...rules: FaultRule[]): string[] {
    for (const { distort } of rules) {
      // A misspelt one would never strike, and its test would pass for nothing.
      if (distort !== undefined && !this.#distortions.includes(distort)) {
        throw new Error(`There is no distortion '${distort}', only ${this.#distortions.join(', ')}`);
      }
    }
    return rules.map((rule) => {
      this.#count += 1;
      const armed = { ...rule, id: rule.id ?? `fault-${this.#count}` };
      this.#armed.push({ rule: armed, seen: 0, struck: 0 });
      return armed.id;
    });
  }

  /** Ends one rule, or all. */
  clear(id?: string): void {
    this.#armed = id === undefined ? [] : this.#armed.filter(({ rule }) => rule.id !== id);
  }

  list(): (FaultRule & { id: string; seen: number; struck: number })[] {
    return this.#armed.map(({ rule, seen, struck }) => ({ ...rule, seen, struck }));
  }

  /** The fault for this call, if one strikes. Every rule that matches counts the call, also when another strikes first. */
  strike(call: Callable): (FaultRule & { id: string }) | undefined {
    let chosen: Armed | undefined;
    for (const armed of this.#armed) {
      if (!matches(armed.rule.match ?? {}, call)) continue;
      armed.seen += 1;
      if (!chosen && this.#isDue(armed)) chosen = armed;
    }
    if (!chosen) return undefined;
    chosen.struck += 1;
    return chosen.rule;
  }

  #isDue({ rule, seen, struck }: Armed): boolean {
    if (rule.times !== undefined && struck >= rule.times) return false;
    if (rule.nth !== undefined && ![rule.nth].flat().includes(seen)) return false;
    return rule.chance === undefined || this.#random.chance(rule.chance);
  }
}

function matches(match: FaultMatch, call: Callable): boolean {
  return (
    (match.method === undefined || match.method.toLowerCase() === call.method.toLowerCase()) &&
    (match.path === undefined || like(match.path, call.path)) &&
    (match.operation === undefined || like(match.operation, call.operation)) &&
    (match.body === undefined || call.body.includes(match.body))
  );
}

function like(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'is').test(text);
}
