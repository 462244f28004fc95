import { domainToASCII } from 'node:url';
import type { Caller } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxItem, OutboxPage, Submitted } from '../../shared/message.ts';
import { sendAtOf } from '../../shared/send-at.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Clock, Log, Random } from '../ports.ts';
import { assertNoneMissing, resendRecipients } from './resend.ts';
import type { ResendTo } from './resend.ts';
import { assertSameMessage } from './same-message.ts';
import type { AttemptDeps, SendingAccount } from './attempt.ts';
import { createDeliveryLoop } from './delivery-loop.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createItemChanges } from './item-changes.ts';
import { newProgress, publicItem } from './outbox-item.ts';
import type { ItemContent, RelayedMessage, StoredItem } from './outbox-item.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { Spool } from './spool.ts';

/** Reasons of a wait that are over when the network is there again. */
const unreachedCodes: readonly ErrorCode[] = ['server-unreachable', 'provider-unreachable'];

/** What the outbox needs; the functions are how it meets accounts, identities and the wire. */
export interface OutboxDeps extends Omit<AttemptDeps, 'documentPath' | 'bodyOf'> {
  readonly store: OutboxStore;
  readonly spool: Spool;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Answers null where there is no such account. */
  readonly accountFor: (accountId: number) => SendingAccount | null;
  readonly settings: () => Pick<Settings, 'retentionDays' | 'keepDocumentsDays'>;
  /** Items that changed, as they are now. */
  readonly onChanged: (items: readonly OutboxItem[]) => void;
  /** An item is held because somebody has to sign in. */
  readonly onGrantNeeded: (item: OutboxItem, code: ErrorCode) => void;
  /** With angle brackets; absent: random, in the domain of the From address. */
  readonly newMessageId?: (from: string) => string;
}

/** A message as it is handed over; the account is decided. */
export interface NewMessage {
  readonly submissionKey: string;
  readonly accountId: number;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly documentIds: readonly string[];
  /** Not due before this, epoch milliseconds; absent: at once. */
  readonly sendAtMs?: number | undefined;
  /** What is known of a message that its only document is, as a program handed it over; absent: it is composed. */
  readonly relayed?: RelayedMessage & { readonly messageId: string };
}

/** What is sent once more, and to whom. */
export interface Resend {
  readonly submissionKey: string;
  readonly itemId: string;
  /** null: the account of the older message. */
  readonly accountId: number | null;
  readonly recipients: ResendTo;
}

/** The outbox of a profile: takes messages over and sends them, none twice without a person. */
export type Outbox = ReturnType<typeof createOutbox>;

/** A message with its documents, as an item keeps it. */
type WholeMessage = Pick<
  ItemContent,
  'submissionKey' | 'to' | 'cc' | 'bcc' | 'subject' | 'body' | 'documents'
> &
  Pick<NewMessage, 'relayed' | 'sendAtMs'>;

const idBytes = 16;

function assertRecipients({ to, cc, bcc }: NewMessage): void {
  if (to.length + cc.length + bcc.length === 0) {
    throw new AppError('invalid-request', 'The message has no recipient.', { field: 'to' });
  }
}

/** RFC 5322 §3.6.4: the right side is a domain of the sender's; in ASCII. */
function domainOf(address: string): string {
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1)) || 'localhost';
}

function relayedOf({
  program,
  sender,
  namesOthers,
  needs8Bit,
  needsSmtpUtf8,
}: RelayedMessage): RelayedMessage {
  return { program, sender, namesOthers, needs8Bit, needsSmtpUtf8 };
}

function submitted({ itemId, messageId, state, accountId }: StoredItem): Submitted {
  return { itemId, messageId, state, accountId };
}

/**
 * Opens the outbox on its store. Items that a dead process was sending become what they truly are; nothing is sent before
 * `start`.
 *
 * @throws {AppError} `storage-full`, `profile-unreadable` — the store cannot be written or read
 */
