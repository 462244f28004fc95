import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';

/** A program of the bench in a process of its own, which answers one question at a time. */
export interface Program {
  readonly ask: <Answer>(question: object) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

/** Starts a program that lies beside this file. */
export async function startProgram(file: string, options: Options = {}): Promise<Program> {
  const child = fork(join(import.meta.dirname, file), [], {
    env: { ...process.env, ...options.env },
    execArgv: [...(options.execArgv ?? [])],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  let settle: { resolve: (value: unknown) => void; reject: (error: Error) => void } | null = null;
  child.on('message', ({ answer, failure }: { answer?: unknown; failure?: string }) => {
    if (failure === undefined) settle?.resolve(answer);
    else settle?.reject(new Error(`${file}: ${failure}`));
  });
  child.once('exit', (code) => settle?.reject(new Error(`${file} ended with ${String(code)}`)));
  const ask = <Answer>(question: object) =>
    new Promise<Answer>((resolve, reject) => {
      settle = { resolve: (value) => resolve(value as Answer), reject };
      child.send(question);
    });
  return {
    ask,
    close: async () => {
      settle = null;
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/** Answers the questions of whoever started this process, until nobody is there any more. */
export function answerWith(work: (question: never) => Promise<unknown>): void {
  process.on('message', (question) => {
    // Whoever asks has started this program, and knows what it answers.
    work(question as never).then(
      (answer) => process.send?.({ answer }),
      (error: unknown) =>
        process.send?.({ failure: error instanceof Error ? (error.stack ?? '') : 'unknown' }),
    );
  });
  process.once('disconnect', () => process.exit(0));
}
