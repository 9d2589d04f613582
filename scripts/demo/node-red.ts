import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Child, startChild } from './child';

const root = join(__dirname, '..', '..');

export interface NodeRedStart {
  userDir: string;
  port: number;
  env?: Record<string, string>;
  /** Default: all shipped flows. Written only when the folder has no flows yet, so that a person's edits stay. */
  flows?: object[];
  /** JavaScript put into the settings file, for adminAuth and the like. */
  settings?: string;
  /** The package to link; default: this one. */
  packageDir?: string;
}

export interface RunningNodeRed extends Child {
  url: string;
  userDir: string;
  get<T = unknown>(path: string): Promise<T>;
  post<T = unknown>(path: string, body: object): Promise<T>;
  /** Presses an inject node. */
  inject(id: string): Promise<void>;
}

/** All shipped flows as one: config nodes that several files bring stand once. */
export function shippedFlows(): { id: string; type: string; [key: string]: unknown }[] {
  const nodes = new Map<string, { id: string; type: string }>();
  for (const file of readdirSync(join(root, 'flows')).sort()) {
    for (const node of JSON.parse(readFileSync(join(root, 'flows', file), 'utf8'))) nodes.set(node.id, node);
  }
  return [...nodes.values()];
}

/** A real Node-RED with this package, in a folder of its own. */
export async function startNodeRed(start: NodeRedStart): Promise<RunningNodeRed> {
  prepareUserDir(start);
  const { userDir, port, env = {} } = start;
  const red = join(root, 'node_modules', 'node-red', 'red.js');
  const child = startChild(
    process.execPath,
    [red, '--userDir', userDir, '--settings', join(userDir, 'settings.js'), '--port', String(port)],
    {
      cwd: userDir,
      env: { ...process.env, DEALER_SYNC_DIR: join(userDir, 'dealer-sync'), ...env },
    },
  );
  await child.line(/Started flows/, 60_000);
  const url = `http://127.0.0.1:${port}`;
  const json = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${url}/${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  };
  const post = (path: string, body: object) =>
    json(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  return {
    ...child,
    url,
    userDir,
    get: (path) => json(path),
    post,
    inject: async (id) => {
      const response = await fetch(`${url}/inject/${id}`, { method: 'POST' });
      if (!response.ok) throw new Error(`inject ${id}: ${response.status}`);
    },
  };
}

function prepareUserDir({ userDir, flows, settings = '', packageDir = root }: NodeRedStart): void {
  const link = join(userDir, 'node_modules', '@dealer-sync', 'node-red');
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync(packageDir, link, 'dir');
  writeFileSync(
    join(userDir, 'package.json'),
    JSON.stringify(
      { name: 'dealer-sync-demo', private: true, dependencies: { '@dealer-sync/node-red': '*' } },
      null,
      2,
    ),
  );
  writeFileSync(join(userDir, 'settings.js'), settingsFile(settings));
  const flowFile = join(userDir, 'flows.json');
  if (flows || !existsSync(flowFile)) writeFileSync(flowFile, JSON.stringify(flows ?? shippedFlows(), null, 2));
}

/** Nothing that asks another host, no tour, no prompt. */
function settingsFile(extra: string): string {
  return `module.exports = {
  flowFile: 'flows.json',
  credentialSecret: false,
  editorTheme: { tours: false, palette: { catalogues: [] }, codeEditor: { lib: 'ace' }, multiplayer: { enabled: false } },
  telemetry: { enabled: false, updateNotification: false },
  externalModules: { palette: { allowInstall: false } },
  logging: { console: { level: 'info' } },
  ${extra}
};
`;
}
