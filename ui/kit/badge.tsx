import type { ComponentChildren } from 'preact';

export type Tone = 'good' | 'busy' | 'wait' | 'bad' | 'plain';

/** A state in a word; the colour says nothing that the word does not. */
export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}
