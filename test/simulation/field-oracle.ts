import type { TwoWayField } from '../../lib/model/compare';
import type { Side } from '../../lib/sync/pair';
import { same } from '../sync/headless/edit-model';
import type { History } from './history';

/** One field of a linked pair, as it stands on the two sides. */
export interface Standing {
  account: string;
  customer: string;
}

/** A change that somebody else made while runs were under way. */
export interface Edit {
  side: Side;
  value: string;
}

/** What a run may have done to the pair. */
export interface Effect {
  /** The sides that its flow writes to. */
  written: readonly Side[];
  /** Nothing was in its way: it has had its effect. Else it may have, or in part. */
  certain: boolean;
}

interface State extends Standing {
  agreed: string;
  /** Which of the effects have come about, as bits. */
  done: number;
}

/**
 * What the two sides of one field may say after a run, and nothing else: the rules of S1, S3 and S4 as plainly as they can
 * be said. What the sides last agreed on cannot be seen from outside when a run was cut off, so all that is possible is
 * kept, and what is seen later rules it out.
 */
export class FieldOracle {
  #agreed: string[];

  constructor(
    private readonly field: TwoWayField,
    private readonly policy: History['policy'],
    agreed: string,
  ) {
    this.#agreed = [agreed];
  }

  /**
   * @param loose a write of ours on this field was lost and may still come, or a person has chosen a side: then either side's
   * value may end up on both
   * @returns whether `after` can have come of it
   */
  explain(
    before: Standing,
    edits: readonly Edit[],
    effects: readonly Effect[],
    after: Standing,
    loose: boolean,
  ): boolean {
    let states: State[] = this.#agreed.map((agreed) => ({ ...before, agreed, done: 0 }));
    states = this.#closure(states, effects, loose);
    for (const { side, value } of edits) {
      states = this.#closure(
        states.map((state) => ({ ...state, [side]: value })),
        effects,
        loose,
      );
    }
    const certain = effects.reduce((bits, effect, n) => (effect.certain ? bits | (1 << n) : bits), 0);
    const fitting = states.filter(
      (state) =>
        (state.done & certain) === certain &&
        same(this.field, state.account, after.account) &&
        same(this.field, state.customer, after.customer),
    );
    this.#agreed = [...new Set(fitting.map(({ agreed }) => agreed))];
    return fitting.length > 0;
  }

  get possible(): readonly string[] {
    return this.#agreed;
  }

  #closure(start: State[], effects: readonly Effect[], loose: boolean): State[] {
    const known = new Map(start.map((state) => [JSON.stringify(state), state]));
    const open = [...known.values()];
    for (let state = open.pop(); state; state = open.pop()) {
      for (const [n, effect] of effects.entries()) {
        for (const next of this.#outcomes(state, effect, loose)) {
          const marked = { ...next, done: state.done | (1 << n) };
          const key = JSON.stringify(marked);
          if (known.has(key)) continue;
          known.set(key, marked);
          open.push(marked);
        }
      }
    }
    return [...known.values()];
  }

  #outcomes(state: State, { written, certain }: Effect, loose: boolean): State[] {
    const whole = this.#cycle(state, written);
    // Cut off between the write and the note of it.
    const outcomes = certain ? [whole] : [whole, { ...whole, agreed: state.agreed }];
    if (!loose) return outcomes;
    const { account, customer, agreed } = state;
    const ends: Standing[] = [state, { account, customer: account }, { account: customer, customer }];
    return ends.flatMap((end) => [account, customer, agreed].map((one) => ({ ...state, ...end, agreed: one })));
  }

  /** A whole run: one side edited, the other gets it; both edited, the policy decides; `ask` waits for a person. */
  #cycle(state: State, written: readonly Side[]): State {
    const { account, customer, agreed } = state;
    const accountEdited = !same(this.field, account, agreed);
    const customerEdited = !same(this.field, customer, agreed);
    if (!accountEdited && !customerEdited) return state;
    if (same(this.field, account, customer)) return { ...state, agreed: account };
    if (accountEdited && customerEdited && this.policy === 'ask') return state;
    const winner: Side =
      accountEdited && customerEdited
        ? this.policy === 'revio'
          ? 'customer'
          : 'account'
        : accountEdited
          ? 'account'
          : 'customer';
    const target: Side = winner === 'account' ? 'customer' : 'account';
    if (!written.includes(target)) return state;
    return { ...state, [target]: state[winner], agreed: state[winner] };
  }
}
