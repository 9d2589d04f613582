export interface Part {
  text: string;
  differs: boolean;
}

/**
 * Splits a text into the parts that the other text has too, in the same order, and those that it has not. Words are
 * compared without case and punctuation: what is marked is what a person should look at. Joined, the parts are the text.
 */
export function markDifferences(text: string, other: string): Part[] {
  const words = text.split(/(\s+)/).filter((word) => word !== '');
  const mine = words.map(folded);
  const theirs = other.split(/\s+/).map(folded).filter(Boolean);
  const kept = commonWords(mine, theirs);
  const parts: Part[] = [];
  words.forEach((word, index) => {
    const differs = mine[index] !== '' && !kept.has(index);
    const last = parts.at(-1);
    if (last && last.differs === differs) last.text += word;
    else parts.push({ text: word, differs });
  });
  return parts;
}

/** Blanks fold to nothing, and so does a word of punctuation alone. */
function folded(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/** Places in `mine` of a longest common subsequence with `theirs`; names and addresses have few words. */
function commonWords(mine: string[], theirs: string[]): Set<number> {
  const lengths = Array.from({ length: mine.length + 1 }, () => new Array<number>(theirs.length + 1).fill(0));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = mine.length - 1; i >= 0; i--) {
    for (let j = theirs.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row) row[j] = same(mine[i], theirs[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept = new Set<number>();
  let [i, j] = [0, 0];
  while (i < mine.length && j < theirs.length) {
    if (same(mine[i], theirs[j])) {
      kept.add(i++);
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a !== '' && a === b;
}
