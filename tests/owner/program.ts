import { fork } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** One of several programs of a profile, as a test drives it. */
export interface Program {
  readonly pid: number;
  readonly call: (method: string, input?: unknown) => Promise<unknown>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Everything it has told so far: joins, snapshots, changes. */
  readonly told: readonly Told[];
  /** Resolves with the first thing told that fits, also with one told before. */
  readonly until: (fits: (told: Told) => boolean) => Promise<Told>;
}

type Told = Readonly<Record<string, unknown>>;

/** Starts a program on the profile folder and resolves when it has joined, or told why not. */
export async function startProgram(folder: string, startMs: number | 'fails' = 0): Promise<Program> {
  const child = fork(join(import.meta.dirname, 'session-program.ts'), [folder, String(startMs)]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const told: Told[] = [];
  const watchers = new Set<() => void>();
  let nextId = 1;
  child.on('message', (message: Told) => {
    told.push(message);
    for (const watch of watchers) watch();
  });
  const until = (fits: (one: Told) => boolean) =>
    new Promise<Told>((resolve) => {
      const watch = () => {
        const found = told.find(fits);
        if (!found) return;
        watchers.delete(watch);
        resolve(found);
      };
      watchers.add(watch);
      watch();
    });
  const program: Program = {
    pid: child.pid ?? 0,
    told,
    until,
    kill: (signal) => void child.kill(signal),
    call: async (method, input = {}) => {
      const id = nextId++;
      child.send({ id, method, input });
      return (await until((message) => message['id'] === id))['reply'];
    },
  };
  await until((message) => 'joined' in message || 'failed' in message);
  return program;
}
