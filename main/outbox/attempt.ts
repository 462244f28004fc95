import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { AppError, errorCatalog } from '../../shared/errors.ts';
import type { ErrorCode, FailureDetail } from '../../shared/errors.ts';
import { createContentCheck } from '../document-content.ts';
import type { ComposedMessage, Mailbox, MessageInput } from '../mail/message.ts';
import type {
  Authentication,
  Envelope,
  MessageFile,
  SubmissionHooks,
  SubmissionOutcome,
} from '../mail/submission.ts';
import { fileFailure, isStorageFault, removeFile } from '../whole-file.ts';
import type { ComposedFile, OutboxEvent, RelayedMessage, StoredItem } from './outbox-item.ts';
import type { PaceLimits } from './pace.ts';

/** What the outbox has to know of an account. */
export interface SendingAccount {
  readonly accountId: number;
  /** Why it must not send now, e.g. `account-disabled`; null: it may. */
  readonly heldBecause: ErrorCode | null;
  readonly from: Mailbox;
  /** Sender header field, where it is not the From address. */
  readonly sender?: Mailbox;
  /** Address; empty: none. */
  readonly replyTo: string;
  readonly authentication: Authentication['kind'];
  /** The same for all accounts that send as one mailbox: they share its pace. */
  readonly mailbox: string;
  /** The same for all accounts that send through one server. */
  readonly server: string;
  /** How fast the mailbox may send; null: nothing is known of a limit. */
  readonly pace: PaceLimits | null;
  /** The next message is made ready while one is on its way, and waits behind it where it is handed over. */
  readonly looksAhead?: boolean;
}

/** One message on its way to a server. */
export interface Submission extends SubmissionHooks {
  readonly accountId: number;
  readonly authentication: Authentication;
  readonly envelope: Envelope;
  /** Recipients that the header of the message does not name. */
  readonly bcc: readonly string[];
  /** The header names somebody who must not get the message; absent: no. */
  readonly namesOthers?: boolean;
  readonly message: MessageFile;
}

/** What an attempt uses; each is handed in, so that the outbox knows neither accounts nor identities nor the wire. */
export interface AttemptDeps {
  /** Where composed messages lie. */
  readonly messageFolder: string;
  /** Path of the content with this hash. */
  readonly documentPath: (sha256: string) => string;
  readonly bodyOf: (itemId: string) => string;
  readonly compose: (input: MessageInput, writeTo: string, signal: AbortSignal) => Promise<ComposedMessage>;
  readonly envelopeOf: (input: MessageInput) => Envelope;
  /**
   * Answers what proves who sends.
   *
   * @param options.rejectedToken an access token that the server refused: a fresh one is wanted
   * @param options.claims what the server wants to see proved by it
   * @throws {AppError} a retried code (`provider-unreachable`, …) queues the item, any other one holds it
   */
  readonly credentials: (
    accountId: number,
    options: { readonly rejectedToken?: string; readonly claims?: string },
  ) => Promise<Authentication>;
  readonly submit: (submission: Submission) => Promise<SubmissionOutcome>;
}

/** How an attempt ended: the event for its item, but for the time of the next try, which is not an attempt's to say. */
export type AttemptEnd =
  | { readonly kind: 'outcome'; readonly outcome: SubmissionOutcome }
  | Extract<OutboxEvent, { kind: 'interrupted' | 'hold' }>;

/** What scripts are told where no access token could be had. */
export const noTokenReason = 'Failed to obtain an access token';

/** Records what happened to the item; throws where the item no longer takes it, e.g. because it was cancelled. */
type Record = (event: OutboxEvent) => void;

function inputOf(item: StoredItem, account: SendingAccount, deps: AttemptDeps): MessageInput {
  return {
    messageId: item.messageId,
    dateMs: item.createdAtMs,
    from: account.from,
    ...(account.sender && { sender: account.sender }),
    replyTo: account.replyTo,
    to: item.to,
    cc: item.cc,
    bcc: item.bcc,
    subject: item.subject,
    body: deps.bodyOf(item.itemId),
    documents: item.documents.map(({ name, sizeBytes, sha256, crc32: checksum }) => ({
      ...{ name, sizeBytes, sha256, crc32: checksum },
      path: deps.documentPath(sha256),
    })),
  };
}

/** Another sender is another message: its file has another name, so that the two are never mixed up. */
function composedName(item: StoredItem, { accountId, from, sender, replyTo }: SendingAccount): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([accountId, from, sender, replyTo]))
    .digest('hex');
  return `${item.itemId}.${digest.slice(0, 16)}.eml`;
}

/**
 * Reads a file from its begin to its end; answers false where it is not there.
 *
 * @throws {AppError} `storage-unusable` — it cannot be read
 */
async function readThrough(path: string, look: (chunk: Buffer) => void): Promise<boolean> {
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) look(chunk);
  } catch (error) {
    if (isStorageFault(error)) throw fileFailure(error, 'A file cannot be read.', 'storage-unusable');
    return false;
  }
  return true;
}

async function isWhole({ crc32: expected }: ComposedFile, path: string): Promise<boolean> {
  let checksum = 0;
  const isThere = await readThrough(path, (chunk) => void (checksum = crc32(chunk, checksum)));
  return isThere && checksum === expected;
}

