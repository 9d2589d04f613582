import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutcomeName } from '../../lib/model/item';
import type { AuditView } from '../../lib/sync/operations/audit';
import type { ConflictView } from '../../lib/sync/operations/conflicts';
import type { HoldView } from '../../lib/sync/operations/holds';
import type { LinkView } from '../../lib/sync/operations/links';
import type { RunView } from '../../lib/sync/operations/overview';
import type { PageOf } from '../../lib/sync/operations/pages';
import type { PendingView } from '../../lib/sync/operations/pending';
import type { RunDetail } from '../../lib/sync/operations/run-detail';
import type { OutcomeRow } from '../../lib/sync/run-history';
import { freePort } from '../../scripts/demo/free-port';
import { type RunningNodeRed, shippedFlows, startNodeRed } from '../../scripts/demo/node-red';
import { CMS_LOGIN, RAPID_RESPONSE_LOGIN, REVIO_LOGIN } from '../../scripts/demo/simulators';
import { type CmsSimulator, type CmsSimulatorOptions, startCmsSimulator } from '../../simulators/cms';
import {
  type RapidResponseSimulator,
  type RapidResponseSimulatorOptions,
  startRapidResponseSimulator,
} from '../../simulators/rapid-response';
import { type RevioSimulator, type RevioSimulatorOptions, startRevioSimulator } from '../../simulators/revio';

export type FlowNode = Record<string, unknown> & { id: string; type: string };

export interface SiteOptions {
  /** CMS and its flows; they are there by themselves unless Rapid Response is asked for. */
  cms?: CmsSimulatorOptions;
  /** Rapid Response and its two flows. */
  rapidResponse?: RapidResponseSimulatorOptions;
  revio?: RevioSimulatorOptions;
  /** The folder of a dealer feed, and its flow; then neither CMS nor Rapid Response unless asked for. */
  dealerFeed?: { folder: string };
  /** A person's edits of the shipped flows. */
  edit?(flows: FlowNode[]): FlowNode[];
  env?: Record<string, string>;
  /** JavaScript for Node-RED's settings file. */
  settings?: string;
}

export interface Answer {
  status: number;
  body: { code?: string; message?: string } & Record<string, unknown>;
}

/** What the taps that stand in for the debug nodes have heard. */
export interface Heard {
  id: string;
  topic?: string;
  payload: unknown;
  error?: { message: string; code?: string };
}

/** Whoever shows a token is the user of that name; who shows none may do all the same, as without adminAuth. */
const SETTINGS = `adminAuth: { type: 'credentials', users: [], default: { permissions: '*' },
    tokens: async (token) => ({ username: token, permissions: '*' }) },`;

/** Who asks the API in these tests. */
export const USER = 'olga';

/** The simulators of a site. */
export type Side = 'cms' | 'station' | 'revio';

/** What `Site` has of each side; Rapid Response's only where it was asked for. */
interface Simulators {
  cms: CmsSimulator;
  station: RapidResponseSimulator | undefined;
  revio: RevioSimulator;
}

/**
 * A dealer's site: the shipped flows in a real Node-RED, beside the simulated systems. The simulators are in this
 * process, so that a test sees their state and their logs; Node-RED is a process of its own, so that it can be killed.
 */
export class Site {
  private constructor(
    private readonly simulators: Simulators,
    readonly home: string,
    readonly env: Record<string, string>,
    public nodeRed: RunningNodeRed,
  ) {}

  private outputs: string[] = [];

  get cms(): CmsSimulator {
    return this.simulators.cms;
  }

  get revio(): RevioSimulator {
    return this.simulators.revio;
  }

  /** Rapid Response. */
  get station(): RapidResponseSimulator {
    const { station } = this.simulators;
    assert.ok(station, 'the test has not asked for Rapid Response');
    return station;
  }

  /** Those that are started. */
  get sides(): Side[] {
    return this.simulators.station ? ['cms', 'station', 'revio'] : ['cms', 'revio'];
  }

