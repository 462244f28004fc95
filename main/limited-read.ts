import { closeSync, constants, createReadStream, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';

/** Reads a stream to its end; null: it is longer than the limit, and an endless one must not fill the memory. */
export async function readLimited(
  stream: AsyncIterable<Uint8Array>,
  limitBytes: number,
): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of stream) {
    sizeBytes += piece.length;
    if (sizeBytes > limitBytes) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** Reads a file, a pipe or a device as `readLimited` does; rejects as the system does. */
export async function readFileLimited(path: string, limitBytes: number): Promise<Uint8Array | null> {
  if (!(await stat(path)).isFIFO()) return readLimited(createReadStream(path), limitBytes);
  // Opening a pipe waits for its writer, in a way that even keeps the process from ending; a socket can be left.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const socket = new Socket({ fd, readable: true, writable: false });
  return readLimited(socket, limitBytes).finally(() => void socket.destroy());
}

/** The same at once. */
export function readFileLimitedSync(path: string, limitBytes: number): Uint8Array | null {
  const file = openSync(path, 'r');
  try {
    const pieces: Buffer[] = [];
    for (let sizeBytes = 0; ;) {
      const piece = Buffer.alloc(Math.min(64 * 1024, limitBytes + 1 - sizeBytes));
      const bytesRead = readSync(file, piece);
      if (bytesRead === 0) return Buffer.concat(pieces);
      sizeBytes += bytesRead;
      if (sizeBytes > limitBytes) return null;
      pieces.push(piece.subarray(0, bytesRead));
    }
  } finally {
    closeSync(file);
  }
}
