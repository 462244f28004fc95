import type { Socket } from 'node:net';
import { createReplyReader } from './smtp-reply.ts';
import type { SmtpReply } from './smtp-reply.ts';
import type { Transcript } from '../transcript.ts';

/** Why no further reply will come. */
export type Lost = 'closed' | 'timeout' | 'aborted' | 'malformed';

/** The rest of a conversation on a connected, authenticated socket. */
export interface SmtpSession {
  /** Writes commands, each with its CRLF, without waiting. */
  readonly write: (text: string) => void;
  /**
   * Hands bytes to the operating system and answers whether to go on.
   *
   * `interrupted` says that a reply came first, or that the connection is lost; the buffer may be reused only after `written`.
   */
  readonly transfer: (bytes: Uint8Array) => Promise<'written' | 'interrupted'>;
  /**
   * Writes the last bytes of a message and the commands that follow it as one, without waiting.
   *
   * @param buffer begins with the last bytes; what is behind them is overwritten
   * @param onWritten called when the buffer may be reused; never where the connection is lost first
   */
  readonly finish: (buffer: Uint8Array, sizeBytes: number, text: string, onWritten: () => void) => void;
  /** Answers the next complete reply, or why there is none within the time; what has arrived is answered at once. */
  readonly reply: (timeoutMs: number) => SmtpReply | Promise<SmtpReply | Lost>;
  /** Whether a reply has arrived that nobody has asked for yet. */
  readonly hasReply: () => boolean;
  /** Whether the connection is there, as far as is known. */
  readonly isOpen: () => boolean;
  /** Whether it is there and nothing was said that nobody asked for. */
  readonly isUsable: () => boolean;
  /** Lets another signal drop the connection from now on; null: nobody does, and it keeps no process alive meanwhile. */
  readonly follow: (signal: AbortSignal | null) => void;
  /** Says QUIT and lets the connection go; returns at once. */
  readonly quit: () => void;
  /** Drops the connection at once. */
  readonly destroy: () => void;
}

/** A reply as it came. */
function replyText({ code, enhanced, lines }: SmtpReply): string {
  return lines
    .map((line, index) => {
      const separator = index < lines.length - 1 ? '-' : ' ';
      return `${code}${separator}${index === 0 && enhanced !== null ? `${enhanced} ` : ''}${line}`;
    })
    .join('\n');
}

/** Answers the first bytes of a buffer and a text behind them, in place where there is room. */
function joined(buffer: Uint8Array, sizeBytes: number, text: string): Uint8Array {
  const added = Buffer.from(text);
  if (sizeBytes + added.length > buffer.length) return Buffer.concat([buffer.subarray(0, sizeBytes), added]);
  buffer.set(added, sizeBytes);
  return buffer.subarray(0, sizeBytes + added.length);
}

/** How long a server may take over QUIT before the socket is dropped. */
const quitMs = 1_000;

/** How long is waited, once and again, with one timer: most waits are over long before it, and one for each takes as long as a reply. */
function createPatience(onOver: () => void) {
  let timer: NodeJS.Timeout | undefined;
  let firesAtMs = Infinity;
  let untilMs = Infinity;
  const set = (inMs: number, nowMs: number) => {
    clearTimeout(timer);
    firesAtMs = nowMs + inMs;
    // The socket keeps the process alive, as long as somebody waits.
    timer = setTimeout(look, inMs).unref();
  };
  const look = () => {
    firesAtMs = Infinity;
    if (untilMs === Infinity) return;
    const nowMs = performance.now();
    if (nowMs < untilMs) set(untilMs - nowMs, nowMs);
    else onOver();
  };
  return {
    begin: (limitMs: number): void => {
      const nowMs = performance.now();
      untilMs = nowMs + limitMs;
      // A timer that fires earlier looks again.
      if (firesAtMs > untilMs) set(limitMs, nowMs);
    },
    end: (): void => {
      untilMs = Infinity;
    },
    stop: (): void => {
      untilMs = Infinity;
      clearTimeout(timer);
    },
  };
}

