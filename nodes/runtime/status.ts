import type { Node, NodeAPI } from 'node-red';

/** The status conventions of our nodes; texts are i18n keys with short values, under 20 characters. */
export class NodeStatus {
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
    this.node.status({ fill: 'red', shape: 'ring', text: code.toLowerCase().replaceAll('_', ' ').slice(0, 20) });
  }

  clear(): void {
    this.node.status({});
  }

  private show(
    fill: 'blue' | 'green' | 'yellow' | 'grey',
    shape: 'dot' | 'ring',
    key: string,
    values: Record<string, string | number>,
  ): void {
    this.node.status({ fill, shape, text: this.RED._(`common.status.${key}`, values) });
  }
}
