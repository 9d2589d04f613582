/** One calm colour for each kind of node, readable in the light and the dark theme. */
export const COLOR = {
  /** Reads from (and, by themselves, writes to) a remote system. */
  remote: '#8fb8d9',
  /** Pairs records and decides what is to be done. */
  decide: '#b9a6dc',
  /** Writes what was decided. */
  write: '#e6ab72',
  /** Starts, gates, ends and reports runs. */
  run: '#9fbfa6',
} as const;
