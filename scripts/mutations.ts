/**
 * Proves that the tests stand guard over what they say: takes away one guard after the other in a copy of the tree, and
 * sees to it that a test which carries the number of the guarantee goes red. Writes the table to docs/mutations.md.
 *
 *     npm run test:mutations              all of them
 *     npm run test:mutations -- fenc      those whose row has the text; the table is left alone
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { MUTATIONS } from './mutations/index';
import { type Mutation, mutate } from './mutations/mutation';
import { mutationTable, type Noticed } from './mutations/table';
import { names, Workshop } from './mutations/workshop';

const root = join(__dirname, '..');
const wanted = process.argv[2]?.toLowerCase();
const chosen = MUTATIONS.filter(({ takesAway }) => !wanted || takesAway.toLowerCase().includes(wanted));

/** Takes from the queue until it is empty, in a copy of its own. */
async function work(queue: Mutation[], each: (workshop: Workshop, mutation: Mutation) => Promise<void>): Promise<void> {
  const workshop = new Workshop(root);
  try {
    for (let mutation = queue.shift(); mutation; mutation = queue.shift()) await each(workshop, mutation);
  } finally {
    workshop.close();
  }
}

async function inParallel(mutations: Mutation[], each: Parameters<typeof work>[1]): Promise<void> {
  const queue = [...mutations];
  const hands = Math.min(queue.length, availableParallelism());
  await Promise.all(Array.from({ length: hands }, () => work(queue, each)));
}

async function main(): Promise<number> {
  const defects: string[] = [];
  for (const mutation of chosen) mutate(readFileSync(join(root, mutation.file), 'utf8'), mutation);
  const sameTests = new Map(chosen.map((one) => [JSON.stringify([one.tests, one.only]), one]));
  await inParallel([...sameTests.values()], async (workshop, mutation) => {
    const { passed, red, broken } = await workshop.whole(mutation);
    const what = `${mutation.tests.join(', ')}${mutation.only ? ` (${mutation.only})` : ''}`;
    if (broken || red.length || !passed) {
      defects.push(`With every guard in place ${what}: ${broken ?? (red.join('; ') || 'no test was run')}`);
    }
  });
  if (defects.length) return told(defects);

  const noticed: Noticed[] = [];
  await inParallel(chosen, async (workshop, mutation) => {
    const { red, broken } = await workshop.without(mutation);
    const title = red.find((one) => names(one, mutation.guarantee));
    if (title) noticed.push({ mutation, title, others: red.length - 1 });
    else if (broken) defects.push(`${mutation.takesAway}: the tests did not run: ${broken}`);
    else if (red.length)
      defects.push(`${mutation.takesAway}: no red test names ${mutation.guarantee}: ${red.join('; ')}`);
    else defects.push(`${mutation.takesAway}: all tests stay green`);
    console.log(`${title ? 'red  ' : 'GREEN'} ${mutation.guarantee.padEnd(4)} ${mutation.takesAway}`);
  });
  noticed.sort((a, b) => MUTATIONS.indexOf(a.mutation) - MUTATIONS.indexOf(b.mutation));
  if (!wanted && !defects.length) {
    writeFileSync(join(root, 'docs', 'mutations.md'), mutationTable(noticed));
    spawnSync('npx', ['biome', 'format', '--write', 'docs/mutations.md'], { cwd: root });
  }
  console.log(`${noticed.length} of ${chosen.length} were noticed`);
  return told(defects);
}

function told(defects: string[]): number {
  for (const defect of defects) console.error(defect);
  return defects.length ? 1 : 0;
}

void main().then((code) => process.exit(code));
