import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { composeMessage, envelopeOf } from '../../main/mail/message.ts';
import { submitBySmtp } from '../../main/mail/smtp.ts';
import type { SubmissionOutcome } from '../../main/mail/submission.ts';
import type { Submission } from '../../main/outbox/attempt.ts';
import { createOutbox } from '../../main/outbox/delivery.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { createSpool } from '../../main/outbox/spool.ts';
import type { KillPoint } from './outbox-worker-points.ts';
import { systemClock, systemRandom } from './system-ports.ts';

// The sender of a test that is killed at a chosen point: the real store, spool, composer and wire, in a process of its own.
const [folder = '', portText = '', killAt = ''] = process.argv.slice(2);
const die = (point: KillPoint) => {
  if (point === killAt) process.kill(process.pid, 'SIGKILL');
};

const messageFolder = join(folder, 'messages');
mkdirSync(messageFolder, { recursive: true });
const store = createOutboxStore(join(folder, 'outbox.db'));
const spool = createSpool({ folder: join(folder, 'spool'), clock: systemClock, random: systemRandom });

/** The real submission, with a grave at each of its steps. */
async function submit(submission: Submission): Promise<SubmissionOutcome> {
  const outcome = await submitBySmtp({
    ...submission,
    route: { host: '127.0.0.1', port: Number(portText), tls: 'none', timeoutMs: 5_000 },
    certificateAuthorities: [],
    onStage: (stage) => {
      if (stage !== 'authenticating') die(stage);
    },
    onEnding: () => {
      die('before-ending-record');
      submission.onEnding();
      die('after-ending-record');
    },
  });
  die('before-outcome-record');
  return outcome;
}

const outbox = createOutbox({
  store,
  spool,
  clock: systemClock,
  random: systemRandom,
  log: () => {},
  messageFolder,
  compose: async (...parameters) => {
    die('taken');
    const composed = await composeMessage(...parameters);
    die('composed');
    return composed;
  },
  envelopeOf,
  accountFor: (accountId) => ({
    accountId,
    heldBecause: null,
    from: { name: '', address: 'anna@example.com' },
    replyTo: '',
    authentication: 'none',
    ...{ mailbox: 'anna@example.com', server: 'mail.example.com:587', pace: null },
  }),
  credentials: () => Promise.resolve({ kind: 'none' }),
  submit,
  settings: () => ({ retentionDays: 365, keepDocumentsDays: 7 }),
  onChanged: (items) => {
    if (items.some(({ state }) => state !== 'queued' && state !== 'sending')) die('after-outcome-record');
  },
  onGrantNeeded: () => {},
});

const { documentId } = await spool.begin('quote.pdf');
await spool.append(documentId, 0, Buffer.alloc(200_000, 'document '));
await spool.end(documentId);
const { itemId } = await outbox.submit(
  {
    submissionKey: 'the-one-submission',
    accountId: 1,
    to: ['ben@example.org'],
    cc: [],
    bcc: [],
    subject: 'Quote',
    body: 'Hello',
    documentIds: [documentId],
  },
  { origin: 'agent' },
);
process.stdout.write(itemId);
die('submitted');
outbox.start();
