/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

export const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`;

/** A figure beside what it has to reach. */
export type Check = { name: string; value: number } & ({ atMost: number } | { atLeast: number });

export const isReached = (check: Check): boolean =>
  'atMost' in check ? check.value <= check.atMost : check.value >= check.atLeast;

/** Columns as wide as their widest cell, the first one to the left, numbers to the right. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    widths
      .map((_, column) => row[column] ?? '')
      .map((cell, column) => (column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)));
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map((row) => line(row).join('  ')).join('\n');
}

export function checksTable(checks: readonly Check[]): string {
  const rows = checks.map((check) => [
    check.name,
    check.value.toFixed(2),
    'atMost' in check ? `at most ${check.atMost.toFixed(2)}` : `at least ${check.atLeast.toFixed(2)}`,
    isReached(check) ? 'yes' : 'NO',
  ]);
  return table(['reached?', 'measured', 'wanted', ''], rows);
}
