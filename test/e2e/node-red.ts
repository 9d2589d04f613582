import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/demo/free-port';
import { startNodeRed as startAt } from '../../scripts/demo/node-red';

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

/** A real Node-RED with no flows and a user directory of its own, for tests of the editor. */
export async function startNodeRed(options: NodeRedOptions = {}): Promise<RunningNodeRed> {
  const userDir = mkdtempSync(join(tmpdir(), 'node-red-'));
  const gone = () => rmSync(userDir, { recursive: true, force: true });
  try {
    const red = await startAt({ userDir, port: await freePort(), flows: [], ...options });
    const url = `${red.url}/`;
    const deploy = async (flows: object[]) => {
      const reply = await fetch(`${url}flows`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'node-red-api-version': 'v2' },
        body: JSON.stringify({ flows }),
      });
      if (!reply.ok) throw new Error(`Node-RED refused the flows: ${reply.status} ${await reply.text()}`);
    };
    const stop = async () => {
      await red.stop();
      gone();
    };
    return { url, userDir, deploy, log: red.output, stop };
  } catch (error) {
    gone();
    throw error;
  }
}
