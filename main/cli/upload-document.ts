import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { documentChunkBytes } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { CommandContext } from './command.ts';

/** A document that is there and can be read. */
interface OpenDocument {
  readonly name: string;
  readonly handle: FileHandle;
}

type Context = Pick<CommandContext, 'call' | 'interrupted'>;

/**
 * Copies documents into the profile for what is to be done with them; where that fails, or Ctrl+C comes first, nothing of
 * them stays.
 *
 * Every document is opened before any is copied: a message must not go out without one of them.
 *
 * @param use takes the IDs of the copies, in the order of the paths
 * @throws {AppError} `document-unreadable` — missing, not a file, or not allowed; `field` is `attach`
 * @throws the reason of the interruption, and whatever `use` throws
 */
export async function withDocuments<Value>(
  context: Context,
  paths: readonly string[],
  use: (documentIds: string[]) => Promise<Value>,
): Promise<Value> {
  const documents = await openDocuments(paths);
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

async function openDocuments(paths: readonly string[]): Promise<readonly OpenDocument[]> {
  const opened: OpenDocument[] = [];
  try {
    for (const path of paths) opened.push(await openDocument(path));
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
    return await upload(context, document, begun);
  } catch (error) {
    // Nothing is queued yet, so a second try can do no harm.
    if (!(error instanceof AppError) || error.code !== 'profile-in-use') throw error;
    return upload(context, document, begun);
  }
}

async function upload(
  { call, interrupted }: Context,
  { name, handle }: OpenDocument,
  begun: string[],
): Promise<string> {
  const { documentId } = await call('documentBegin', { name });
  begun.push(documentId);
  const chunk = Buffer.alloc(documentChunkBytes);
  let offsetBytes = 0;
  for (;;) {
    interrupted.throwIfAborted();
    const bytesRead = await readAt(handle, chunk, offsetBytes, name);
    if (bytesRead === 0) break;
    const base64 = chunk.toString('base64', 0, bytesRead);
    await call('documentAppend', { documentId, offsetBytes, base64 });
    offsetBytes += bytesRead;
  }
  await call('documentEnd', { documentId });
  return documentId;
}

/** What cannot be taken back now goes with a sweep of the profile. */
async function discard({ call }: Context, documentIds: readonly string[]): Promise<void> {
  await Promise.all(
    documentIds.map((documentId) => call('documentDiscard', { documentId }).catch(() => undefined)),
  );
}

async function readAt(handle: FileHandle, into: Buffer, offsetBytes: number, name: string): Promise<number> {
  try {
    return (await handle.read(into, 0, into.length, offsetBytes)).bytesRead;
  } catch {
    throw unreadable(name, 'cannot be read');
  }
}

async function openDocument(path: string): Promise<OpenDocument> {
  let handle: FileHandle | null = null;
  try {
    // A named pipe would keep the open call waiting.
    if (!(await stat(path)).isFile()) throw unreadable(path, 'is not a file');
    handle = await open(path, 'r');
    await handle.read(Buffer.alloc(1), 0, 1, 0);
    return { name: basename(path), handle };
  } catch (error) {
    await handle?.close();
    throw error instanceof AppError ? error : unreadable(path, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  return code === 'EACCES' || code === 'EPERM' ? 'may not be read' : 'cannot be read';
}

function unreadable(path: string, reason: string): AppError {
  return new AppError('document-unreadable', `--attach "${path}" ${reason}.`, { field: 'attach' });
}