export function createOutbox(deps: OutboxDeps) {
  const { store, spool, clock, random, log, accountFor } = deps;
  const housekeeping = createHousekeeping(deps);
  const changes = createItemChanges({ ...deps, onOver: housekeeping.afterItem });
  const attempt = { ...deps, documentPath: spool.pathOf, bodyOf: store.body };
  const loop = createDeliveryLoop({ ...deps, changes, attempt, tidy: housekeeping.run });
  const newId = () => Buffer.from(random.bytes(idBytes)).toString('base64url');
  const newMessageId = deps.newMessageId ?? ((from: string) => `<${newId()}@${domainOf(from)}>`);

  /** A person's word goes before others and before any pace. */
  const atOnce = (itemId: string, kind: 'send-now' | 'send-again'): OutboxItem => {
    const item = changes.change(itemId, { kind });
    loop.urge(itemId);
    return publicItem(item);
  };

  /** The item that a key stands for already; copies of its documents that came with the question go again. */
  async function known(message: Omit<NewMessage, 'accountId'>): Promise<Submitted | null> {
    const item = store.bySubmissionKey(message.submissionKey);
    if (!item) return null;
    const own = new Set(item.documents.map(({ documentId }) => documentId));
    const copied = message.documentIds.filter((documentId) => !own.has(documentId));
    const documents = await Promise.all(
      message.documentIds.map(
        async (documentId) =>
          item.documents.find((document) => document.documentId === documentId) ??
          (await spool.staged(documentId)),
      ),
    );
    assertSameMessage(item, store.body(item.itemId), { ...message, documents });
    await Promise.all(copied.map(spool.discard)).catch(() => log('outbox-not-tidied'));
    return submitted(item);
  }

  function accountOf(accountId: number): SendingAccount {
    const account = accountFor(accountId);
    if (account) return account;
    throw new AppError('account-not-found', `There is no account ${accountId}.`, { field: 'accountId' });
  }

  /** Puts a whole message on disk; where somebody was faster with its key, answers that item. */
  function takeOver(
    message: WholeMessage,
    account: SendingAccount,
    { origin }: Caller,
    sendAtMs: number | null,
  ): { readonly item: StoredItem; readonly isNew: boolean } {
    const { submissionKey, to, cc, bcc, subject, body, documents } = message;
    const nowMs = clock.nowMs();
    const messageId = message.relayed?.messageId ?? newMessageId(account.from.address);
    const taken = store.submit(
      {
        ...{ itemId: newId(), submissionKey, messageId, origin, createdAtMs: nowMs },
        ...{ to, cc, bcc, subject, body, documents },
        relayed: message.relayed && relayedOf(message.relayed),
      },
      newProgress(account.accountId, nowMs, sendAtMs),
    );
    if (taken.isNew) changes.announce([taken.item]);
    else assertSameMessage(taken.item, store.body(taken.item.itemId), message);
    return taken;
  }

  changes.changeAll({ states: ['sending'] }, { kind: 'recover' });
  loop.clampWaits();

  return {
    /**
     * Answers the item that the key of a message stands for; null where the key is new.
     *
     * @throws {AppError} `invalid-request` — the key stands for another message
     */
    known,

    /**
     * Takes a message over: it is durable when the call returns, and the same submission key answers the same item.
     *
     * @throws {AppError} `invalid-request` — nobody would get it, its time is none, or its key stands for another message
     * @throws {AppError} `account-not-found`, `document-unreadable`, `storage-full` — nothing was taken over
     */
    submit: async (message: NewMessage, caller: Caller): Promise<Submitted> => {
      const before = await known(message);
      if (before) return before;
      assertRecipients(message);
      const account = accountOf(message.accountId);
      const documents = await Promise.all(message.documentIds.map((documentId) => spool.staged(documentId)));
      const sendAtMs = sendAtOf(message.sendAtMs, clock.nowMs());
      const { item, isNew } = takeOver({ ...message, documents }, account, caller, sendAtMs);
      // What stays in the staging goes with a later sweep.
      if (isNew) await spool.consume(documents).catch(() => log('outbox-not-tidied'));
      return submitted(item);
    },

    /**
     * Takes over a new message, with a Message-ID of its own, that is made of one that is over.
     *
     * @throws {AppError} `item-not-found`, `transition-refused`, `profile-unreadable` — it is none, or not over, or damaged
     * @throws {AppError} `document-unreadable` — its documents are not kept any more
     * @throws {AppError} `invalid-request` — nobody would get it, or its key stands for another message
     * @throws {AppError} `account-not-found`, `storage-full`
     */
    resend: async (resend: Resend, caller: Caller): Promise<Submitted> => {
      const older = store.get(resend.itemId);
      // Its Message-ID stands in its bytes, and those are the program's.
      if (older.relayed) {
        const message = 'A program handed this message over whole; let the program send it again.';
        throw new AppError('transition-refused', message, { field: 'itemId' });
      }
      const recipients = resendRecipients(older, resend.recipients);
      const { subject, documents } = older;
      const body = store.body(older.itemId);
      const message = { submissionKey: resend.submissionKey, ...recipients, subject, body, documents };
      const before = store.bySubmissionKey(message.submissionKey);
      if (before) {
        assertSameMessage(before, store.body(before.itemId), message);
        return submitted(before);
      }
      const account = accountOf(resend.accountId ?? older.accountId);
      assertNoneMissing(await spool.keep(documents));
      const { item } = takeOver(message, account, caller, null);
      await spool.consume(documents).catch(() => log('outbox-not-tidied'));
      return submitted(item);
    },

    page: (query: Parameters<OutboxStore['page']>[0]): OutboxPage => {
      const page = store.page(query);
      return { ...page, items: page.items.map(loop.withPace) };
    },
    counts: store.counts,
    /** Grows with every change of any item. */
    version: changes.version,
    /** @throws {AppError} `item-not-found` */
    get: (itemId: string): OutboxItem => loop.withPace(publicItem(store.get(itemId))),

    /**
     * Gives an item up, also while it is being sent, as long as its end has not left.
     *
     * @throws {AppError} `item-not-found`, `transition-refused`
     */
    cancel: (itemId: string): OutboxItem => {
      const item = changes.change(itemId, { kind: 'cancel' });
      loop.abort(itemId);
      return publicItem(item);
    },
    /** @throws {AppError} `item-not-found`, `transition-refused` — it is not waiting, held or given up */
    sendNow: (itemId: string): OutboxItem => atOnce(itemId, 'send-now'),
    /** @throws {AppError} `item-not-found`, `transition-refused` — it is not unconfirmed */
    sendAgain: (itemId: string): OutboxItem => atOnce(itemId, 'send-again'),
    /** @throws {AppError} `item-not-found`, `transition-refused` — it is not unconfirmed */
    markSent: (itemId: string): OutboxItem => publicItem(changes.change(itemId, { kind: 'mark-sent' })),

    /** Queues held items again, those that are meant; answers how many. */
    releaseHeld: (predicate: (item: OutboxItem) => boolean): number =>
      changes.changeAll({ states: ['held'] }, { kind: 'release' }, predicate),
    /** Lets go on what was held because these accounts were gone; answers how many items that are. */
    accountsCameBack: (accountIds: readonly number[]): number =>
      accountIds.length === 0
        ? 0
        : changes.changeAll(
            { states: ['held'], accountIds, because: ['account-not-found'] },
            { kind: 'release' },
          ),
    /** Holds queued items, and gives held ones another reason, those that are meant; answers how many changed. */
    hold: (predicate: (item: OutboxItem) => boolean, code: ErrorCode, reason: string | null = null): number =>
      changes.changeAll({ states: ['queued', 'held'] }, { kind: 'hold', code, reason }, predicate),
    /** How many items of these accounts are held for one of these reasons. */
    heldFor: (accountIds: readonly number[], because: readonly ErrorCode[]): number =>
      store.count({ states: ['held'], accountIds, because }),

    /** Breaks off what these accounts are sending, unless its end has left: it is queued again. */
    interrupt: loop.interrupt,
    /** How many items these accounts still have to send. */
    waitingFor: (accountIds: readonly number[]): number =>
      store.count({ states: ['queued', 'held', 'sending'], accountIds }),
    /** Lets another account send what these still have to; answers how many items that are. */
    moveWaiting: (accountIds: readonly number[], toAccountId: number): number => {
      loop.interrupt(accountIds);
      return changes.changeAll(
        { states: ['queued', 'held'], accountIds },
        { kind: 'move', accountId: toAccountId },
      );
    },
    /** Gives up queued items that are meant; answers how many. */
    cancelQueued: (predicate: (item: OutboxItem) => boolean): number =>
      changes.changeAll({ states: ['queued'] }, { kind: 'cancel' }, predicate),
    /** Gives up what these accounts still have to send; answers how many items that are. */
    cancelWaiting: (accountIds: readonly number[]): number => {
      loop.interrupt(accountIds);
      return changes.changeAll({ states: ['queued', 'held'], accountIds }, { kind: 'cancel' });
    },

    /** Tries now what waits because nobody could be reached, and looks whether something is due; answers how many items it tries. */
    tryUnreached: (): number => {
      const tried = changes.changeAll({ states: ['queued'], because: unreachedCodes }, { kind: 'send-now' });
      // Timers stand still while a computer sleeps.
      loop.wake();
      return tried;
    },
    /** Begins to send, and to tidy up once a day. */
    start: loop.start,
    /** Ends within seven seconds, mostly at once, and leaves every item as what it truly is; the store stays open. */
    stop: async (): Promise<void> => {
      await loop.stop();
      await changes.tidied();
    },
  };
}
