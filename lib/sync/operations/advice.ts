import type { PairError } from '../pair';

/** A sentence of ours says what happened, then what to do: from the word on that tells somebody to. */
const ADVICE =
  /(?:[:.;] +|, or )((?:ask|check|choose|clear|close|correct|deploy|enter|import|link|load|mend|reassign|reject|remove|retry|shorten|switch|try|wait)\b.*)$/i;

/**
 * What to do about a record that failed so often that it was parked, in a sentence. Its error mostly says it; where it
 * does not, whether it may pass by itself does.
 */
export function adviceFor({ message, transient }: Pick<PairError, 'message' | 'transient'>): string {
  const told = ADVICE.exec(message)?.[1];
  if (told) return told.charAt(0).toUpperCase() + told.slice(1);
  return transient
    ? 'The other system may have recovered meanwhile: try again.'
    : 'Correct the record on the side that refused it, then try again.';
}
