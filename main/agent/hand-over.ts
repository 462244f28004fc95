import type { FileHandle } from 'node:fs/promises';
import { documentChunkBytes } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import type { StagedDocument } from '../../shared/message.ts';
import type { AgentCall } from './agent-call.ts';
import type { WatchMessage } from './watch-journal.ts';

/**
 * Hands a document over to the outbox and answers the item; the same key answers the same item.
 *
 * @param sha256 what the document must still hold
 * @throws {AppError} `deferred` — the document was changed meanwhile: nothing was handed over
 * @throws {AppError} as `outboxSubmit`
 */
export async function handOver(
  call: AgentCall,
  { key, message, handle, sha256 }: HandOver,
): Promise<{ readonly itemId: string }> {
  const { documentName, ...fields } = message;
  const { documentId } = await call('documentBegin', { name: documentName });
  try {
    const document = await upload(call, documentId, handle);
    if (document.sha256 !== sha256)
      throw new AppError('deferred', 'The document was changed while it was read.');
    return await call('outboxSubmit', { submissionKey: key, ...fields, documentIds: [documentId] });
  } catch (error) {
    // Where the outbox has taken it all the same, it is not lost: the item holds it.
    await call('documentDiscard', { documentId }).catch(() => undefined);
    throw error;
  }
}

interface HandOver {
  readonly key: string;
  readonly message: WatchMessage;
  readonly handle: FileHandle;
  readonly sha256: string;
}

async function upload(call: AgentCall, documentId: string, handle: FileHandle): Promise<StagedDocument> {
  const chunk = Buffer.alloc(documentChunkBytes);
  for (let offsetBytes = 0; ;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, offsetBytes);
    if (bytesRead === 0) return call('documentEnd', { documentId });
    const base64 = chunk.toString('base64', 0, bytesRead);
    await call('documentAppend', { documentId, offsetBytes, base64 });
    offsetBytes += bytesRead;
  }
}
