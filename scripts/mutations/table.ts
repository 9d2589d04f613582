import type { Mutation } from './mutation';

/** A guard that was taken away, and who noticed. */
export interface Noticed {
  mutation: Mutation;
  /** Of the first red test that names the guarantee. */
  title: string;
  /** How many more went red. */
  others: number;
}

/** docs/mutations.md */
export function mutationTable(noticed: readonly Noticed[]): string {
  const rows = noticed.map(({ mutation: { takesAway, guarantee, file, tests }, title, others }) => {
    const test = `\`${tests.join('`, `').replaceAll('.test.ts', '')}\``;
    return `| ${cell(takesAway)} | \`${file}\` | ${guarantee} | ${test}: ${cell(title)}${others ? ` (and ${others} more)` : ''} |`;
  });
  return `# What goes red when a guard is taken away

\`npm run test:mutations\` takes away one guard after the other in a copy of the tree, and sees to it that a test which carries
the number of the guarantee ([guarantees](guarantees.md)) goes red. The patches are in \`scripts/mutations/\`; \`npm test\` checks
that each still fits the source. This page is written by the script: ${noticed.length} guards, ${noticed.length} noticed.

| taken away | in | guarantee | the test that goes red |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}
