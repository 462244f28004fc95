import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { newAccountDraft } from '../../shared/account.ts';
import type { AgentCall } from '../agent/agent-call.ts';
import { stageDocument } from '../cli/upload-document.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../ports.ts';

const address = 'self-test@smtp-setup.invalid';
const lookEveryMs = 100;
const sentWithinMs = 30_000;

/** What a mail server of this process says; it takes everything. @see RFC 5321 §4.3.2 */
const replies: Readonly<Record<string, string>> = {
  EHLO: '250-self-test\r\n250 AUTH PLAIN',
  AUTH: '235 2.7.0 ok',
  DATA: '354 go on',
  QUIT: '221 2.0.0 bye',
};

/**
 * Sends a message with a document to a mail server inside this process, on loopback, and answers what became of it.
 *
 * It goes all the way: the password is sealed, the message is composed in its thread out of the archive, and its end is waited for.
 */
export async function sendToItself(call: AgentCall, folder: string, clock: Clock): Promise<string> {
  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const draft = { ...newAccountDraft, host: '127.0.0.1', port, user: address, tls: false };
    const saved = { accountId: null, draft, password: 'self-test', pendingGrantId: null, signOut: false };
    const { id } = await call('accountsSave', saved);
    const path = join(folder, 'self-test.txt');
    await writeFile(path, 'self-test');
    const unreadable = (_path: string, reason: string) => new AppError('document-unreadable', reason);
    const { documentId } = await stageDocument({ call, interrupted: never }, path, unreadable);
    const { itemId } = await call('outboxSubmit', {
      ...{ submissionKey: 'self-test-message', accountId: id, records: [], documentIds: [documentId] },
      ...{ to: [address], cc: [], bcc: [], subject: 'Self-test', body: 'Self-test' },
    });
    return await waitForEnd(call, itemId, clock);
  } finally {
    server.close();
  }
}

/** Answers what became of a message, with the reason where there is one; after half a minute, how it stands. */
export async function waitForEnd(call: AgentCall, itemId: string, clock: Clock): Promise<string> {
  const lastMs = clock.nowMs() + sentWithinMs;
  for (;;) {
    const { state, because } = await call('outboxGet', { itemId });
    const isOpen = (state === 'queued' && because === null) || state === 'sending';
    if (!isOpen || clock.nowMs() > lastMs) return because === null ? state : `${state}: ${because}`;
    await clock.sleep(lookEveryMs);
  }
}

const never = new AbortController().signal;

function serve(socket: Socket): void {
  let rest = '';
  let inMessage = false;
  socket.on('error', () => undefined);
  socket.setEncoding('latin1').on('data', (text: string) => {
    rest += text;
    for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (inMessage && line !== '.') continue;
      const verb = inMessage ? '' : line.slice(0, 4).toUpperCase();
      inMessage = verb === 'DATA';
      socket.write(`${replies[verb] ?? '250 2.0.0 ok'}\r\n`);
      if (verb === 'QUIT') socket.end();
    }
  });
  socket.write('220 self-test ESMTP\r\n');
}