/**
 * Takes over a socket that has no listeners of others left.
 *
 * @param timeoutMs how long one `transfer` may take
 * @param signal drops the connection when it is aborted, until another one is followed
 * @param transcript takes down commands and replies, and of the message its size; absent: nobody does
 */
export function createSmtpSession(
  socket: Socket,
  timeoutMs: number,
  signal: AbortSignal,
  transcript?: Transcript,
): SmtpSession {
  let transferredBytes = 0;
  const note = (who: 'client' | 'server' | 'app', text: string) => {
    if (transferredBytes > 0) transcript?.write('app', `(${transferredBytes} bytes of the message)`);
    transferredBytes = 0;
    transcript?.write(who, text);
  };
  const reader = createReplyReader();
  const replies: SmtpReply[] = [];
  let lost: Lost | null = null;
  let wake: () => void = () => {};

  const lose = (why: Lost) => {
    lost ??= why;
    wake();
  };
  let followed: AbortSignal | null = null;
  const abort = () => {
    lose('aborted');
    socket.destroy();
  };
  const follow = (next: AbortSignal | null) => {
    followed?.removeEventListener('abort', abort);
    if (!next) socket.unref();
    else if (!followed) socket.ref();
    followed = next;
    next?.addEventListener('abort', abort, { once: true });
    if (next?.aborted) abort();
  };
  socket.setTimeout(0);
  socket.on('data', (bytes: Uint8Array) => {
    const arrived = reader.push(bytes);
    replies.push(...arrived.replies);
    if (arrived.malformed) lose('malformed');
    wake();
  });
  const patience = createPatience(() => {
    lose('timeout');
    socket.destroy();
  });
  for (const event of ['error', 'end', 'close']) socket.on(event, () => lose('closed'));
  socket.once('close', () => {
    followed?.removeEventListener('abort', abort);
    patience.stop();
  });
  follow(signal);

  /** Resolves when `done` says so, or after the time: whatever happens calls `wake`. */
  const until = (done: () => boolean, limitMs: number) =>
    new Promise<void>((resolve) => {
      patience.begin(limitMs);
      wake = () => {
        if (!done() && !lost) return;
        patience.end();
        wake = () => {};
        resolve();
      };
      wake();
    });

  const arrived = (): SmtpReply | undefined => {
    const next = replies.shift();
    if (next && transcript?.isOn()) note('server', replyText(next));
    return next;
  };

  const awaited = async (limitMs: number): Promise<SmtpReply | Lost> => {
    await until(() => replies.length > 0, limitMs);
    const next = arrived() ?? lost ?? 'closed';
    if (typeof next === 'string') note('app', `no reply: ${next}`);
    return next;
  };

  const transfer = async (bytes: Uint8Array): Promise<'written' | 'interrupted'> => {
    if (replies.length > 0 || lost) return 'interrupted';
    transferredBytes += bytes.length;
    let written = false;
    socket.write(bytes, (error) => {
      written = !error;
      wake();
    });
    await until(() => written || replies.length > 0, timeoutMs);
    return written && replies.length === 0 && !lost ? 'written' : 'interrupted';
  };

  const quit = () => {
    if (lost) {
      socket.destroy();
      return;
    }
    note('client', 'QUIT');
    socket.end('QUIT\r\n');
    const timer = setTimeout(() => socket.destroy(), quitMs);
    timer.unref();
    socket.once('close', () => clearTimeout(timer));
  };

  return {
    write: (text) => {
      if (lost) return;
      note('client', text);
      socket.write(text);
    },
    transfer,
    finish: (buffer, sizeBytes, text, onWritten) => {
      if (lost) return;
      transferredBytes += sizeBytes;
      note('client', text);
      socket.write(joined(buffer, sizeBytes, text), (error) => {
        if (!error) onWritten();
      });
    },
    reply: (limitMs) => arrived() ?? awaited(limitMs),
    hasReply: () => replies.length > 0,
    isOpen: () => lost === null,
    isUsable: () => lost === null && replies.length === 0,
    follow,
    quit,
    destroy: () => {
      lose('closed');
      socket.destroy();
    },
  };
}
