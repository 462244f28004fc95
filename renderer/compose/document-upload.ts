import type { StagedDocument } from '../../shared/message.ts';
import type { AppFailure, Answer, Call } from '../call.ts';

/** A person's file on its way into the app. */
export interface DocumentUpload {
  readonly key: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly progress:
    | { readonly kind: 'adding'; readonly doneBytes: number }
    | { readonly kind: 'ready'; readonly document: StagedDocument }
    | { readonly kind: 'failed'; readonly failure: AppFailure };
}

/** Bytes of one piece; the contract takes up to 512 KiB. */
export const pieceBytes = 512 * 1024;

interface Deps {
  readonly call: Call;
  readonly toBase64: (piece: Blob) => Promise<string>;
}

interface Options {
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
}

/**
 * Hands a file to the app piece by piece.
 *
 * @returns null when it was cancelled; what the app had of it is thrown away then
 */
export async function uploadDocument(
  { call, toBase64 }: Deps,
  file: File,
  { signal, onProgress }: Options,
): Promise<Answer<StagedDocument> | null> {
  const begun = await call('documentBegin', { name: file.name.slice(0, 255) });
  if (!begun.ok) return begun;
  const { documentId } = begun.value;
  const giveUp = async () => {
    await call('documentDiscard', { documentId });
    return null;
  };
  for (let offsetBytes = 0; offsetBytes < file.size; offsetBytes += pieceBytes) {
    if (signal.aborted) return await giveUp();
    const base64 = await toBase64(file.slice(offsetBytes, offsetBytes + pieceBytes)).catch(() => null);
    if (base64 === null) {
      await giveUp();
      return { ok: false, error: unreadable };
    }
    const appended = await call('documentAppend', { documentId, offsetBytes, base64 });
    if (!appended.ok) {
      await giveUp();
      return appended;
    }
    onProgress(Math.min(file.size, offsetBytes + pieceBytes));
  }
  if (signal.aborted) return await giveUp();
  return await call('documentEnd', { documentId });
}

const unreadable: AppFailure = {
  code: 'document-unreadable',
  message: 'The file could not be read to its end.',
  remedy: 'correct-input',
};

/** Answers the bytes of a blob as base64. */
export function blobToBase64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    });
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The file cannot be read.')));
    reader.readAsDataURL(piece);
  });
}
