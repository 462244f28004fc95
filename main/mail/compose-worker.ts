import { parentPort } from 'node:worker_threads';
import { toFailure } from '../../shared/errors.ts';
import type { FromComposeWorker, ToComposeWorker } from './composing.ts';
import { composeMessage } from './message.ts';

// The program of the thread that composes: `composing.ts` starts it and is the only one who talks to it.
const port = parentPort;
const running = new Map<number, AbortController>();

port?.on('message', (message: ToComposeWorker) => {
  if (message.kind === 'abort') running.get(message.id)?.abort();
  else void answer(message);
});

async function answer({ id, input, writeTo }: Extract<ToComposeWorker, { kind: 'compose' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const told = await composeMessage(input, writeTo, controller.signal).then(
    (composed): FromComposeWorker => ({ id, composed }),
    (error: unknown): FromComposeWorker => {
      const { code, message, field } = toFailure(error);
      return { id, failure: { code, message, ...(field !== undefined && { field }) } };
    },
  );
  running.delete(id);
  port?.postMessage(told);
}
