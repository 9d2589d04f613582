import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { NodeAPI } from 'node-red';
import type { RunView } from '../../../lib/sync/operations/overview';
import { addEngine, removeEngine } from '../../../nodes/runtime/engines';
import { eventStream } from '../../../nodes/runtime/event-stream';
import { routes } from '../../../nodes/runtime/http-routes';
import { FeedSite } from '../../dealer-feed/run/feed-site';
import { until } from '../rig';

/** What a page hears. */
class Listener {
  readonly events: { name: string; data: unknown }[] = [];
  comments = 0;
  readonly #away = new AbortController();
  ended = false;

  static async at(url: string): Promise<Listener> {
    const listener = new Listener();
    const response = await fetch(url, { signal: listener.#away.signal });
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    void listener.#read(response).catch(() => undefined);
    return listener;
  }

  async #read({ body }: Response): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      const blocks = (rest + decoder.decode(piece, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
    this.ended = true;
  }

  #take(block: string): void {
    if (block.startsWith(':')) this.comments += 1;
    const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
    if (name && data) this.events.push({ name, data: JSON.parse(data) });
  }

  get topics(): string[][] {
    return this.events.flatMap(({ name, data }) => (name === 'changed' ? [(data as { topics: string[] }).topics] : []));
  }

  get runs(): RunView[] {
    return this.events.flatMap(({ name, data }) => (name === 'run' ? [data as RunView] : []));
  }

  leave(): void {
    this.#away.abort();
  }
}

describe('The stream of events', () => {
  let site: FeedSite;
  let server: ReturnType<ReturnType<typeof express>['listen']>;
  let url: string;
  const listeners: Listener[] = [];
  const listen = async () => {
    const listener = await Listener.at(url);
    listeners.push(listener);
    return listener;
  };

  beforeEach(async () => {
    site = new FeedSite();
    const httpAdmin = express();
    const auth = { needsPermission: () => (_req: unknown, _res: unknown, next: () => void) => next() };
    const { stream } = routes({ httpAdmin, auth } as unknown as NodeAPI);
    stream('events', (_req, res) => eventStream.add(res));
    server = httpAdmin.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dealer-sync/events`;
    addEngine(site.engine);
  });
  afterEach(async () => {
    for (const listener of listeners.splice(0)) listener.leave();
    await until(() => eventStream.size === 0, 'nobody listens any more');
    removeEngine(site.engine);
    server.closeAllConnections();
    server.close();
    await site.close();
  });

  it('tells what changed, many changes at once, to everybody who listens', async () => {
    const [one, two] = [await listen(), await listen()];
    await until(() => one.comments > 0 && two.comments > 0, 'both are heard');
    const before = one.topics.length;
    for (let n = 0; n < 20; n += 1) site.engine.emit('changed', [n % 2 ? 'pending' : 'conflicts']);
    await until(() => one.topics.length > before && two.topics.length > before, 'both hear of it');
    assert.deepEqual(one.topics.at(-1), ['conflicts', 'pending']);
    site.engine.emit('changed', ['pending']);
    site.engine.emit('changed');
    await until(() => one.topics.length > before + 1, 'the next');
    assert.deepEqual(one.topics.at(-1), [], 'anything may have changed');
  });

  it('tells of a run that is under way with its progress, and of its end', async () => {
    const one = await listen();
    site.drop({ D1: site.supply.lot(3) });
    let go = () => undefined as undefined;
    site.beforeApply = () =>
      new Promise<void>((resolve) => {
        go = () => resolve() as undefined;
      });
    const done = site.done();
    await until(() => one.runs.some(({ state }) => state === 'running'), 'it runs');
    const { phase, progress } = one.runs[0] ?? {};
    assert.deepEqual([phase, progress?.of], ['writing', 3], JSON.stringify(one.runs[0]));
    go();
    await done;
    await until(() => one.runs.at(-1)?.state === 'done', 'it is over');
    assert.equal(one.runs.at(-1)?.progress, undefined);
  });

  it('N2: who goes away leaves no timer and no listener; a deploy brings the engines back', async () => {
    const { engine } = site;
    const before = engine.listenerCount('changed');
    const one = await listen();
    await until(() => one.comments > 0, 'it is heard');
    assert.equal(engine.listenerCount('changed'), before + 1);
    removeEngine(engine);
    assert.equal(engine.listenerCount('changed'), before, 'an engine that is gone is let go');
    const heard = one.topics.length;
    addEngine(engine);
    engine.emit('changed', ['runs']);
    await until(() => one.topics.length > heard, 'it is heard again');
    one.leave();
    await until(() => eventStream.size === 0, 'it is gone');
    assert.deepEqual([engine.listenerCount('changed'), engine.listenerCount('run-started')], [before, 0]);
  });
});
