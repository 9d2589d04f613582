import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface Child {
  process: ChildProcess;
  /** Everything it has printed so far. */
  output(): string;
  /** Resolves with the first line that matches; rejects when it ends before. */
  line(pattern: RegExp, timeoutMs: number): Promise<RegExpExecArray>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** A process of its own that ends with us. */
export function startChild(command: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Child {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const listeners = new Set<(line: string) => void>();
  const heard = (line: string) => {
    lines.push(line);
    for (const listener of listeners) listener(line);
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', heard);
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));

  return {
    process: child,
    output: () => lines.join('\n'),
    line: (pattern, timeoutMs) =>
      new Promise((resolve, reject) => {
        const finish = (done: () => void) => {
          listeners.delete(look);
          clearTimeout(timer);
          child.off('exit', ended);
          done();
        };
        const look = (line: string) => {
          const found = pattern.exec(line);
          if (found) finish(() => resolve(found));
        };
        const ended = () => finish(() => reject(new Error(`ended before ${pattern}:\n${lines.slice(-30).join('\n')}`)));
        const timer = setTimeout(
          () => finish(() => reject(new Error(`no ${pattern} in ${timeoutMs} ms:\n${lines.slice(-30).join('\n')}`))),
          timeoutMs,
        );
        listeners.add(look);
        child.once('exit', ended);
        for (const line of lines) look(line);
      }),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill(signal);
      await exit;
    },
  };
}
