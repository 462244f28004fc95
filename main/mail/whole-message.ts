import { open } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import type { ApiBody } from './api-request.ts';
import { bccHeader } from './message.ts';
import type { MessageFile } from './submission.ts';

/** A message with its blind copies in the header, as an API by HTTP takes it; nothing of it is held in memory. */
export interface WholeMessage {
  readonly sizeBytes: number;
  /**
   * Answers the rest of the message from a position.
   *
   * Its `read` throws the AppError `document-unreadable` where the file ends too early.
   */
  readonly from: (position: number) => ApiBody;
  readonly close: () => Promise<void>;
}

/** A file that was cut short must never look like a whole message. */
const damaged = () => new AppError('document-unreadable', 'The composed message is damaged.');

/**
 * Answers how large a composed message is with its blind copies.
 *
 * @param bcc recipients that its header does not name yet
 */
export const wholeMessageBytes = (bcc: readonly string[], { sizeBytes }: MessageFile): number =>
  Buffer.byteLength(bccHeader(bcc)) + sizeBytes;

/**
 * Opens a composed message.
 *
 * @param bcc recipients that its header does not name yet
 * @throws {AppError} `document-unreadable` — the file is gone, or it is not as long as it was
 */
export async function openWholeMessage(
  bcc: readonly string[],
  { path, sizeBytes }: MessageFile,
): Promise<WholeMessage> {
  const header = Buffer.from(bccHeader(bcc));
  const file = await open(path).catch((cause: unknown) => {
    throw new AppError('document-unreadable', 'The composed message cannot be read.', { cause });
  });
  try {
    if ((await file.stat()).size !== sizeBytes || sizeBytes === 0) throw damaged();
  } catch (error) {
    await file.close();
    throw error;
  }
  const read = async (into: Uint8Array, position: number): Promise<number> => {
    if (position < header.length) return header.copy(into, 0, position);
    const { bytesRead } = await file.read(into, 0, into.length, position - header.length);
    if (bytesRead === 0) throw damaged();
    return bytesRead;
  };
  const wholeBytes = header.length + sizeBytes;
  return {
    sizeBytes: wholeBytes,
    from: (start) => ({
      sizeBytes: wholeBytes - start,
      read: (into, position) => read(into, start + position),
    }),
    close: () => file.close(),
  };
}
