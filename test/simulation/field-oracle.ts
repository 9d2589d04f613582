import type { TwoWayField } from '../../lib/model/compare';
import type { Side } from '../../lib/sync/pair';
import { same } from '../sync/headless/edit-model';
import type { History } from './history';

/** One field of a linked pair, as it stands on the two sides. */
export interface Standing {
  account: string;
  customer: string;
}

/** A change that came while runs were under way. */
export interface Edit {
  side: Side;
  value: string;
  /** Nobody's edit, but a write of ours that was given up for lost: it is to be undone, not carried over (S7). */
  late?: boolean;
}

/** What a run may have done to the pair. */
export interface Effect {
  /** The sides that its flow writes to. */
  written: readonly Side[];
  /** Nothing was in its way: it has had its effect. Else it may have, or in part. */
  certain: boolean;
}

interface State extends Standing {
  /** What people want there: another value only while a late write of ours stands over it. */
  meant: Standing;
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
  #meant: Partial<Standing> = {};

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
    const meant = { ...before, ...this.#meant };
    let states: State[] = this.#agreed.map((agreed) => ({ ...before, meant, agreed, done: 0 }));
    states = this.#closure(states, effects, loose);
    for (const { side, value, late } of edits) {
      const edited = states.map((state) => ({
        ...state,
        [side]: value,
        meant: late ? state.meant : { ...state.meant, [side]: value },
      }));
      // An honest limit: a run that read before the edit, and wrote after it, has written over it.
      const over = states.filter((state) => !same(this.field, state[side], before[side]));
      states = this.#closure([...edited, ...over], effects, loose);
    }
    const certain = effects.reduce((bits, effect, n) => (effect.certain ? bits | (1 << n) : bits), 0);
    const fitting = states.filter(
      (state) =>
        (state.done & certain) === certain &&
        same(this.field, state.account, after.account) &&
        same(this.field, state.customer, after.customer),
    );
    this.#agreed = [...new Set(fitting.map(({ agreed }) => agreed))];
    this.#meant = {};
    for (const side of ['account', 'customer'] as const) {
      // Where it may be either, it is taken for what stands there.
      const [one] = fitting;
      const over = fitting.every((state) => !same(this.field, state.meant[side], state[side]));
      if (one && over) this.#meant[side] = one.meant[side];
    }
    return fitting.length > 0;
  }

  /** Between two runs a person changed a side, or a write of ours came late. */
  changed(side: Side, before: string, late: boolean): void {
    if (!late) delete this.#meant[side];
    else this.#meant[side] ??= before;
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
    const asWanted = { ...whole, ...whole.meant };
    const ends: Standing[] = [
      { account, customer },
      { account, customer: account },
      { account: customer, customer },
    ];
    return [
      ...outcomes,
      asWanted,
      ...ends.flatMap((end) =>
        [account, customer, agreed].map((one) => ({ ...state, ...end, meant: end, agreed: one })),
      ),
    ];
  }

  /** A whole run: one side edited, the other gets it; both edited, the policy decides; `ask` waits for a person. */
  #cycle(state: State, written: readonly Side[]): State {
    const { meant, agreed } = this.#asMeant(state, written);
    const put = (side: Side) => (written.includes(side) ? meant[side] : state[side]);
    return { ...state, account: put('account'), customer: put('customer'), meant, agreed };
  }

  #asMeant({ meant, agreed }: State, written: readonly Side[]): Pick<State, 'meant' | 'agreed'> {
    const { account, customer } = meant;
    const state = { meant, agreed };
    const accountEdited = !same(this.field, account, agreed);
    const customerEdited = !same(this.field, customer, agreed);
    if (!accountEdited && !customerEdited) return state;
    if (same(this.field, account, customer)) return { meant, agreed: account };
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
    return { meant: { ...meant, [target]: meant[winner] }, agreed: meant[winner] };
  }
}
