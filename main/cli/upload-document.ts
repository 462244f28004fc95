import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { documentChunkBytes } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { CommandContext } from './command.ts';

/** A document that is there and can be read. */
export interface OpenDocument {
  readonly name: string;
  readonly handle: FileHandle;
}

/**
 * Opens every document, or none: a message must not go out without one of them.
 *
 * @throws {AppError} `document-unreadable` — missing, not a file, or not allowed; `field` is `attach`
 */
export async function openDocuments(paths: readonly string[]): Promise<readonly OpenDocument[]> {
  const opened: OpenDocument[] = [];
  try {
    for (const path of paths) opened.push(await openDocument(path));
    return opened;
  } catch (error) {
    await closeDocuments(opened);
    throw error;
  }
}

/** Closes what `openDocuments` opened. */
export async function closeDocuments(documents: readonly OpenDocument[]): Promise<void> {
  await Promise.all(documents.map(({ handle }) => handle.close()));
}

/**
 * Copies a document into the profile and answers its ID; what an earlier owner of the profile took with it is sent once more.
 *
 * @throws {AppError} `document-unreadable` — reading it failed on the way
 */
export async function uploadDocument(
  { call }: Pick<CommandContext, 'call'>,
  document: OpenDocument,
): Promise<string> {
  try {
    return await upload(call, document);
  } catch (error) {
    // Nothing is queued yet, so a second try can do no harm.
    if (!(error instanceof AppError) || error.code !== 'profile-in-use') throw error;
    return upload(call, document);
  }
}

async function upload(call: CommandContext['call'], { name, handle }: OpenDocument): Promise<string> {
  const { documentId } = await call('documentBegin', { name });
  const chunk = Buffer.alloc(documentChunkBytes);
  let offsetBytes = 0;
  for (;;) {
    const bytesRead = await readAt(handle, chunk, offsetBytes, name);
    if (bytesRead === 0) break;
    const base64 = chunk.toString('base64', 0, bytesRead);
    await call('documentAppend', { documentId, offsetBytes, base64 });
    offsetBytes += bytesRead;
  }
  await call('documentEnd', { documentId });
  return documentId;
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
