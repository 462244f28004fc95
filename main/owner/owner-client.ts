import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { StateChange, StateSnapshot } from '../../shared/app-state.ts';
import type { Caller, Reply } from '../../shared/contract.ts';
import type { Clock, Random } from '../ports.ts';
import { createFrameReader, frameLimitBytes, frameText, ownerFrame, protocolVersion } from './frames.ts';
import type { ClientFrame, OwnerFrame } from './frames.ts';
import { isProof, nonceBytes, proofOf } from './owner-key.ts';
import type { OwnerRecord } from './owner-record.ts';

/** How a call over the socket ended. */
export type CallOutcome =
  | { readonly kind: 'reply'; readonly reply: Reply<unknown> }
  /** The owner never began it: it may be made again. */
  | { readonly kind: 'not-begun' }
  /** The owner went away with it. */
  | { readonly kind: 'lost' }
  /** The owner is there and says nothing. */
  | { readonly kind: 'silent' };

/** A proved connection to the owner. */
export interface OwnerConnection {
  readonly call: (method: string, input: unknown, caller: Caller) => Promise<CallOutcome>;
  readonly onState: (listener: (push: StateSnapshot | StateChange) => void) => () => void;
  /** Resolves when the connection is gone, whoever ended it. */
  readonly closed: Promise<void>;
  readonly close: () => void;
}

export type ConnectResult =
  | { readonly kind: 'connected'; readonly connection: OwnerConnection }
  /** Nobody listens there, or not with this key: the record is out of date. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'other-version' };

/** How long the owner may be silent. */
export interface AnswerLimits {
  /** For the whole handshake. */
  readonly handshakeMs: number;
  /** While a call waits, the owner is asked for a sign of life this often … */
  readonly pingMs: number;
  /** … and given up after so many without any. Counted, because a clock leaps when the computer wakes up. */
  readonly silentPings: number;
}

interface Deps {
  readonly record: OwnerRecord;
  readonly clock: Clock;
  readonly random: Random;
  readonly limits: AnswerLimits;
}

/** Connects to the owner and proves the key, each side to the other, before anything is asked. */
export async function connectToOwner({ record, clock, random, limits }: Deps): Promise<ConnectResult> {
  const socket = connect(record.address);
  const gone = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  // The close that follows says enough.
  socket.on('error', () => undefined);
  const channel = createChannel(socket);
  const timer = new AbortController();
  const late = clock.sleep(limits.handshakeMs, timer.signal).then(
    () => 'silent' as const,
    () => 'unreachable' as const,
  );
  const result = await Promise.race([
    prove(channel, record, random),
    gone.then(() => 'unreachable' as const),
    late,
  ]);
  timer.abort();
  if (result !== 'proved') {
    socket.destroy();
    return { kind: result };
  }
  return { kind: 'connected', connection: createConnection(socket, channel, gone, clock, limits) };
}

interface Channel {
  readonly send: (frame: ClientFrame) => void;
  /** Hands every frame to one listener at a time. */
  readonly listen: (listener: (frame: OwnerFrame) => void) => void;
}

function createChannel(socket: Socket): Channel {
  let listener: (frame: OwnerFrame) => void = () => undefined;
  const reader = createFrameReader(
    () => frameLimitBytes.reply,
    (frame) => listener(ownerFrame.parse(frame)),
  );
  socket.on('data', (chunk: Buffer) => {
    try {
      reader.push(chunk);
    } catch {
      socket.destroy();
    }
  });
  return {
    send: (frame) => void (socket.destroyed || socket.write(frameText(frame))),
    listen: (next) => void (listener = next),
  };
}

function prove(
  channel: Channel,
  { address, key }: OwnerRecord,
  random: Random,
): Promise<'proved' | 'unreachable' | 'other-version'> {
  const clientNonce = Buffer.from(random.bytes(nonceBytes)).toString('base64url');
  return new Promise((resolve) => {
    let challenged = false;
    channel.listen((frame) => {
      if (frame.type === 'challenge' && !challenged) {
        challenged = true;
        const handshake = { key, address, clientNonce, ownerNonce: frame.nonce };
        if (!isProof(frame.proof, 'owner', handshake)) return resolve('unreachable');
        if (frame.protocol !== protocolVersion) return resolve('other-version');
        return channel.send({ type: 'proof', proof: proofOf('client', handshake) });
      }
      resolve(frame.type === 'welcome' && challenged ? 'proved' : 'unreachable');
    });
    channel.send({ type: 'hello', nonce: clientNonce });
  });
}

function createConnection(
  socket: Socket,
  channel: Channel,
  closed: Promise<void>,
  clock: Clock,
  limits: AnswerLimits,
): OwnerConnection {
  const pending = new Map<number, (outcome: CallOutcome) => void>();
  const listeners = new Map<number, (push: StateSnapshot | StateChange) => void>();
  const ended = new AbortController();
  let nextId = 1;
  let heard = true;
  let watching = false;

  const endAll = (outcome: CallOutcome) => {
    for (const settle of pending.values()) settle(outcome);
    pending.clear();
  };

  const endUnlessBegun = (begun: readonly number[]) => {
    for (const [id, settle] of pending) settle({ kind: begun.includes(id) ? 'lost' : 'not-begun' });
    pending.clear();
    // A call that is made now would not be read any more.
    socket.destroy();
  };

  /** Runs while a call waits: a stopped process keeps its sockets open, and only silence tells. */
  const watch = async () => {
    if (watching) return;
    watching = true;
    let silent = 0;
    while (pending.size > 0 && silent < limits.silentPings) {
      heard = false;
      channel.send({ type: 'ping' });
      await clock.sleep(limits.pingMs, ended.signal);
      silent = heard ? 0 : silent + 1;
    }
    watching = false;
    if (pending.size === 0) return;
    endAll({ kind: 'silent' });
    socket.destroy();
  };

  channel.listen((frame) => {
    heard = true;
    if (frame.type === 'reply' || frame.type === 'not-begun') {
      const settle = pending.get(frame.id);
      pending.delete(frame.id);
      // The owner derives its replies and pushes from the same contract; it has proved that it is one of us.
      if (frame.type === 'reply') settle?.({ kind: 'reply', reply: frame.reply as Reply<unknown> });
      else settle?.({ kind: 'not-begun' });
    } else if (frame.type === 'bye') {
      endUnlessBegun(frame.begun);
    } else if (frame.type === 'state') {
      listeners.get(frame.subscription)?.(frame.push as StateSnapshot | StateChange);
    }
  });
  socket.once('close', () => {
    ended.abort();
    endAll({ kind: 'lost' });
  });

  return {
    closed,
    close: () => void socket.destroy(),
    call: (method, input, caller) =>
      new Promise((resolve) => {
        if (socket.destroyed) return resolve({ kind: 'not-begun' });
        const id = nextId++;
        pending.set(id, resolve);
        channel.send({ type: 'call', id, method, input, caller });
        watch().catch(() => (watching = false));
      }),
    onState: (listener) => {
      const subscription = nextId++;
      listeners.set(subscription, listener);
      channel.send({ type: 'subscribe', subscription });
      return () => {
        listeners.delete(subscription);
        channel.send({ type: 'unsubscribe', subscription });
      };
    },
  };
}
