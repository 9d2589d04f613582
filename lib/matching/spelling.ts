/**
 * Edits between two words (insert, delete, replace, swap of neighbours), counted up to `limit`; more than that is
 * `limit + 1`. Words longer than 40 letters are only equal or not.
 */
export function edits(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  const over = limit + 1;
  if (Math.abs(a.length - b.length) > limit || a.length > 40 || b.length > 40) return over;
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA--;
    endB--;
  }
  const rows = endA - start;
  const columns = endB - start;
  if (rows === 0 || columns === 0) return Math.min(over, rows + columns);
  let before: number[] = [];
  let last: number[] = [];
  for (let j = 0; j <= columns; j++) last.push(j);
  for (let i = 1; i <= rows; i++) {
    const row = [i];
    const ca = a.charCodeAt(start + i - 1);
    let least = i;
    for (let j = 1; j <= columns; j++) {
      const cb = b.charCodeAt(start + j - 1);
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (ca === cb ? 0 : 1),
      );
      if (i > 1 && j > 1 && ca === b.charCodeAt(start + j - 2) && a.charCodeAt(start + i - 2) === cb) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return over;
    before = last;
    last = row;
  }
  return Math.min(over, last[columns] as number);
}

/** How many edits two words may be apart and still be one word written badly. Mark and Mary are two. */
function allowedEdits(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  if (shorter >= 7) return 2;
  if (shorter === 4 && isSwap(a, b)) return 1;
  return shorter >= 4 && Math.max(a.length, b.length) >= 5 ? 1 : 0;
}

/** True if the words are one another's bad spelling by their letters alone. */
export function isSpelling(a: string, b: string): boolean {
  const limit = allowedEdits(a, b);
  return limit > 0 && edits(a, b, limit) <= limit;
}

/** True if they resemble each other enough for a person to take one for the other: `Mark` and `Mary`. */
export function isAlike(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  const limit = shorter >= 5 ? 2 : shorter >= 3 ? 1 : 0;
  return limit > 0 && edits(a, b, limit) <= limit;
}

/** Two neighbouring letters changed places: an error, rarely another name. */
export function isSwap(a: string, b: string): boolean {
  return a.length === b.length && edits(a, b, 1) === 1 && [...a].sort().join('') === [...b].sort().join('');
}

/** The word with each one letter left out: two words one edit apart share one of these (or one is among the other's). */
export function deletions(word: string): string[] {
  const out: string[] = [];
  for (let i = 0; i < word.length; i++) {
    if (i > 0 && word[i] === word[i - 1]) continue;
    out.push(word.slice(0, i) + word.slice(i + 1));
  }
  return out;
}
