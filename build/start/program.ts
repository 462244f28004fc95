import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that runs beside this one. */
export interface Program {
  readonly name: string;
  /** Its first line on standard output; rejects with its own words when it ends before, or takes too long. */
  readonly firstLine: (withinMs: number) => Promise<string>;
  /** Resolves with its exit code when it is gone; null: it was killed. */
  readonly ended: Promise<number | null>;
  /** Asks it to end as Ctrl+C does, and kills it when it does not within the time. */
  readonly end: (withinMs: number) => Promise<void>;
}

interface Start {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** How much of its complaints is kept for the error line. */
const keptCharacters = 2_000;

/**
 * Starts a program. Its standard input is a pipe from here, so that it notices the end of this process, however that comes.
 */
export function startProgram({ name, path, args, env = process.env }: Start): Program {
  const child = spawn(path, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  let complaints = '';
  let spawnError: string | null = null;
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-keptCharacters);
  });
  // The child may have gone before we close its input.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout });
  const first = new Promise<string>((resolve) => void lines.once('line', resolve));
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      spawnError = error.message;
      resolve(null);
    });
    child.once('close', (code) => resolve(code));
  });

  return {
    name,
    ended,
    firstLine: async (withinMs) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        const seconds = Math.round(withinMs / 1_000);
        timer = setTimeout(() => reject(new Error(`${name} did not start within ${seconds} s.`)), withinMs);
      });
      const gone = ended.then(() => {
        throw new Error(spawnError ?? `${name} could not start: ${complaints.trim() || 'it said nothing'}`);
      });
      // Only one of them is awaited; the others must not count as unhandled.
      gone.catch(() => undefined);
      late.catch(() => undefined);
      try {
        return await Promise.race([first, gone, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    end: async (withinMs) => {
      // On Windows a signal kills at once; the end of its input lets it end by itself everywhere.
      child.stdin.end();
      if (process.platform !== 'win32') child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
