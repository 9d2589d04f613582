/** How many random lives a property tries: what the gate has time for, and `npm run test:long` many times as many. */
export function lives(usual: number): number {
  return usual * Number(process.env.MORE_LIVES ?? 1);
}
