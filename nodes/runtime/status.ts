import type { Node, NodeAPI } from 'node-red';

const LONGEST = 19;

/** The status conventions of our nodes; texts are i18n keys with short values, under 20 characters. */
export class NodeStatus {
  /** What stands under the node. */
  private shown = '';

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node,
  ) {}

  working(key: string, values: Record<string, string | number> = {}): void {
    this.show('blue', 'dot', key, values);
  }

  done(key: string, values: Record<string, string | number> = {}): void {
    this.show('green', 'dot', key, values);
  }

  waiting(key: string, values: Record<string, string | number> = {}): void {
    this.show('yellow', 'ring', key, values);
  }

  held(key: string, values: Record<string, string | number> = {}): void {
    this.show('grey', 'ring', key, values);
  }

  failed(code: string): void {
    this.shown = '';
    this.node.status({ fill: 'red', shape: 'ring', text: code.toLowerCase().replaceAll('_', ' ').slice(0, LONGEST) });
  }

  clear(): void {
    this.shown = '';
    this.node.status({});
  }

  private show(
    fill: 'blue' | 'green' | 'yellow' | 'grey',
    shape: 'dot' | 'ring',
    key: string,
    values: Record<string, string | number>,
  ): void {
    const short = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shortened(value)]));
    // Batch after batch of a long listing says the same, and each status goes to every editor that is open.
    const now = [fill, shape, key, ...Object.values(short)].join(' ');
    if (now === this.shown) return;
    this.shown = now;
    this.node.status({ fill, shape, text: this.RED._(`common.status.${key}`, short) });
  }
}

/** `12345` as `12k`: a large dealer's numbers must fit under a node. */
function shortened(value: string | number): string {
  if (typeof value === 'string' || value < 10_000) return String(value);
  return value < 1_000_000 ? `${Math.floor(value / 1000)}k` : `${Math.floor(value / 1_000_000)}M`;
}
