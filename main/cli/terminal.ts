import { readLimited } from '../limited-read.ts';

/** A command that was interrupted ends in good order, but not for ever. */
const endWithinMs = 9_000;
const interruptedExitCode = 130;

/** Answers what writes lines to a stream; it resolves when the text has left. A reader that went away is no error of ours, a full disk is one. */
export function writeTo(stream: NodeJS.WriteStream): (text: string) => Promise<void> {
  stream.on('error', () => undefined);
  return (text) =>
    new Promise<void>((resolve, reject) => {
      stream.write(`${text}\n`, (error) => {
        if (error && !('code' in error && error.code === 'EPIPE')) reject(error);
        else resolve();
      });
    });
}

/** Answers what is aborted by Ctrl+C; the second one ends the process at once. */
export function followInterruption(exit: (code: number) => void): AbortSignal {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) return exit(interruptedExitCode);
      interruption.abort();
      setTimeout(() => exit(interruptedExitCode), endWithinMs).unref();
    });
  }
  return interruption.signal;
}

/** Answers standard input to its end; null where it is longer. */
export function readStdin(limitBytes: number): Promise<Uint8Array | null> {
  return readLimited(process.stdin, limitBytes);
}
