import { AppError, errorCatalog, toFailure } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Clock, Log } from '../ports.ts';
import type { AgentCall } from './agent-call.ts';
import { describeDocument } from './describe-document.ts';
import { handOver } from './hand-over.ts';
import { hashOf, openSeen, submissionKeyOf } from './seen-file.ts';
import { endOf, freeTarget, moveSettled } from './settle-document.ts';
import type { WatchEntry, WatchMessage } from './watch-journal.ts';
import type { ReadyDocument } from './watch-look.ts';
import type { WatchFolder } from './watch-settings.ts';
import { assertWatchable } from './watchable-folder.ts';

/** What is wrong with the document itself or with where it should go: it is moved away with a note. */
const documentCodes = new Set<ErrorCode>([
  'invalid-request',
  'recipient-rejected',
  'message-rejected',
  'message-too-large',
  'no-account-for-records',
  'account-not-found',
  'account-invalid',
  'account-disabled',
]);

/** The recipients are part of the key: only the words can differ. */
const handedOverBefore = [
  'Not sent.',
  'This very file was sent to the same people before, with another subject, text or name; the outbox has that message.',
  'To send it again, save it anew, so that it has another time, and put it in again.',
];

interface Deps {
  readonly call: AgentCall;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: Log;
}

/** Answers the steps of one document, each of which may be done again. What they answer is to be noted before the next one. */
export function createDocumentSteps({ call, clock, log }: Deps) {
  async function take(
    folder: WatchFolder,
    { document, sidecar, isLink }: ReadyDocument,
  ): Promise<WatchEntry | null> {
    const base = { version: 1, folder: folder.folder, document, sidecar } as const;
    const refuse = (reason: string) =>
      settled({ ...base, key: submissionKeyOf(folder.folder, document, 'refused') }, 'failed', [
        'Not sent.',
        reason,
      ]);
    if (isLink) return refuse('It is a link; only files in the folder itself are sent.');
    const handle = await openSeen(folder.folder, document);
    if (!handle) return null;
    try {
      const message = await describeDocument(folder, document, sidecar);
      const key = keyOf({ folder: folder.folder, document, sidecar }, await hashOf(handle), message);
      return { ...base, key, stage: { kind: 'taken', message } };
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid-request') return refuse(error.message);
      if (error instanceof AppError && error.code === 'deferred') return null;
      throw error;
    } finally {
      await handle.close();
    }
  }

  async function settled(
    entry: Omit<WatchEntry, 'stage'>,
    outcome: 'sent' | 'failed',
    lines: readonly string[],
  ): Promise<WatchEntry> {
    const target = await freeTarget(entry, outcome);
    const { name } = entry.document;
    const renamed = target === name ? [] : [`It came as "${name}".`];
    const note = [...lines, ...renamed, new Date(clock.nowMs()).toISOString()].join('\n');
    return { ...entry, stage: { kind: 'settled', outcome, target, note } };
  }

  async function next(entry: WatchEntry): Promise<WatchEntry | null> {
    const { stage } = entry;
    if (stage.kind === 'settled') {
      await moveSettled(entry, stage);
      return null;
    }
    if (stage.kind === 'submitted') {
      const end = await endOfItem(stage.itemId);
      return end ? settled(entry, end.outcome, end.lines) : entry;
    }
    const handle = await openSeen(entry.folder, entry.document);
    // Somebody took it away or wrote it anew; what the outbox has of it is on its way.
    if (!handle) {
      // A share that is not there looks like an empty folder.
      await assertWatchable(entry.folder);
      return null;
    }
    try {
      const sha256 = await hashOf(handle);
      if (keyOf(entry, sha256, stage.message) !== entry.key) return null;
      const { key } = entry;
      const { itemId } = await handOver(call, { key, message: stage.message, handle, sha256 });
      log('watch-handed-over', { itemId });
      return { ...entry, stage: { kind: 'submitted', itemId } };
    } catch (error) {
      const { code, message, field } = toFailure(error);
      if (!documentCodes.has(code)) throw error;
      if (field === 'submissionKey') return settled(entry, 'failed', handedOverBefore);
      return settled(entry, 'failed', ['Not sent.', message, `${errorCatalog[code].wayOut} (${code})`]);
    } finally {
      await handle.close();
    }
  }

  async function endOfItem(itemId: string) {
    try {
      return endOf(await call('outboxGet', { itemId }));
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'item-not-found') throw error;
      const lines = [`It was handed over as message ${itemId}, which the outbox does not keep any more.`];
      return { outcome: 'failed' as const, lines };
    }
  }

  return {
    /** Answers a document with its message; null: it changed under our eyes. @throws the system's error where it cannot be read */
    take,
    /** Answers what the entry is next; null: it is at its end; the entry itself: it has to wait. */
    next,
  };
}

function keyOf(
  { folder, document, sidecar }: Pick<WatchEntry, 'folder' | 'document' | 'sidecar'>,
  sha256: string,
  { to, cc, bcc }: WatchMessage,
): string {
  // Where the name of the file tells the recipients, it is in the key already.
  return submissionKeyOf(folder, document, sha256, sidecar ? [to, cc, bcc] : []);
}
