import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { answerWith } from './program.ts';

// The server that all senders of the bench send to: it takes everything as fast as Node can, and looks at what came.

/** How the sink is to be, or what came since it was asked last. */
export type SinkQuestion =
  | {
      readonly kind: 'start';
      readonly key: string;
      readonly certificate: string;
      /** What `AUTH XOAUTH2` must be followed by over TLS. */
      readonly token: string;
    }
  /** From now on: the hash of the document in each message; null: messages are counted only. */
  | { readonly kind: 'expect'; readonly sha256: string | null }
  /** Answered when so many messages have come. */
  | { readonly kind: 'wait'; readonly messages: number }
  | { readonly kind: 'count' };

/** Where the sink listens. */
export interface SinkPorts {
  readonly plain: number;
  readonly tls: number;
}

/** What came. */
export interface SinkCount {
  readonly messages: number;
  readonly bytes: number;
  /** Messages whose document is not the one that was expected. */
  readonly wrong: number;
  /** Messages whose Message-ID had come before. */
  readonly doubled: number;
}

const end = Buffer.from('\r\n.\r\n');
const nothing = Buffer.alloc(0);
/** A client says at most the envelope of the next message before it hears of this one. */
const mostAfterEnd = 4_096;
let expected: string | null = null;
let seen = new Set<string>();
let count = { messages: 0, bytes: 0, wrong: 0, doubled: 0 };
let waiting: { messages: number; done: () => void } | null = null;

/** SHA-256 of the document in a message of one document. */
function documentHash(message: string): string {
  const from = message.indexOf('\r\n\r\n', message.indexOf('Content-Disposition: attachment'));
  const text = message.slice(from + 4, message.indexOf('\r\n--', from));
  return createHash('sha256').update(Buffer.from(text, 'base64')).digest('hex');
}

function take(chunks: readonly Buffer[], bytes: number): void {
  count.messages += 1;
  count.bytes += bytes;
  const [first] = chunks;
  const id = /^Message-ID: (.*)\r$/im.exec(first?.toString('latin1', 0, 4096) ?? '')?.[1];
  if (id !== undefined) {
    if (seen.has(id)) count.doubled += 1;
    seen.add(id);
  }
  if (expected !== null && documentHash(Buffer.concat(chunks).toString('latin1')) !== expected)
    count.wrong += 1;
  if (waiting && count.messages >= waiting.messages) waiting.done();
}

function serve(socket: Socket, token: string | null): void {
  let isData = false;
  let pending = '';
  let chunks: Buffer[] = [];
  let bytes = 0;
  let tail: Buffer = nothing;
  const offers = ['sink', 'PIPELINING', '8BITMIME', 'SIZE', ...(token === null ? [] : ['AUTH XOAUTH2'])];
  const greeting = offers.map((offer, at) => `250${at < offers.length - 1 ? '-' : ' '}${offer}\r\n`).join('');
  const answer = (line: string): string => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') return greeting;
    if (verb === 'AUTH') return line === `AUTH XOAUTH2 ${token}` ? '235 2.7.0 OK\r\n' : '535 5.7.8 No\r\n';
    if (verb === 'DATA') {
      isData = true;
      return '354 Go on\r\n';
    }
    return verb === 'QUIT' ? '221 2.0.0 Bye\r\n' : '250 2.0.0 OK\r\n';
  };
  const commands = (chunk: Buffer): void => {
    pending += chunk.toString('latin1');
    let replies = '';
    let at = 0;
    for (let next = pending.indexOf('\r\n', at); next >= 0; next = pending.indexOf('\r\n', at)) {
      replies += answer(pending.slice(at, next));
      at = next + 2;
      if (isData) break;
    }
    pending = pending.slice(at);
    if (replies !== '') socket.write(replies);
    if (!isData || pending === '') return;
    const rest = Buffer.from(pending, 'latin1');
    pending = '';
    data(rest);
  };
  /** Where what follows the end of the message begins in a chunk; null: the end is not in it. */
  const afterEnd = (chunk: Buffer): number | null => {
    // The end may lie across two chunks.
    const seam = tail.length === 0 ? -1 : Buffer.concat([tail, chunk.subarray(0, 4)]).indexOf(end);
    if (seam >= 0) return seam + end.length - tail.length;
    const found = chunk.indexOf(end, Math.max(0, chunk.length - mostAfterEnd));
    return found < 0 ? null : found + end.length;
  };
  const data = (chunk: Buffer): void => {
    const after = afterEnd(chunk);
    if (after === null) {
      if (expected !== null || chunks.length === 0) chunks.push(chunk);
      bytes += chunk.length;
      tail = chunk.length >= 4 ? chunk.subarray(-4) : Buffer.concat([tail, chunk]).subarray(-4);
      return;
    }
    chunks.push(chunk.subarray(0, after));
    take(chunks, bytes + after);
    [isData, chunks, bytes, tail] = [false, [], 0, nothing];
    socket.write('250 2.0.0 OK: queued as 4Fz2mQ1xWnz9rxH\r\n');
    if (after < chunk.length) commands(chunk.subarray(after));
  };
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => (isData ? data(chunk) : commands(chunk)));
  socket.on('error', () => socket.destroy());
  socket.write('220 sink ESMTP\r\n');
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function start({ key, certificate: cert, token }: Extract<SinkQuestion, { kind: 'start' }>) {
  return {
    plain: await listen(createServer((socket) => serve(socket, null))),
    tls: await listen(createTlsServer({ key, cert }, (socket) => serve(socket, token))),
  } satisfies SinkPorts;
}

async function until(messages: number): Promise<void> {
  if (count.messages >= messages) return;
  await new Promise<void>((done) => (waiting = { messages, done }));
  waiting = null;
}

function countAnew(): SinkCount {
  const before = count;
  count = { messages: 0, bytes: 0, wrong: 0, doubled: 0 };
  seen = new Set();
  return before;
}

answerWith(async (question: SinkQuestion): Promise<unknown> => {
  if (question.kind === 'start') return start(question);
  if (question.kind === 'wait') return until(question.messages);
  if (question.kind === 'count') return countAnew();
  expected = question.sha256;
  return null;
});
