import { type Browser, chromium, type Page } from 'playwright-core';

export const CONFIG_NODES = ['revio-config', 'cms-config', 'rapid-response-config', 'dms-config', 'sync-store'];

/** What the tests use of the editor's global. */
export interface EditorNode {
  outputs: number;
  validationErrors: string[];
  _def: { defaults: Record<string, { value: unknown; type?: string }> };
}
declare const RED: {
  nodes: { node(id: string): EditorNode; getType(type: string): EditorNode['_def']; import(nodes: object[]): void };
  editor: { edit(node: object): void; editConfig(name: string, type: string, id: string): void };
};
/** jQuery, for asking what still moves. */
declare const $: (css: string) => { length: number };

/** Debian's Chromium, or another one that `CHROMIUM` names. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** Node-RED's editor in a browser. Nodes carry their folder's name as id, so that a test can name them. */
export class EditorPage {
  /** What the browser's console complained of since it was last taken. */
  private complaints: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly url: string,
    private readonly awaited: string,
  ) {
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
  }

  /**
   * @param url Node-RED's address
   * @param awaited a node that is deployed: when the editor knows it, it has loaded
   */
  static async load(browser: Browser, url: string, awaited = 'cms-config'): Promise<EditorPage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const editor = new EditorPage(page, url, awaited);
    await editor.reload();
    return editor;
  }

  /** Loads the editor anew, with what is deployed; resolves when nodes can be opened. */
  async reload(): Promise<void> {
    await this.page.goto(this.url);
    await this.page.waitForFunction((id) => typeof RED === 'object' && RED.nodes?.node?.(id), this.awaited);
    await this.page.waitForSelector('#red-ui-loading-progress', { state: 'hidden' });
  }

  /** Adds one node of each of these kinds to the tab `tab`, with its own defaults, as if dragged in from the palette. */
  async addNodes(names: readonly string[]): Promise<void> {
    await this.page.evaluate(
      ({ names, configs }) => {
        RED.nodes.import(
          names.map((name, index) => {
            const { defaults } = RED.nodes.getType(`dealer-sync-${name}`);
            const values = Object.entries(defaults).map(([field, { value, type }]) => [
              field,
              type ? type.replace('dealer-sync-', '') : value,
            ]);
            const place = configs.includes(name)
              ? {}
              : { z: 'tab', x: 200 + 220 * Math.floor(index / 6), y: 60 + 60 * (index % 6), wires: [] };
            return { id: name, type: `dealer-sync-${name}`, ...place, ...Object.fromEntries(values) };
          }),
        );
      },
      { names, configs: CONFIG_NODES },
    );
  }

  takeComplaints(): string[] {
    return this.complaints.splice(0);
  }

  /** Selector of a field of a node's dialog. */
  field(node: string, name: string): string {
    return `#${CONFIG_NODES.includes(node) ? 'node-config-input' : 'node-input'}-${name}`;
  }

  /** Opens the dialog of a node and waits until it has slid in. */
  async open(node: string): Promise<void> {
    await this.page.evaluate(
      ({ id, isConfig }) => {
        if (isConfig) RED.editor.editConfig('', `dealer-sync-${id}`, id);
        else RED.editor.edit(RED.nodes.node(id));
      },
      { id: node, isConfig: CONFIG_NODES.includes(node) },
    );
    await this.page.waitForSelector(this.field(node, 'name'), { state: 'visible' });
    await this.page.waitForFunction(() => !$(':animated').length);
  }

  /** Takes the dialog's values over and waits until it is gone. */
  async close(node: string): Promise<void> {
    const press = () => this.page.click(CONFIG_NODES.includes(node) ? '#node-config-dialog-ok' : '#node-dialog-ok');
    const gone = (timeout?: number) =>
      this.page.waitForSelector(this.field(node, 'name'), { state: 'detached', ...(timeout ? { timeout } : {}) });
    await press();
    // On a busy machine the dialog may still slide in, and Node-RED takes no word until it stands: people press again.
    const deaf = await gone(3_000).then(
      () => false,
      () => true,
    );
    if (deaf) {
      await press();
      await gone();
    }
  }

  /** What Node-RED says of a node's settings: empty when it takes them. */
  errorsOf(node: string): Promise<string[]> {
    return this.page.evaluate((id) => RED.nodes.node(id).validationErrors ?? [], node);
  }
}
