/** One guard of the code taken away, and the tests that must notice. */
export interface Mutation {
  /** What is taken away, as a row of the table says it. */
  takesAway: string;
  /** The promise that breaks, by its number in docs/guarantees.md; a test whose title carries it must go red. */
  guarantee: string;
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
  /** Test files under test/ that should notice; only those tests whose titles match `only`, where it is given. */
  tests: string[];
  only?: string;
}

/**
 * The source without the guard.
 * @throws Error when the text to replace is not there exactly once: the code has moved on, and the mutation must follow it
 */
export function mutate(source: string, { takesAway, file, find, replace }: Mutation): string {
  const times = source.split(find).length - 1;
  if (times !== 1) throw new Error(`"${takesAway}": ${file} has this ${times} times instead of once: ${find}`);
  return source.replace(find, () => replace);
}
