import { AppError } from '../../shared/errors.ts';

interface Deps {
  readonly write: (line: string) => void;
  readonly exit: (code: number) => void;
  /** Shows a box that waits for a click. */
  readonly showError: () => void;
  readonly unattended: boolean;
}

/** EX_SOFTWARE of sysexits: an internal failure. */
export const crashExitCode = 70;

/**
 * Answers what happens when nobody caught an error: it is written down and the process ends, for its state is unknown and
 * everything that matters is on the disk.
 *
 * Electron's own handler shows a box that waits for a click, which in a command or an agent is a hang. A rejected promise
 * that nobody waited for ends only processes that nobody watches; a window stays.
 */
export function createCrashHandlers({ write, exit, showError, unattended }: Deps) {
  return {
    uncaughtException: (error: unknown): void => {
      write(`uncaught exception: ${describeCrash(error)}`);
      if (!unattended) showError();
      exit(crashExitCode);
    },
    unhandledRejection: (reason: unknown): void => {
      write(`unhandled rejection: ${describeCrash(reason)}`);
      if (unattended) exit(crashExitCode);
    },
  };
}

/**
 * Answers what may be written about an error: its name or code, and where it came from.
 *
 * Not its message and not its members: errors of the sign-in libraries carry tokens in both.
 */
export function describeCrash(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const name =
    error instanceof AppError
      ? `AppError ${error.code}`
      : /^\w{1,60}$/.test(error.name)
        ? error.name
        : 'Error';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [name, ...frames].join('\n');
}
