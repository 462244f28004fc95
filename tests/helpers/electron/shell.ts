import { fork } from 'node:child_process';
import type { Serializable } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { StandInSetting } from './computer.ts';
import type { Control } from './control.ts';

const root = resolve(import.meta.dirname, '../../..');

export interface ShellStart extends Partial<Omit<StandInSetting, 'appPath'>> {
  /** For the profile and what the system keeps for the user. */
  readonly folder: string;
  /** Another entry than the built one. */
  readonly main?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder that it is started in. */
  readonly cwd?: string;
  /** The shell's first look at its window waits for a page to be attached. */
  readonly withPage?: boolean;
}

type PageAnswers = (what: 'load' | 'evaluate', text: string) => Promise<unknown>;

type Verbs = {
  readonly [Name in keyof Control]: (
    ...values: Parameters<Control[Name]>
  ) => Promise<Awaited<ReturnType<Control[Name]>>>;
};

/** The built shell, running on the stand-in in a process of its own. */
export interface Shell {
  /** What Chromium and the person do to it. */
  readonly control: Verbs;
  readonly onPush: (listener: (channel: string, value: unknown) => void) => () => void;
  /** Lets a page answer what the shell asks its window. */
  readonly attachPage: (page: PageAnswers) => void;
  /** Resolves when the first window has loaded its page, or there will be none. */
  readonly shown: Promise<void>;
  readonly exitCode: Promise<number | null>;
  /** What it wrote to standard output and error so far. */
  readonly written: () => string;
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL') => void;
}

type Message =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly text: string }
  | { readonly kind: 'push'; readonly channel: string; readonly value: unknown }
  | { readonly kind: 'ask'; readonly id: number; readonly what: 'load' | 'evaluate'; readonly text: string };

/**
 * Starts the built main bundle on the stand-in, up to ready.
 *
 * @returns also where the process ended before it became ready: its exit code then tells
 */
export async function startShell({
  folder,
  main,
  env,
  cwd = root,
  withPage = false,
  ...start
}: ShellStart): Promise<Shell> {
  const executable = join(folder, 'stand-in');
  await writeFile(
    executable,
    `#!/bin/sh\nexec "${process.execPath}" "${join(import.meta.dirname, 'executable.ts')}" "$@"\n`,
    { mode: 0o700 },
  );
  const setting = {
    packaged: false,
    appPath: root,
    appData: folder,
    argv: [],
    safeStorage: { tag: 'v11', mood: 'answers', keyReplaced: false },
    otherInstance: false,
    openedAtLogin: false,
    handedBeforeReady: [],
    proxies: 'DIRECT',
    languages: ['en-GB'],
    brokenEntry: false,
    ...start,
    main: main ?? join(root, 'out', 'main', 'main.js'),
    executable,
  } satisfies StandInSetting & { main: string; executable: string };
  const child = fork(join(import.meta.dirname, 'process.ts'), {
    execArgv: [],
    cwd,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, XDG_CONFIG_HOME: folder, ...env, ELECTRON_STAND_IN: JSON.stringify(setting) },
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => written.push(text));
  }
  const exitCode = new Promise<number | null>((done) => child.once('exit', done));
  child.once('exit', (code) => {
    const error = new Error(`The shell has ended (exit code ${code}): ${written.join('')}`);
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
    shown.resolve();
  });

  const listeners = new Set<(channel: string, value: unknown) => void>();
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
  const becameReady = Promise.withResolvers<void>();
  const shown = Promise.withResolvers<void>();
  let page: PageAnswers = async () => undefined;
  const attached = Promise.withResolvers<void>();
  if (!withPage) attached.resolve();
  let commands = 0;

  const send = (message: Serializable) => {
    if (child.connected) child.send(message);
  };
  const answer = async ({ id, what, text }: Message & { kind: 'ask' }) => {
    await attached.promise;
    const value = await page(what, text).catch(() => 'the page threw');
    send({ kind: 'answer', id, value: value as Serializable });
    if (what === 'load') shown.resolve();
  };
  child.on('message', (received) => {
    const message = received as Message;
    switch (message.kind) {
      case 'ready':
        return becameReady.resolve();
      case 'push':
        return listeners.forEach((listener) => listener(message.channel, message.value));
      case 'ask':
        return void answer(message);
      default: {
        const command = waiting.get(message.id);
        waiting.delete(message.id);
        return message.kind === 'done'
          ? command?.done(message.value)
          : command?.failed(new Error(message.text));
      }
    }
  });

  const order = (name: string, values: unknown[]) =>
    new Promise((done, failed) => {
      commands += 1;
      waiting.set(commands, { done, failed });
      send({ kind: 'command', id: commands, name, values });
    });
  // One function per verb of the stand-in, whichever there are.
  const control = new Proxy(
    {},
    {
      get:
        (_target, name) =>
        (...values: unknown[]) =>
          order(String(name), values),
    },
  ) as Verbs;

  await Promise.race([becameReady.promise, exitCode]);
  return {
    control,
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attachPage: (answers) => {
      page = answers;
      attached.resolve();
    },
    shown: shown.promise,
    exitCode,
    written: () => written.join(''),
    kill: (signal) => void child.kill(signal),
  };
}
