import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

export interface NodeRedOptions {
  env?: Record<string, string>;
  /** The package to install; this one, as `npm pack` ships it, unless said otherwise. */
  packageDir?: string;
}

export interface RunningNodeRed {
  /** `http://127.0.0.1:<port>/` */
  url: string;
  userDir: string;
  /** Replaces the flows, as the Deploy button does; a node may bring its `credentials`. */
  deploy(flows: object[]): Promise<void>;
  /** Everything it wrote so far. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * A real Node-RED in a process and user directory of its own, with this package linked as a user would have installed
 * it. Resolves when its editor answers.
 */
export async function startNodeRed(options: NodeRedOptions = {}): Promise<RunningNodeRed> {
  const userDir = mkdtempSync(join(tmpdir(), 'node-red-'));
  mkdirSync(join(userDir, 'node_modules', '@dealer-sync'), { recursive: true });
  symlinkSync(options.packageDir ?? ROOT, join(userDir, 'node_modules', '@dealer-sync', 'node-red'), 'dir');
  writeFileSync(
    join(userDir, 'package.json'),
    JSON.stringify({ name: 'site', version: '0.0.1', dependencies: { '@dealer-sync/node-red': '*' } }),
  );
  writeFileSync(join(userDir, 'flows.json'), '[]');
  const port = await freePort();
  writeFileSync(
    join(userDir, 'settings.js'),
    `module.exports = ${JSON.stringify({
      uiPort: port,
      uiHost: '127.0.0.1',
      flowFile: 'flows.json',
      credentialSecret: 'test',
      telemetry: { enabled: false },
      externalModules: { palette: { allowInstall: false } },
      editorTheme: { tours: false, palette: { catalogues: [] }, multiplayer: { enabled: false } },
      logging: { console: { level: 'info', metrics: false, audit: false } },
    })};\n`,
  );

  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'node_modules', 'node-red', 'red.js'),
      '--userDir',
      userDir,
      '--settings',
      join(userDir, 'settings.js'),
    ],
    { cwd: userDir, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
    });
  }
  const url = `http://127.0.0.1:${port}/`;
  const stop = async () => {
    await end(child);
    rmSync(userDir, { recursive: true, force: true });
  };
  try {
    await answers(url, child, () => written);
  } catch (error) {
    await stop();
    throw error;
  }
  const deploy = async (flows: object[]) => {
    const reply = await fetch(`${url}flows`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2' },
      body: JSON.stringify({ flows }),
    });
    if (!reply.ok) throw new Error(`Node-RED refused the flows: ${reply.status} ${await reply.text()}`);
  };
  return { url, userDir, deploy, log: () => written, stop };
}

async function answers(url: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Node-RED ended with ${child.exitCode}:\n${log()}`);
    if (/Started flows/.test(log()) && (await fetch(`${url}settings`).catch(() => undefined))?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`Node-RED did not start in a minute:\n${log()}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on('error', failed).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
