import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';

type Answer = string | ((line: string) => string | null);

/** How a hand-written server behaves; whatever is left out is polite. */
export interface SmtpScript {
  /** Lines of the EHLO reply after the first; default: PIPELINING, 8BITMIME and AUTH. */
  readonly offers?: readonly string[];
  /** Replies by verb (`greeting`, `EHLO`, `AUTH`, `MAIL`, `RCPT`, `DATA`, `message`, …); null: the server says nothing any more. */
  readonly answers?: Readonly<Record<string, Answer>>;
  /** Cuts the connection once so many bytes have arrived. */
  readonly cutAfterBytes?: number;
  readonly cutBy?: 'fin' | 'reset';
  /** Speaks TLS from the first byte. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Begins TLS when it is asked to. */
  readonly startTls?: { readonly key: string; readonly cert: string };
  /** Address it listens on; default: 127.0.0.1. */
  readonly host?: string;
  /** Sees each connection before it is used. */
  readonly onConnection?: (socket: Socket) => void;
  /** Speaks in the middle of the message, once: how many bytes of it must have arrived, and what is said. */
  readonly interrupt?: { readonly afterBytes: number; readonly reply: string; readonly close: boolean };
}

/** A server whose every byte is written down. */
export interface RunningScript {
  readonly port: number;
  /** Command lines, in order, of all connections. */
  readonly commands: () => readonly string[];
  /** Mail data that came whole, without its terminator and still dot-stuffed. */
  readonly messages: () => readonly Buffer[];
  /** Everything that was received. */
  readonly received: () => Buffer;
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

const polite: Readonly<Record<string, string>> = {
  greeting: '220 script ESMTP',
  AUTH: '235 2.7.0 Accepted',
  MAIL: '250 2.1.0 OK',
  RCPT: '250 2.1.5 OK',
  DATA: '354 Go ahead',
  message: '250 2.0.0 Queued as 1',
  QUIT: '221 2.0.0 Bye',
  RSET: '250 2.0.0 OK',
};
const terminator = Buffer.from('\r\n.\r\n');

/** Starts a server that speaks exactly what the script says; it ends with the test. */
export async function startSmtpScript(script: SmtpScript = {}): Promise<RunningScript> {
  const commands: string[] = [];
  const messages: Buffer[] = [];
  const received: Buffer[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const offers = script.offers ?? ['PIPELINING', '8BITMIME', 'AUTH PLAIN LOGIN XOAUTH2'];

  const converse = (socket: Socket, isBeginning = true) => {
    if (isBeginning) connections += 1;
    sockets.add(socket);
    let pending = Buffer.alloc(0);
    let inData = false;
    let arrivedBytes = 0;
    let interrupted = false;
    let mute = false;
    const cut = () => (script.cutBy === 'reset' ? socket.resetAndDestroy() : socket.end());
    const say = (verb: string, line: string): string | null => {
      const answer = script.answers?.[verb] ?? polite[verb] ?? '502 5.5.1 Unknown';
      const text = typeof answer === 'string' ? answer : answer(line);
      mute ||= text === null;
      if (text !== null) socket.write(text.endsWith('\n') ? text : `${text}\r\n`);
      return text;
    };
    const command = (line: string) => {
      commands.push(line);
      const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
      if ((verb === 'EHLO' || verb === 'HELO') && !script.answers?.[verb]) {
        const lines = ['script', ...offers];
        socket.write(
          lines.map((text, index) => `250${index === lines.length - 1 ? ' ' : '-'}${text}\r\n`).join(''),
        );
        return;
      }
      if (verb === 'STARTTLS' && script.startTls) {
        socket.write('220 2.0.0 Go ahead\r\n');
        socket.removeAllListeners('data');
        const secureContext = createSecureContext(script.startTls);
        converse(new TLSSocket(socket, { isServer: true, secureContext }), false);
        return;
      }
      const text = say(verb, line);
      if (verb === 'DATA' && text?.startsWith('354')) inData = true;
      if (verb === 'QUIT') socket.end();
    };
    const read = () => {
      for (;;) {
        if (mute) return;
        if (inData) {
          if (script.interrupt && !interrupted && pending.length >= script.interrupt.afterBytes) {
            interrupted = true;
            socket.write(script.interrupt.reply);
            if (script.interrupt.close) socket.end();
          }
          // An empty message is the terminator alone.
          const empty = pending.subarray(0, 3).equals(terminator.subarray(2));
          const end = empty ? 0 : pending.indexOf(terminator);
          if (end < 0) return;
          messages.push(pending.subarray(0, empty ? 0 : end + 2));
          pending = pending.subarray(empty ? 3 : end + terminator.length);
          inData = false;
          say('message', '');
          continue;
        }
        const end = pending.indexOf('\r\n');
        if (end < 0) return;
        const line = pending.toString('utf8', 0, end);
        pending = pending.subarray(end + 2);
        command(line);
      }
    };
    // Small replies one after the other would wait for each other's acknowledgement.
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes: Buffer) => {
      const left = (script.cutAfterBytes ?? Number.POSITIVE_INFINITY) - arrivedBytes;
      const taken = bytes.subarray(0, Math.max(0, left));
      arrivedBytes += taken.length;
      received.push(taken);
      pending = Buffer.concat([pending, taken]);
      read();
      if (bytes.length >= left) cut();
    });
    if (!isBeginning) return;
    script.onConnection?.(socket);
    say('greeting', '');
  };

  const server = script.tls
    ? createTlsServer(script.tls, (socket) => converse(socket))
    : createServer((socket) => converse(socket));
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, script.host ?? '127.0.0.1', resolve);
  });
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return {
    port: (server.address() as AddressInfo).port,
    commands: () => commands,
    messages: () => messages,
    received: () => Buffer.concat(received),
    connections: () => connections,
    close,
  };
}
