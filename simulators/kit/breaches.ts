export interface Breach {
  at: string;
  /** Number of the call in the log. */
  call: number;
  operation: string;
  rule: string;
}

/** Requests that broke a rule of the contract. A test of a client asserts at its end that there are none. */
export class Breaches {
  readonly #list: Breach[] = [];

  add(breach: Breach): void {
    this.#list.push(breach);
  }

  list(): readonly Breach[] {
    return this.#list;
  }

  clear(): void {
    this.#list.length = 0;
  }
}
