import * as z from 'zod';
import { late } from '../../shared/late-schema.ts';
import { AppError } from '../../shared/errors.ts';

/** Counts up when the frames change so that older programs would not understand them. */
export const protocolVersion = 1;

// The largest file of an import, in base64; a body of a million characters that are all escaped is smaller.
const requestLimitBytes = 24 * 1024 * 1024;
// A snapshot of 10,000 accounts has about 6 MiB.
const replyLimitBytes = 64 * 1024 * 1024;

/** Longest line that is taken: little from somebody who has not proved the key. */
export const frameLimitBytes = { beforeProof: 1024, request: requestLimitBytes, reply: replyLimitBytes };

/** What a client says to the owner. */
export const clientFrame = late(() => {
  const { id, nonce, proof } = parts();
  return z.discriminatedUnion('type', [
    z.object({ type: z.literal('hello'), nonce }),
    z.object({ type: z.literal('proof'), proof }),
    z.object({
      type: z.literal('call'),
      id,
      method: z.string().max(64),
      input: z.unknown(),
      caller: z.strictObject({ origin: z.enum(['user', 'agent']) }),
    }),
    z.object({ type: z.literal('subscribe'), subscription: id }),
    z.object({ type: z.literal('unsubscribe'), subscription: id }),
    z.object({ type: z.literal('ping') }),
  ]);
});
export type ClientFrame = z.infer<typeof clientFrame>;

/** What the owner says to a client. */
export const ownerFrame = late(() => {
  const { id, nonce, proof } = parts();
  return z.discriminatedUnion('type', [
    z.object({ type: z.literal('challenge'), protocol: z.int(), nonce, proof }),
    z.object({ type: z.literal('welcome') }),
    z.object({ type: z.literal('reply'), id, reply: z.unknown() }),
    /** The owner is ending and has not begun the call. */
    z.object({ type: z.literal('not-begun'), id }),
    /** The last word of an owner that ends in good order: of the calls without an answer, it had begun only these. */
    z.object({ type: z.literal('bye'), begun: z.array(id) }),
    z.object({ type: z.literal('state'), subscription: id, push: z.unknown() }),
    z.object({ type: z.literal('pong') }),
  ]);
});
export type OwnerFrame = z.infer<typeof ownerFrame>;

/** Made with the first frame: most programs that own a profile end without one. */
function parts() {
  return { id: z.int().min(0), nonce: z.string().min(16).max(128), proof: z.string().max(128) };
}

/** Answers a frame as it goes over the socket: one line of JSON. */
export function frameText(frame: ClientFrame | OwnerFrame): string {
  return `${JSON.stringify(frame)}\n`;
}

const newline = 0x0a;

/**
 * Answers a reader that cuts a stream of bytes into lines of JSON; bytes arrive in pieces of any size.
 *
 * @param limitBytes asked anew for each piece, because more is allowed after the handshake
 * @throws {AppError} `invalid-request` — from `push`: a line is too long or not JSON; the connection is of no use any more
 */
export function createFrameReader(limitBytes: () => number, onFrame: (frame: unknown) => void) {
  let pieces: Buffer[] = [];
  let sizeBytes = 0;

  function take(piece: Buffer): void {
    pieces.push(piece);
    sizeBytes += piece.length;
    if (sizeBytes > limitBytes())
      throw new AppError('invalid-request', 'A line on the local socket is too long.');
  }

  return {
    push: (chunk: Buffer): void => {
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        take(chunk.subarray(start, end));
        const line = Buffer.concat(pieces).toString('utf8');
        pieces = [];
        sizeBytes = 0;
        start = end + 1;
        onFrame(parseLine(line));
      }
      if (start < chunk.length) take(chunk.subarray(start));
    },
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The parser's message would repeat a piece of the line.
    throw new AppError('invalid-request', 'A line on the local socket is not JSON.');
  }
}
