import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 10_000;
const pauseMs = 50;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('error', () => resolve(false));
    // A greeting, and not only a kernel that lets it wait.
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('close', () => resolve(false));
  });
}

/** Resolves when a server greets; nobody else tells when one of others does. */
export async function waitForPort(port: number): Promise<void> {
  for (const endsAtMs = Date.now() + patienceMs; Date.now() < endsAtMs;) {
    if (await answers(port)) return;
    await pause(pauseMs);
  }
  throw new Error(`nobody greets on port ${port}`);
}
