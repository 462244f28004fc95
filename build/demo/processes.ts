import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program of ours that runs beside the demo; everything it printed is kept for the search for secrets. */
export interface Running {
  /** The first line of standard output that the pattern matches. */
  readonly line: (pattern: RegExp, withinMs: number) => Promise<RegExpMatchArray>;
  readonly printed: () => string;
  /** Ends it as Ctrl+C would, or at once; resolves when it is gone. */
  readonly end: (signal?: NodeJS.Signals) => Promise<void>;
}

const endWithinMs = 10_000;

/** Starts one of our scripts under this Node. */
export function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): Running {
  const child = spawn(process.execPath, [script, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  let printed = '';
  const waiting = new Set<(line: string) => void>();
  child.stderr.on('data', (chunk: Buffer) => void (printed += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    printed += `${line}\n`;
    for (const look of waiting) look(line);
  });

  return {
    line: (pattern, withinMs) =>
      new Promise((resolve, reject) => {
        const fail = () => reject(new Error(`${script} did not print ${pattern}: ${printed.slice(-500)}`));
        const timer = setTimeout(fail, withinMs);
        void gone.then(fail);
        const look = (line: string) => {
          const match = line.match(pattern);
          if (!match) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(match);
        };
        waiting.add(look);
        for (const line of printed.split('\n')) look(line);
      }),
    printed: () => printed,
    end: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return gone;
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
      await gone;
      clearTimeout(timer);
    },
  };
}

/** Runs one of our scripts to its end. */
export function runToEnd(
  script: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd: string; readonly input?: string },
): Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: options.cwd, env: options.env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => void (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
    child.stdin.end(options.input ?? '');
  });
}
