import type { RunningSimulator } from '../../scripts/demo/simulators';
import type { LoggedCall } from '../../simulators/kit/call-log';

/** Calls of a simulator since it was last told to forget, by operation, and how many of them wrote. */
export interface Calls {
  total: number;
  wrote: number;
  byOperation: Record<string, number>;
}

const PAGE = 1000;

export async function forgetCalls({ control }: RunningSimulator): Promise<void> {
  await fetch(new URL('log', slashed(control)), { method: 'DELETE' });
}

export async function callsOf({ control }: RunningSimulator): Promise<Calls> {
  const calls: Calls = { total: 0, wrote: 0, byOperation: {} };
  for (let offset = 0; ; offset += PAGE) {
    const response = await fetch(new URL(`log?offset=${offset}&limit=${PAGE}`, slashed(control)));
    const page = (await response.json()) as { calls: LoggedCall[] };
    for (const { operation, writes } of page.calls) {
      calls.total += 1;
      if (writes.length) calls.wrote += 1;
      calls.byOperation[operation] = (calls.byOperation[operation] ?? 0) + 1;
    }
    if (page.calls.length < PAGE) return calls;
  }
}

export async function setSwitches({ control }: RunningSimulator, switches: object): Promise<void> {
  const response = await fetch(new URL('switches', slashed(control)), {
    method: 'PUT',
    body: JSON.stringify(switches),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** How many requests broke a rule of the contract; those over the call limit among them. */
export async function breachesOf({ control }: RunningSimulator): Promise<number> {
  const response = await fetch(new URL('breaches', slashed(control)));
  return ((await response.json()) as unknown[]).length;
}

const slashed = (url: string): string => (url.endsWith('/') ? url : `${url}/`);
