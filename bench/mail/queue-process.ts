import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { createComposing } from '../../main/mail/composing.ts';
import { envelopeOf } from '../../main/mail/message.ts';
import { createSmtpConnections } from '../../main/mail/smtp-connections.ts';
import { createOutbox } from '../../main/outbox/delivery.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { createSpool } from '../../main/outbox/spool.ts';
import { createRelay } from '../../main/relay/relay.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { relayPassword, relayPasswordBytes } from '../../shared/relay.ts';
import { createFakeCipher } from '../../tests/helpers/fake-cipher.ts';
import { memoryStore } from '../../tests/helpers/memory-store.ts';
import { systemClock as clock, systemRandom as random } from '../../tests/helpers/system-ports.ts';
import { answerWith } from './program.ts';

// Our outbox and its relay in a process of their own, on real files, as the app puts them together.

/** What is asked of the outbox. */
export type QueueQuestion =
  | {
      readonly kind: 'open';
      readonly folder: string;
      /** Where all accounts send to, by implicit TLS. */
      readonly port: number;
      readonly certificateAuthority: string;
      /** As many accounts, each of which has one connection. */
      readonly accounts: number;
    }
  /** Begins to send what was taken over. */
  | { readonly kind: 'deliver' }
  /** Takes messages over one after the other, each with a copy of the document; answers how many milliseconds that took. */
  | { readonly kind: 'accept'; readonly document: string; readonly messages: number }
  /** Opens the relay. */
  | { readonly kind: 'relay' };

/** How programs use the relay. */
export interface RelayPlace {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly certificateFile: string;
}

const timeoutMs = 30_000;
const address = 'anna@example.com';
const pieceBytes = 1024 * 1024;

async function openQueue(question: Extract<QueueQuestion, { kind: 'open' }>) {
  const { folder, port, certificateAuthority, accounts } = question;
  const messageFolder = join(folder, 'messages');
  mkdirSync(messageFolder, { recursive: true });
  const store = createOutboxStore(join(folder, 'outbox.db'));
  const spool = createSpool({ folder: join(folder, 'spool'), clock, random });
  const connections = createSmtpConnections();
  const composing = createComposing();
  const account = (accountId: number) => ({
    ...{ accountId, heldBecause: null, from: { name: 'Anna', address }, replyTo: '' },
    ...{ authentication: 'none' as const, pace: null, looksAhead: true },
    ...{ mailbox: `${address} ${accountId}`, server: `localhost:${port}` },
  });
  const outbox = createOutbox({
    ...{ store, spool, clock, random, messageFolder, envelopeOf },
    log: () => {},
    compose: composing.compose,
    accountFor: (id) => (id <= accounts ? account(id) : null),
    credentials: async () => ({ kind: 'none' }),
    submit: ({ accountId, bcc: _bcc, namesOthers: _namesOthers, ...submission }) =>
      connections.submit({
        ...submission,
        owner: { ...account(accountId), connections: null, isCurrent: () => true },
        route: { host: 'localhost', port, tls: 'implicit', timeoutMs },
        certificateAuthorities: [certificateAuthority],
      }),
    settings: () => ({ retentionDays: 365, keepDocumentsDays: 7 }),
    onChanged: () => {},
    onGrantNeeded: () => {},
  });
  return { folder, spool, outbox, store, accounts };
}

type Queue = Awaited<ReturnType<typeof openQueue>>;

async function accept(
  { spool, outbox, accounts }: Queue,
  document: string,
  messages: number,
): Promise<number> {
  const piece = Buffer.allocUnsafe(pieceBytes);
  const startMs = performance.now();
  for (let number = 0; number < messages; number += 1) {
    const { documentId } = await spool.begin('invoice.pdf');
    // To ask a thread for what lies in memory takes longer than to read it.
    const file = openSync(document, 'r');
    for (let offset = 0; ;) {
      const bytesRead = readSync(file, piece, 0, pieceBytes, null);
      if (bytesRead === 0) break;
      // Each is another one: of those that are alike only one is kept.
      if (offset === 0) randomBytes(16).copy(piece);
      await spool.append(documentId, offset, piece.subarray(0, bytesRead));
      offset += bytesRead;
    }
    closeSync(file);
    await spool.end(documentId);
    await outbox.submit(
      {
        ...{ submissionKey: randomBytes(16).toString('hex'), accountId: (number % accounts) + 1 },
        ...{ to: ['ben@example.org'], cc: [], bcc: [], subject: 'Invoice', body: 'Good morning\n' },
        documentIds: [documentId],
      },
      { origin: 'user' },
    );
  }
  return performance.now() - startMs;
}

/** The relay takes 600 messages a minute from each program: here a minute is over after 60 ms. */
const startedAtMs = Date.now();
const quickClock = { ...clock, nowMs: () => startedAtMs + (Date.now() - startedAtMs) * 1_000 };

async function openRelay({ folder, spool, outbox, accounts }: Queue): Promise<RelayPlace> {
  const ids = Array.from({ length: accounts }, (_, index) => index + 1);
  const relay = createRelay({
    profileFolder: folder,
    vault: createTokenVault({ folder, cipher: createFakeCipher(), clock, random }),
    ...{ clock: quickClock, random, log: () => {}, openStore: memoryStore(), spool },
    settings: () => ({ relayEnabled: true, relayPort: 0 }),
    accounts: () => ids.map((id) => ({ id, enabled: true, addresses: [address], isByHeader: false })),
    resolve: async () => null,
    submit: (message) => outbox.submit(message, { origin: 'agent' }),
    waiting: () => 0,
  });
  const password = relayPassword(randomBytes(relayPasswordBytes));
  await relay.addProgram({ name: 'erp', password, accountIds: [...ids] });
  await relay.start();
  const { listening, certificateFile } = relay.status();
  const [first = ''] = listening;
  const port = Number(first.slice(first.lastIndexOf(':') + 1));
  return { port, user: 'erp+1', password, certificateFile: certificateFile ?? '' };
}

let queue: Queue | null = null;

answerWith(async (question: QueueQuestion): Promise<unknown> => {
  if (question.kind === 'open') queue = await openQueue(question);
  if (!queue) throw new Error('it is not open');
  if (question.kind === 'deliver') queue.outbox.start();
  if (question.kind === 'accept') return accept(queue, question.document, question.messages);
  return question.kind === 'relay' ? openRelay(queue) : null;
});
