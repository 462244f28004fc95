import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { rmSync } from 'node:fs';
import type { AppPort } from '../app-port.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { clientFrame, createFrameReader, frameLimitBytes, frameText, protocolVersion } from './frames.ts';
import type { ClientFrame, OwnerFrame } from './frames.ts';
import { isProof, nonceBytes, proofOf } from './owner-key.ts';
import { feedState } from './state-feed.ts';

/** Programs that use an owner. */
export interface Visits {
  readonly now: number;
  /** Since the owner is there. */
  readonly ever: number;
}

/** The owner's door for the other programs of the profile. */
export interface OwnerServer {
  /** Connections that are open, and how many there were in all. */
  readonly connections: () => Visits;
  /** Takes no new connection and begins no new call; the address is free when it resolves. */
  readonly stopAccepting: () => Promise<void>;
  /** Resolves when every call that was begun has been answered. */
  readonly settled: () => Promise<void>;
  /** Ends all connections, with a last word about what was begun. */
  readonly disconnect: () => void;
}

interface Deps {
  /** Free to listen on: the caller holds the lock, so a socket file that lies there is left over. */
  readonly address: string;
  readonly key: Uint8Array;
  /** Calls wait for it, so that clients are not turned away while the app starts. */
  readonly app: Promise<AppPort>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** How long a connection may take to prove the key. */
  readonly handshakeMs: number;
  readonly platform: NodeJS.Platform;
}

const ownerOnly = 0o177;

/** Listens at the owner's address; rejects where the system does not allow it. */
export async function startOwnerServer(deps: Deps): Promise<OwnerServer> {
  // Whoever starts the app sees its failure; until a client asks, nobody listens here.
  deps.app.catch(() => undefined);
  const dismissals = new Set<() => void>();
  const begun = new Set<Promise<void>>();
  let ending = false;
  let ever = 0;
  const server = createServer((socket) => {
    const dismiss = serveClient(socket, deps, { begun, isEnding: () => ending });
    dismissals.add(dismiss);
    ever += 1;
    socket.once('close', () => dismissals.delete(dismiss));
  });
  await listen(server, deps);
  server.on('error', () => deps.log('owner-socket-failed'));
  return {
    connections: () => ({ now: dismissals.size, ever }),
    stopAccepting: () => {
      ending = true;
      // Closing removes the socket file: it must be gone before the lock, or it would take the next owner's with it.
      return new Promise((resolve) => {
        server.close();
        setImmediate(resolve);
      });
    },
    settled: async () => {
      await Promise.all(begun);
    },
    disconnect: () => {
      for (const dismiss of dismissals) dismiss();
    },
  };
}

function listen(server: Server, { address, platform }: Deps): Promise<void> {
  if (platform !== 'win32') rmSync(address, { force: true });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      resolve();
    });
    // The file is made during the call; under the usual umask everybody could connect until a chmod.
    const before = platform === 'win32' ? null : process.umask(ownerOnly);
    try {
      server.listen(address);
    } finally {
      if (before !== null) process.umask(before);
    }
  });
}

interface Serving {
  readonly begun: Set<Promise<void>>;
  readonly isEnding: () => boolean;
}

/** Answers how to end the connection. */
function serveClient(socket: Socket, deps: Deps, { begun, isEnding }: Serving): () => void {
  const ownerNonce = Buffer.from(deps.random.bytes(nonceBytes)).toString('base64url');
  const feeds = new Map<number, () => void>();
  const unanswered = new Set<number>();
  const proving = new AbortController();
  let clientNonce: string | null = null;
  let proved = false;

  const send = (frame: OwnerFrame) => {
    if (socket.destroyed) return;
    // A client that does not read its replies makes no further calls.
    if (!socket.write(frameText(frame)) && !socket.isPaused()) {
      socket.pause();
      socket.once('drain', () => socket.resume());
    }
  };

  const subscribe = async (subscription: number) => {
    const app = await deps.app;
    if (socket.destroyed || feeds.has(subscription)) return;
    const target = {
      write: (text: string) => void (socket.destroyed || socket.write(text)),
      waitingBytes: () => socket.writableLength,
      onceDrained: (listener: () => void) => void socket.once('drain', listener),
    };
    feeds.set(
      subscription,
      feedState(app, target, (push) => frameText({ type: 'state', subscription, push })),
    );
  };

  const call = async ({ id, method, input, caller }: Extract<ClientFrame, { type: 'call' }>) => {
    // Where the app cannot start, the client finds the reason when it starts the app itself.
    const app = await deps.app.catch(() => null);
    if (app === null || isEnding()) return send({ type: 'not-begun', id });
    unanswered.add(id);
    const reply = await app.call(method, input, caller);
    unanswered.delete(id);
    send({ type: 'reply', id, reply });
  };

  const track = (work: Promise<void>) => {
    const settled = work
      .catch(() => deps.log('owner-answer-failed'))
      .finally(() => {
        begun.delete(settled);
      });
    begun.add(settled);
  };

  const takeFrame = (frame: ClientFrame) => {
    if (!proved) {
      if (frame.type === 'hello' && clientNonce === null) {
        clientNonce = frame.nonce;
        const proof = proofOf('owner', { key: deps.key, address: deps.address, clientNonce, ownerNonce });
        return send({ type: 'challenge', protocol: protocolVersion, nonce: ownerNonce, proof });
      }
      if (frame.type === 'proof' && clientNonce !== null) {
        proved = isProof(frame.proof, 'client', {
          key: deps.key,
          address: deps.address,
          clientNonce,
          ownerNonce,
        });
        if (proved) {
          proving.abort();
          return send({ type: 'welcome' });
        }
      }
      deps.log('owner-client-refused');
      return void socket.destroy();
    }
    switch (frame.type) {
      case 'call':
        return isEnding() ? send({ type: 'not-begun', id: frame.id }) : track(call(frame));
      case 'subscribe':
        return track(subscribe(frame.subscription));
      case 'unsubscribe':
        feeds.get(frame.subscription)?.();
        feeds.delete(frame.subscription);
        return;
      case 'ping':
        return send({ type: 'pong' });
      default:
        return void socket.destroy();
    }
  };

  const limit = () => (proved ? frameLimitBytes.request : frameLimitBytes.beforeProof);
  const reader = createFrameReader(limit, (frame) => takeFrame(clientFrame.parse(frame)));
  socket.on('data', (chunk: Buffer) => {
    try {
      if (!socket.destroyed) reader.push(chunk);
    } catch {
      deps.log('owner-client-refused');
      socket.destroy();
    }
  });
  // A reset says the same as the close that follows it.
  socket.on('error', () => undefined);
  socket.once('close', () => {
    proving.abort();
    for (const end of feeds.values()) end();
  });
  deps.clock.sleep(deps.handshakeMs, proving.signal).then(
    () => socket.destroy(),
    () => undefined,
  );

  return () => {
    if (proved) send({ type: 'bye', begun: [...unanswered] });
    // What was written before goes out first.
    socket.destroySoon();
  };
}
