import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { documentChunkBytes } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { StagedDocument } from '../../shared/message.ts';
import type { CommandContext } from './command.ts';
import { systemCode } from '../system-code.ts';

/** A document that is there and can be read. */
interface OpenDocument {
  readonly name: string;
  readonly unreadable: Unreadable;
  readonly handle: FileHandle;
}

/** Makes the error about a document, in the words of whoever named it. */
export type Unreadable = (path: string, reason: string) => AppError;

const attachError: Unreadable = (path, reason) =>
  new AppError('document-unreadable', `--attach "${path}" ${reason}.`, { field: 'attach' });

/** The largest message that a mailbox of Exchange Online can be set to send; Gmail's is smaller. */
const largestDocumentBytes = 150 * 1024 * 1024;

type Context = Pick<CommandContext, 'call' | 'interrupted'>;

/**
 * Copies documents into the profile for what is to be done with them; where that fails, or Ctrl+C comes first, nothing of
 * them stays.
 *
 * Every document is opened before any is copied: a message must not go out without one of them.
 *
 * @param use takes the IDs of the copies, in the order of the paths
 * @param unreadable default: they were named by `--attach`
 * @throws {AppError} `document-unreadable` — missing, not a file, or not allowed
 * @throws the reason of the interruption, and whatever `use` throws
 */
export async function withDocuments<Value>(
  context: Context,
  paths: readonly string[],
  use: (documentIds: string[]) => Promise<Value>,
  unreadable: Unreadable = attachError,
): Promise<Value> {
  const documents = await openDocuments(paths, unreadable);
  const begun: string[] = [];
  const used: string[] = [];
  try {
    const documentIds: string[] = [];
    for (const document of documents) documentIds.push(await uploadDocument(context, document, begun));
    context.interrupted.throwIfAborted();
    const value = await use(documentIds);
    used.push(...documentIds);
    return value;
  } finally {
    await closeDocuments(documents);
    await discard(
      context,
      begun.filter((documentId) => !used.includes(documentId)),
    );
  }
}

/**
 * Looks whether a document is there and can be read.
 *
 * @throws {AppError} `document-unreadable`
 */
export async function checkDocument(path: string, unreadable: Unreadable): Promise<void> {
  await (await openDocument(path, unreadable)).handle.close();
}

/**
 * Copies one document into the profile, for a message that is still being written.
 *
 * @throws {AppError} `document-unreadable` — missing, not a file, or not allowed
 * @throws {AppError} `message-too-large` — no message could hold it
 */
export async function stageDocument(
  context: Context,
  path: string,
  unreadable: Unreadable,
): Promise<StagedDocument> {
  const document = await openDocument(path, unreadable);
  const begun: string[] = [];
  try {
    const { size } = await document.handle.stat();
    if (size > largestDocumentBytes)
      throw new AppError('message-too-large', `"${document.name}" is larger than a message may be.`);
    return await upload(context, document, begun);
  } catch (error) {
    await discard(context, begun);
    throw error;
  } finally {
    await document.handle.close();
  }
}

async function openDocuments(
  paths: readonly string[],
  unreadable: Unreadable,
): Promise<readonly OpenDocument[]> {
  const opened: OpenDocument[] = [];
  try {
    for (const path of paths) opened.push(await openDocument(path, unreadable));
    return opened;
  } catch (error) {
    await closeDocuments(opened);
    throw error;
  }
}

async function closeDocuments(documents: readonly OpenDocument[]): Promise<void> {
  await Promise.all(documents.map(({ handle }) => handle.close()));
}

/** What an earlier owner of the profile took with it is sent once more. */
async function uploadDocument(context: Context, document: OpenDocument, begun: string[]): Promise<string> {
  try {
    return (await upload(context, document, begun)).documentId;
  } catch (error) {
    // Nothing is queued yet, so a second try can do no harm.
    if (!(error instanceof AppError) || error.code !== 'profile-in-use') throw error;
    return (await upload(context, document, begun)).documentId;
  }
}

async function upload(
  { call, interrupted }: Context,
  { name, handle, unreadable }: OpenDocument,
  begun: string[],
): Promise<StagedDocument> {
  const { documentId } = await call('documentBegin', { name });
  begun.push(documentId);
  const chunk = Buffer.alloc(documentChunkBytes);
  let offsetBytes = 0;
  for (;;) {
    interrupted.throwIfAborted();
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, offsetBytes).catch(() => {
      throw unreadable(name, 'cannot be read');
    });
    if (bytesRead === 0) break;
    const base64 = chunk.toString('base64', 0, bytesRead);
    await call('documentAppend', { documentId, offsetBytes, base64 });
    offsetBytes += bytesRead;
  }
  return call('documentEnd', { documentId });
}

/** What cannot be taken back now goes with a sweep of the profile. */
async function discard({ call }: Context, documentIds: readonly string[]): Promise<void> {
  await Promise.all(
    documentIds.map((documentId) => call('documentDiscard', { documentId }).catch(() => undefined)),
  );
}

async function openDocument(path: string, unreadable: Unreadable): Promise<OpenDocument> {
  let handle: FileHandle | null = null;
  try {
    // A named pipe would keep the open call waiting.
    if (!(await stat(path)).isFile()) throw unreadable(path, 'is not a file');
    handle = await open(path, 'r');
    await handle.read(Buffer.alloc(1), 0, 1, 0);
    return { name: basename(path), handle, unreadable };
  } catch (error) {
    await handle?.close();
    throw error instanceof AppError ? error : unreadable(path, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  return code === 'EACCES' || code === 'EPERM' ? 'may not be read' : 'cannot be read';
}
