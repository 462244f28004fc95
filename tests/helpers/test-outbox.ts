import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { OutboxItem, OutboxState } from '../../shared/message.ts';
import { composeMessage, envelopeOf } from '../../main/mail/message.ts';
import type { Authentication, SubmissionOutcome } from '../../main/mail/submission.ts';
import type { SendingAccount, Submission } from '../../main/outbox/attempt.ts';
import { createOutbox } from '../../main/outbox/delivery.ts';
import type { NewMessage, OutboxDeps } from '../../main/outbox/delivery.ts';
import { createOutboxStore } from '../../main/outbox/outbox-store.ts';
import { createSpool } from '../../main/outbox/spool.ts';
import { createFakeClock } from './fake-clock.ts';
import type { FakeClock } from './fake-clock.ts';
import { systemRandom } from './system-ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A submission that waits for the test to say how it ends. */
export interface OpenSubmission {
  readonly submission: Submission;
  readonly end: (outcome: SubmissionOutcome) => void;
}

interface Choices {
  readonly folder?: string;
  readonly clock?: FakeClock;
  /** Accounts by ID; default: accounts 1 to 99 with a password. */
  readonly accountFor?: OutboxDeps['accountFor'];
  readonly credentials?: OutboxDeps['credentials'];
  /** Default: the test ends each submission itself, through `next`. */
  readonly submit?: OutboxDeps['submit'];
  readonly settings?: OutboxDeps['settings'];
  readonly compose?: OutboxDeps['compose'];
  readonly onChanged?: OutboxDeps['onChanged'];
}

export const accepted: SubmissionOutcome = {
  kind: 'accepted',
  reply: '250 OK',
  accepted: ['ben@example.org'],
  refused: [],
};
export const password: Authentication = { kind: 'password', user: 'anna@example.com', password: 'secret' };

/** An account of a test. */
export function sendingAccount(accountId: number, changes: Partial<SendingAccount> = {}): SendingAccount {
  return {
    accountId,
    heldBecause: null,
    from: { name: 'Anna', address: `anna${accountId}@example.com` },
    replyTo: '',
    authentication: 'password',
    mailbox: `anna${accountId}@example.com`,
    server: 'mail.example.com:587',
    pace: null,
    ...changes,
  };
}

let submissions = 0;

/** A message to be handed over. */
export function newMessage(changes: Partial<NewMessage> = {}): NewMessage {
  submissions += 1;
  return {
    submissionKey: `submission-${submissions}`,
    accountId: 1,
    to: ['ben@example.org'],
    cc: [],
    bcc: [],
    subject: 'Quote',
    body: 'Hello',
    documentIds: [],
    ...changes,
  };
}

/** An outbox on real files, with a clock that a test moves; it is stopped with the test. */
export async function startTestOutbox(choices: Choices = {}) {
  const folder = choices.folder ?? (await temporaryFolder());
  const clock = choices.clock ?? createFakeClock();
  const messageFolder = join(folder, 'messages');
  mkdirSync(messageFolder, { recursive: true });
  const store = createOutboxStore(join(folder, 'outbox.db'));
  const spool = createSpool({ folder: join(folder, 'spool'), clock, random: systemRandom });
  const open: OpenSubmission[] = [];
  const grants: [string, string][] = [];
  const events: string[] = [];
  const changed: OutboxItem[] = [];
  const outbox = createOutbox({
    store,
    spool,
    clock,
    random: { ...systemRandom, fraction: () => 0 },
    log: (event, fields) => void events.push(`${event} ${JSON.stringify(fields ?? {})}`),
    messageFolder,
    compose: choices.compose ?? composeMessage,
    envelopeOf,
    accountFor: choices.accountFor ?? ((id) => (id < 100 ? sendingAccount(id) : null)),
    credentials: choices.credentials ?? (() => Promise.resolve(password)),
    submit:
      choices.submit ??
      ((submission) =>
        new Promise((resolve) => {
          const end = (outcome: SubmissionOutcome) => {
            if (outcome.kind === 'accepted' || outcome.kind === 'unconfirmed') submission.onEnding();
            resolve(outcome);
          };
          open.push({ submission, end });
          submission.signal.addEventListener('abort', () =>
            resolve({ kind: 'deferred', code: 'server-unreachable' }),
          );
        })),
    settings: choices.settings ?? (() => ({ retentionDays: 365, keepDocumentsDays: 7 })),
    onChanged: choices.onChanged ?? ((items) => void changed.push(...items)),
    onGrantNeeded: (item, code) => void grants.push([item.itemId, code]),
  });
  const stop = async () => {
    const stopped = outbox.stop();
    await clock.advance(10_000);
    await stopped;
    store.close();
  };
  onTestFinished(stop);

  /** Waits, without time passing for the outbox, until something holds. */
  async function until(holds: () => boolean): Promise<void> {
    for (const endsAtMs = Date.now() + 4_000; Date.now() < endsAtMs;) {
      if (holds()) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error('it never came to that');
  }
  const stateOf = (itemId: string): OutboxState => outbox.get(itemId).state;
  return {
    ...{ folder, messageFolder, clock, store, spool, outbox, grants, events, changed, stop, until, stateOf },
    /** The next submission that waits for its end. */
    next: async (): Promise<OpenSubmission> => {
      await until(() => open.length > 0);
      const [first] = open.splice(0, 1);
      if (!first) throw new Error('no submission');
      return first;
    },
    open: () => open.length,
    untilState: (itemId: string, state: OutboxState) => until(() => stateOf(itemId) === state),
    send: async (changes: Partial<NewMessage> = {}) =>
      (await outbox.submit(newMessage(changes), { origin: 'user' })).itemId,
    /** Copies a document into the spool. */
    document: async (name: string, text: string): Promise<string> => {
      const { documentId } = await spool.begin(name);
      await spool.append(documentId, 0, Buffer.from(text));
      return (await spool.end(documentId)).documentId;
    },
  };
}