  static async start(options: SiteOptions = {}): Promise<Site> {
    const uses = {
      cms: options.cms !== undefined || !(options.rapidResponse || options.dealerFeed),
      rapidResponse: !!options.rapidResponse,
      dealerFeed: !!options.dealerFeed,
    };
    const cms = await startCmsSimulator({ seed: uses.cms ? 'match' : 'empty', ...options.cms });
    const station = options.rapidResponse && (await startStation(options.rapidResponse));
    // The rate limit has tests of its own, and here nobody waits for a minute to pass.
    const revio = await startRevioSimulator({
      seed: uses.cms ? 'match' : 'rapid-response',
      ...options.revio,
      switches: { callsPerMinute: 0, ...options.revio?.switches },
    });
    const env = {
      ...CMS_LOGIN,
      ...REVIO_LOGIN,
      CMS_SERVER_URL: cms.url,
      CMS_DEFAULT_AUTH_ID: 'MSTR',
      REVIO_BASE_URL: revio.url,
      REVIO_BILL_PROFILE: '1',
      ...(station ? { ...RAPID_RESPONSE_LOGIN, RR_BASE_URL: station.url, RR_BILL_PROFILE: '1' } : {}),
      DEALER_SYNC_CALLS_PER_MINUTE: '60000',
      ...(options.dealerFeed ? { DMS_FEED_DIR: options.dealerFeed.folder } : {}),
      ...options.env,
    };
    const home = mkdtempSync(join(tmpdir(), 'dealer-sync-e2e-'));
    const flows = withTaps((options.edit ?? ((own) => own))(withoutTimers(flowsOf(uses))));
    const settings = `${SETTINGS}${options.settings ?? ''}`;
    const nodeRed = await startNodeRed({ userDir: home, port: await freePort(), flows, env, settings });
    return new Site({ cms, station, revio }, home, env, nodeRed);
  }

  /** The same folder, flows and store again; with `env` in place of some variables. */
  async startAgain(env: Record<string, string> = {}): Promise<void> {
    this.outputs.push(this.nodeRed.output());
    this.nodeRed = await startNodeRed({
      userDir: this.home,
      port: await freePort(),
      env: { ...this.env, ...env },
      settings: SETTINGS,
    });
  }

  async kill(): Promise<void> {
    await this.nodeRed.stop('SIGKILL');
  }

  /** What a failed disk leaves: nothing. Node-RED must be stopped. */
  async loseStore(): Promise<void> {
    await rm(join(this.home, 'dealer-sync'), { recursive: true });
  }

  /** Ends everything, and looks back over what no test may end with: a broken rule of a contract, or a secret told. */
  async end(): Promise<void> {
    await this.nodeRed.stop();
    const { cms, station, revio } = this.simulators;
    const started = [cms, revio, ...(station ? [station] : [])];
    await Promise.all(started.map((simulator) => simulator.close()));
    rmSync(this.home, { recursive: true, force: true });
    const told = this.told();
    for (const secret of [/PLANTED-/, /SIMCODE1/, /simpass/])
      assert.doesNotMatch(told, secret, 'S21: a secret was told');
    assert.deepEqual(
      started.flatMap(({ breaches }) => breaches.list()),
      [],
    );
  }

