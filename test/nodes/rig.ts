import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import helper from 'node-red-node-test-helper';
import { CMS_KEYS } from '../../simulators/cms';
import { REVIO_CREDENTIALS } from '../../simulators/revio';

const NODES = [
  'apply-changes',
  'auto-close',
  'client-map',
  'cms',
  'cms-config',
  'dms-config',
  'dms-feed',
  'fuzzy-match',
  'key-link',
  'map-site',
  'merge-changes',
  'rapid-response',
  'rapid-response-config',
  'review-queue',
  'revio',
  'revio-config',
  'service-requests',
  'sync-alerts',
  'sync-end',
  'sync-plan',
  'sync-start',
  'sync-store',
  'track-changes',
  'vehicle-type-map',
];

type Register = (RED: NodeAPI) => void;

/** Node-RED's own function node, for what integrators put between ours. */
const FUNCTION: Register = require('@node-red/nodes/core/function/10-function.js');

export interface FlowNode {
  id: string;
  type: string;
  [field: string]: unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: a message holds what its sender put on it; tests look at it freely
export type Message = any;

export interface Told {
  message: string;
  code?: string;
  source: string;
}

/** What one message to one node led to. */
export interface Outcome {
  /** Messages by output. */
  outputs: Message[][];
  /** What Catch nodes were told. */
  errors: Told[];
  /** What Complete nodes were told. */
  completed: number;
  /** Texts of the node's status, in order. */
  statuses: string[];
}

const QUIET_MS = 25;

/** Our nodes in a Node-RED runtime of this process, with a Catch and a Complete node over all of them. */
export class Rig {
  readonly userDir = mkdtempSync(join(tmpdir(), 'dealer-sync-nodes-'));
  private ids: string[] = [];
  private errors: Told[] = [];
  private completed: string[] = [];
  private heard = new Map<string, Message[]>();
  private statuses = new Map<string, string[]>();

  async load(flow: FlowNode[], credentials: Record<string, Record<string, string>> = {}): Promise<void> {
    helper.init(require.resolve('node-red'), { userDir: this.userDir });
    const placed = flow.filter((node) => 'wires' in node);
    this.ids = placed.map((node) => node.id);
    // Each output that a test wired to nowhere by name gets an ear: `ears:3` makes three.
    const ears = placed.flatMap((node) => ((node.wires as string[][]) ?? []).flat().filter((id) => id.includes('.')));
    const nodes = [
      { id: 'tab', type: 'tab', label: 'flow' },
      ...flow.map((node) => ('wires' in node ? { z: 'tab', x: 1, y: 1, ...node } : node)),
      ...ears.map((id) => ({ id, type: 'helper', z: 'tab', x: 1, y: 1, wires: [] })),
      { id: 'catch', type: 'catch', z: 'tab', x: 1, y: 1, scope: null, uncaught: false, wires: [['caught']] },
      { id: 'caught', type: 'helper', z: 'tab', x: 1, y: 1, wires: [] },
      { id: 'complete', type: 'complete', z: 'tab', x: 1, y: 1, scope: this.ids, wires: [['completed']] },
      { id: 'completed', type: 'helper', z: 'tab', x: 1, y: 1, wires: [] },
    ];
    const registers = NODES.map((name) => require(`../../nodes/${name}/${name}`) as Register);
    await helper.load([...registers, FUNCTION], nodes, credentials);
    this.reset();
    helper.getNode('caught').on('input', (msg: Message) => {
      const { message, code, source } = msg.error;
      this.errors.push({ message, source: source.id, ...(code ? { code } : {}) });
    });
    helper.getNode('completed').on('input', (msg: Message) => this.completed.push(msg.complete?.source?.id ?? ''));
    for (const ear of ears) helper.getNode(ear).on('input', (msg: Message) => this.list(this.heard, ear).push(msg));
    for (const id of this.ids) {
      helper.getNode(id).on('call:status' as never, (call: Message) => {
        const [{ text = '' }] = call.args;
        this.list(this.statuses, id).push(text);
      });
    }
  }

  /** Sends one message to a node, and waits until it is done with it. */
  async send(id: string, message: Message): Promise<Outcome> {
    this.reset();
    helper.getNode(id).receive(message);
    await until(() => this.errors.some((error) => error.source === id) || this.completed.includes(id), `${id} is done`);
    // A second word of the node would come now.
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return this.outcome(id);
  }

  /** One message to many nodes at once. */
  async sendAll(ids: readonly string[], message: () => Message): Promise<Map<string, Outcome>> {
    this.reset();
    for (const id of ids) helper.getNode(id).receive(message());
    const isDone = (id: string) => this.errors.some((error) => error.source === id) || this.completed.includes(id);
    await until(
      () => ids.every(isDone),
      () => `${ids.filter((id) => !isDone(id))} are done`,
    );
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    return new Map(
      ids.map((id) => {
        const outcome = this.outcome(id);
        return [id, { ...outcome, errors: outcome.errors.filter((error) => error.source === id) }];
      }),
    );
  }

  outcome(id: string): Outcome {
    return {
      outputs: [0, 1, 2].map((output) => this.heard.get(`${id}.${output}`) ?? []),
      errors: [...this.errors],
      completed: this.completed.filter((one) => one === id).length,
      statuses: this.statuses.get(id) ?? [],
    };
  }

  reset(): void {
    this.errors = [];
    this.completed = [];
    this.heard.clear();
    this.statuses.clear();
  }

  node(id: string): Node {
    return helper.getNode(id);
  }

  async unload(): Promise<void> {
    await helper.unload();
    rmSync(this.userDir, { recursive: true, force: true });
  }

  private list<T>(lists: Map<string, T[]>, id: string): T[] {
    const list = lists.get(id) ?? [];
    lists.set(id, list);
    return list;
  }
}

/** A node with an ear at each of its outputs. */
export function heardNode(id: string, type: string, outputs: number, fields: object = {}): FlowNode {
  const wires = Array.from({ length: outputs }, (_, output) => [`${id}.${output}`]);
  return { id, type: `dealer-sync-${type}`, wires, ...fields };
}

/** The two connections, to simulators, with what a person would have entered. */
export function connections(urls: { cms?: string; revio?: string }): {
  nodes: FlowNode[];
  credentials: Record<string, Record<string, string>>;
} {
  const { accessKeyId, keyCode, companyId } = CMS_KEYS;
  const { username, password, clientCode } = REVIO_CREDENTIALS;
  const calls = { callsPerMinute: '60000' };
  return {
    nodes: [
      {
        id: 'cms-config',
        type: 'dealer-sync-cms-config',
        serverUrl: urls.cms ?? '',
        companyId,
        defaultAuthId: 'MSTR',
        siteTypeBusiness: 'CB',
        siteTypeResidential: 'RB',
        systemType: 'DIGI',
        timezone: '1',
        contactType: 'CALL',
        relation: 'OWN',
        phoneType: 'HM',
        ...calls,
      },
      {
        id: 'revio-config',
        type: 'dealer-sync-revio-config',
        baseUrl: urls.revio ?? '',
        clientCode,
        billProfile: '1',
        ...calls,
      },
    ],
    credentials: { 'cms-config': { accessKeyId, keyCode }, 'revio-config': { username, password } },
  };
}

export async function until(ready: () => boolean, what: string | (() => string), timeoutMs = 30_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!ready()) {
    if (Date.now() > deadline)
      throw new Error(`Waited ${timeoutMs} ms until ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