async function composeOnce(
  item: StoredItem,
  account: SendingAccount,
  input: MessageInput,
  deps: AttemptDeps,
  record: Record,
  signal: AbortSignal,
): Promise<MessageFile> {
  const { composed } = item;
  const fileName = composedName(item, account);
  const path = join(deps.messageFolder, fileName);
  if (composed?.fileName === fileName) {
    // What a disk has changed since must not go out as the message of the person; it is composed anew.
    if (await isWhole(composed, path)) return { ...composed, path };
  }
  const fresh = await deps.compose(input, path, signal);
  try {
    record({ kind: 'composed', composed: { ...fresh, fileName } });
  } catch (error) {
    await removeFile(path);
    throw error;
  }
  if (composed && composed.fileName !== fileName) {
    await removeFile(join(deps.messageFolder, composed.fileName));
  }
  return { ...fresh, path };
}

/** A message that came whole goes out as it came: nothing is composed, and what a disk has changed does not leave. */
async function relayedFile(
  { documents: [document] }: StoredItem,
  { needs8Bit, needsSmtpUtf8 }: RelayedMessage,
  deps: AttemptDeps,
): Promise<MessageFile> {
  const damaged = () => new AppError('document-unreadable', 'The message is missing or damaged.');
  if (!document) throw damaged();
  const path = deps.documentPath(document.sha256);
  const check = createContentCheck(document);
  if (!(await readThrough(path, check.add)) || !check.isSame()) throw damaged();
  return { path, sizeBytes: document.sizeBytes, needs8Bit, needsSmtpUtf8 };
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}

/** A failure of ours before anything was sent: retried, or the end of this try. */
function failedBefore(code: ErrorCode, detail?: FailureDetail): AttemptEnd {
  const kind = errorCatalog[code].retried ? 'deferred' : 'rejected';
  return { kind: 'outcome', outcome: { kind, code, ...(detail && { detail }) } };
}

/**
 * Tries once to send an item and answers how that ended; a token that the server calls stale is replaced once.
 *
 * Nothing leaves before its record: `ending` is written before the last byte.
 */
export async function attemptDelivery(
  item: StoredItem,
  account: SendingAccount,
  deps: AttemptDeps,
  record: Record,
  signal: AbortSignal,
): Promise<AttemptEnd> {
  let input: MessageInput;
  try {
    input = inputOf(item, account, deps);
  } catch (error) {
    if (codeOf(error) !== 'profile-unreadable') return failedBefore(codeOf(error));
    const reason = 'The text of this message is damaged in the outbox. Cancel it and write it anew.';
    return { kind: 'hold', code: 'profile-unreadable', reason };
  }
  const send = (message: MessageFile, authentication: Authentication) =>
    deps.submit({
      accountId: account.accountId,
      authentication,
      envelope: { ...deps.envelopeOf(input), ...(item.relayed && { from: item.relayed.sender }) },
      bcc: item.bcc,
      namesOthers: item.relayed?.namesOthers ?? false,
      message,
      signal,
      onStage: () => {},
      onEnding: () => record({ kind: 'ending' }),
    });
  const credentials = async (
    wish: Parameters<AttemptDeps['credentials']>[1] = {},
  ): Promise<Authentication | AttemptEnd> => {
    try {
      return await deps.credentials(account.accountId, wish);
    } catch (error) {
      const code = codeOf(error);
      const detail = error instanceof AppError ? error.detail : undefined;
      if (code === 'internal' || errorCatalog[code].retried) return failedBefore(code, detail);
      const reason = account.authentication === 'oauth' ? noTokenReason : null;
      return { kind: 'hold', code, reason, ...(detail && { detail }) };
    }
  };
  const isEnd = (value: Authentication | AttemptEnd): value is AttemptEnd =>
    value.kind === 'outcome' || value.kind === 'hold' || value.kind === 'interrupted';

  let message: MessageFile;
  try {
    message = item.relayed
      ? await relayedFile(item, item.relayed, deps)
      : await composeOnce(item, account, input, deps, record, signal);
  } catch (error) {
    if (signal.aborted) return { kind: 'interrupted' };
    const code = codeOf(error);
    // Nothing is known to be wrong with the message: memory ran out, or a thread could not be had. Later it may go.
    return code === 'internal'
      ? { kind: 'outcome', outcome: { kind: 'deferred', code } }
      : failedBefore(code);
  }
  try {
    const first = await credentials();
    if (isEnd(first)) return first;
    if (signal.aborted) return { kind: 'interrupted' };
    const outcome = await send(message, first);
    const stale = outcome.kind === 'authentication-rejected' && outcome.tokenMayBeStale && !signal.aborted;
    if (first.kind !== 'oauth' || !stale) return { kind: 'outcome', outcome };
    record({ kind: 'not-taken' });
    const second = await credentials({
      rejectedToken: first.accessToken,
      ...(outcome.claims !== undefined && { claims: outcome.claims }),
    });
    if (isEnd(second)) return second;
    if (signal.aborted) return { kind: 'interrupted' };
    return { kind: 'outcome', outcome: await send(message, second) };
  } catch (error) {
    return signal.aborted ? { kind: 'interrupted' } : failedBefore(codeOf(error));
  }
}
