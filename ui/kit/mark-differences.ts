export interface Part {
  text: string;
  differs: boolean;
}

/**
 * Splits a text into the words that the other text has too, and those that it has not: what is marked is what a person
 * should look at. Case and punctuation do not count, nor does the order (`Pool, Anna` is `Anna Pool`); a word that stands
 * twice has to stand there twice. Joined, the parts are the text.
 */
export function markDifferences(text: string, other: string): Part[] {
  const theirs = new Map<string, number>();
  for (const word of other.split(/\s+/).map(folded)) theirs.set(word, (theirs.get(word) ?? 0) + 1);
  const parts: Part[] = [];
  for (const word of text.split(/(\s+)/)) {
    if (word === '') continue;
    const key = folded(word);
    const left = theirs.get(key) ?? 0;
    const differs = key !== '' && left === 0;
    if (left > 0) theirs.set(key, left - 1);
    const last = parts.at(-1);
    if (last && last.differs === differs) last.text += word;
    else parts.push({ text: word, differs });
  }
  return parts;
}

/** Blanks fold to nothing, and so does a word of punctuation alone. */
function folded(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