  /** Deploys the flows again with a person's edits: `full`, or only the `nodes` that changed. */
  async deploy(
    type: 'full' | 'flows' | 'nodes',
    edit: (flows: FlowNode[]) => FlowNode[] = (own) => own,
  ): Promise<void> {
    const started = () => this.nodeRed.output().match(/Started (modified )?(flows|nodes)/g)?.length ?? 0;
    const before = started();
    const flows = edit(await this.nodeRed.get<FlowNode[]>('flows'));
    const response = await fetch(`${this.nodeRed.url}/flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'node-red-deployment-type': type },
      body: JSON.stringify(flows),
    });
    assert.equal(response.status, 204, await response.text());
    await until(async () => (started() > before ? true : undefined), 'the deploy');
  }

  /** All that Node-RED has written. */
  told(): string {
    return [...this.outputs, this.nodeRed.output()].join('\n');
  }

  /** Messages that came to the debug nodes, of this Node-RED process. */
  heard(id?: string): Heard[] {
    const all = [...this.nodeRed.output().matchAll(/@tap (\{.*\})$/gm)].map(
      (found) => JSON.parse(found[1] ?? '') as Heard,
    );
    return id === undefined ? all : all.filter((one) => one.id === id);
  }

  async request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization: `Bearer ${USER}`, 'content-type': 'application/json' };
    const response = await fetch(`${this.nodeRed.url}/dealer-sync/${path}`, { method, headers, ...json });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  async get<T>(path: string): Promise<T> {
    return this.answered<T>('GET', path);
  }

  async post<T>(path: string, body: object): Promise<T> {
    return this.answered<T>('POST', path, body);
  }

  private async answered<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
    const answer = await this.request(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  }

  links = () => this.all<LinkView>('links');
  pending = () => this.all<PendingView>('pending');
  conflicts = () => this.all<ConflictView>('conflicts');
  holds = () => this.all<HoldView>('holds');
  audit = (query = '') => this.all<AuditView>(`audit${query}`);

  async all<T>(path: string): Promise<T[]> {
    const list: T[] = [];
    for (;;) {
      const page = await this.get<PageOf<T>>(`${path}${path.includes('?') ? '&' : '?'}offset=${list.length}&limit=500`);
      list.push(...page.items);
      if (!page.items.length || list.length >= page.total) return list;
    }
  }

  async records(runId: string, outcome?: OutcomeName): Promise<OutcomeRow[]> {
    const { records } = await this.get<RunDetail>(`runs/${runId}?limit=500${outcome ? `&outcome=${outcome}` : ''}`);
    return records.items;
  }

  runs(integration = 'cms'): Promise<RunView[]> {
    return this.get<RunView[]>(`runs?integration=${integration}&limit=50`);
  }

  /** Asks for a run by the API, and waits until it is over. */
  async run(integration = 'cms', body: object = {}): Promise<RunView> {
    const { runId } = await this.post<{ runId: string }>(`integrations/${integration}/run`, body);
    return this.over(runId);
  }

  /** Presses an inject, and waits until the run that it asked for is over. */
  async press(inject: string, integration = 'cms'): Promise<RunView> {
    const known = new Set((await this.runs(integration)).map(({ id }) => id));
    await this.nodeRed.inject(inject);
    const started = await until(async () => (await this.runs(integration)).find(({ id }) => !known.has(id)), 'a run');
    return this.over(started.id);
  }

  /** The run once it is over, its counts added up (S11). */
  async over(runId: string): Promise<RunView> {
    const run = await until(async () => {
      const detail = await this.get<RunView>(`runs/${runId}?limit=1`);
      return detail.state === 'running' || detail.state === 'busy' ? undefined : detail;
    }, `the end of run ${runId}`);
    const { seen, ...outcomes } = run.counts;
    assert.equal(
      Object.values(outcomes).reduce((sum, count) => sum + count, 0),
      seen,
      'S11: every record has one outcome',
    );
    return run;
  }

  /** Resolves once so many calls have been made whose operation fits; for getting in between. */
  async calls(side: Side, operation: string, count: number): Promise<void> {
    await until(async () => (this[side].log.calls({ operation }).length >= count ? true : undefined), operation, 10);
  }
}

/** Nobody waits for the limit of ten calls a second here: it has tests of its own. */
function startStation(options: RapidResponseSimulatorOptions): Promise<RapidResponseSimulator> {
  return startRapidResponseSimulator({
    seed: 'match',
    ...options,
    switches: { callsPerSecond: 0, ...options.switches },
  });
}

/** The shipped flows of the systems that a test is about; those of another would wait for it, or alert that it is not there. */
function flowsOf(uses: { cms: boolean; rapidResponse: boolean; dealerFeed: boolean }): FlowNode[] {
  const all: FlowNode[] = shippedFlows();
  const ofRapidResponse = (node: FlowNode) => /^(ds-)?rapid-response/.test(node.type === 'tab' ? node.id : tabOf(node));
  const ofCms = (node: FlowNode) => /^(ds-)?cms|^revio-push/.test(node.type === 'tab' ? node.id : tabOf(node));
  const ofFeed = (node: FlowNode) => /^(ds-dms|dealer-feed)/.test(node.type === 'tab' ? node.id : tabOf(node));
  return all.filter(
    (node) =>
      (uses.rapidResponse || !ofRapidResponse(node)) &&
      (uses.cms || !ofCms(node)) &&
      (uses.dealerFeed || !ofFeed(node)),
  );
}

/** The tab that a node is on; a config node is on none, and stands for itself. */
function tabOf(node: FlowNode): string {
  return typeof node.z === 'string' ? node.z : node.id;
}

const WAIT_MS = 45_000;

/** Waits until there is an answer. */
export async function until<T>(ask: () => Promise<T | undefined>, what: string, everyMs = 60): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${WAIT_MS / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** The tests press the injects themselves; a test that begins at a full hour must not see another run. */
function withoutTimers(flows: FlowNode[]): FlowNode[] {
  return flows.map((node) => (node.type === 'inject' ? { ...node, once: false, crontab: '' } : node));
}

const TAP = `node.log('@tap ' + JSON.stringify({ id: node.id, topic: msg.topic, payload: msg.payload,
  error: msg.error && { message: msg.error.message, code: msg.error.code } }));`;

/** In place of each debug node, one that writes what it gets to the log, where the test reads it. */
export function withTaps(flows: FlowNode[]): FlowNode[] {
  return flows.map((node) =>
    node.type === 'debug'
      ? {
          ...node,
          type: 'function',
          func: TAP,
          outputs: 0,
          timeout: 0,
          noerr: 0,
          initialize: '',
          finalize: '',
          libs: [],
        }
      : node,
  );
}

export function edited(flows: FlowNode[], id: string, changes: object): FlowNode[] {
  assert.ok(
    flows.some((node) => node.id === id),
    `no node ${id} in the shipped flows`,
  );
  return flows.map((node) => (node.id === id ? { ...node, ...changes } : node));
}
