import assert from 'node:assert/strict';
import type { RunView } from '../../lib/sync/operations/overview';
import { USER } from './site';

/** Server-sent events as the page hears them. */
export class EventListener {
  readonly events: { name: string; data: unknown }[] = [];
  ended = false;
  readonly #away = new AbortController();

  /** @param url of Node-RED */
  static async at(url: string): Promise<EventListener> {
    const listener = new EventListener();
    const headers = { authorization: `Bearer ${USER}` };
    const response = await fetch(`${url}/dealer-sync/events`, { headers, signal: listener.#away.signal });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    void listener.#read(response).catch(() => {
      listener.ended = true;
    });
    return listener;
  }

  leave(): void {
    this.#away.abort();
  }

  get changes(): string[][] {
    return this.#told<{ topics: string[] }>('changed').map(({ topics }) => topics);
  }

  get runs(): RunView[] {
    return this.#told<RunView>('run');
  }

  #told<T>(wanted: string): T[] {
    return this.events.flatMap(({ name, data }) => (name === wanted ? [data as T] : []));
  }

  async #read({ body }: Response): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      const blocks = (rest + decoder.decode(piece, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
        if (name && data) this.events.push({ name, data: JSON.parse(data) });
      }
    }
    this.ended = true;
  }
}
