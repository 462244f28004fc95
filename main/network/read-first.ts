import type { Socket } from 'node:net';
import { proxyFailure } from './proxy-failure.ts';

/** An answer of a proxy is short; whoever says more is none. */
const maxAnswerBytes = 16 * 1024;

/**
 * Answers the first bytes of a socket, and gives back what came behind them.
 *
 * The socket is paused afterwards; whoever takes it over resumes it.
 *
 * @param lengthOf how many of the bytes that came belong together; null: more must come
 */
export function readFirst(socket: Socket, lengthOf: (bytes: Buffer) => number | null): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const end = (settle: () => void) => {
      socket.off('data', hear).off('error', reject).off('end', closed).off('close', closed);
      settle();
    };
    const closed = () =>
      end(() =>
        reject(proxyFailure('ERR_PROXY_PROTOCOL', 'The proxy closed the connection without an answer.')),
      );
    const hear = (more: Buffer) => {
      bytes = Buffer.concat([bytes, more]);
      const length = lengthOf(bytes);
      if (length === null && bytes.length <= maxAnswerBytes) return;
      socket.pause();
      if (length === null) {
        end(() => reject(proxyFailure('ERR_PROXY_PROTOCOL', 'What answers there is no proxy of this kind.')));
        return;
      }
      const rest = bytes.subarray(length);
      end(() => {
        if (rest.length > 0) socket.unshift(rest);
        resolve(bytes.subarray(0, length));
      });
    };
    socket.on('data', hear).once('error', reject).once('end', closed).once('close', closed);
    socket.resume();
  });
}
