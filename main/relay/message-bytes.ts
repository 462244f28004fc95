import { isAscii } from 'node:buffer';

/** What the bytes of a message are like, as far as they have come. */
export interface MessageBytes {
  readonly look: (chunk: Uint8Array) => void;
  /** What no message may hold, as far as is certain; null: nothing. Mail data ends with CRLF, so nothing stays uncertain. */
  readonly fault: () => 'bare-line-end' | 'nul' | null;
  /** Whether a byte above 127 has come. */
  readonly has8Bit: () => boolean;
}

const [nul, lineFeed, carriageReturn] = [0, 10, 13];

/** Goes from line end to line end: a look at each byte takes twice as long. */
function hasBareLineEnd(chunk: Uint8Array, previous: number): boolean {
  if (chunk.length > 0 && previous === carriageReturn && chunk[0] !== lineFeed) return true;
  for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) {
    if ((at === 0 ? previous : chunk[at - 1]) !== carriageReturn) return true;
  }
  for (let at = chunk.indexOf(carriageReturn); at >= 0; at = chunk.indexOf(carriageReturn, at + 1)) {
    if (at + 1 < chunk.length && chunk[at + 1] !== lineFeed) return true;
  }
  return false;
}

/**
 * Looks at a message while it comes.
 *
 * A lone CR or LF is a line end to some servers and none to others: what one of them takes for the end of the message, the next
 * one takes for its middle, and so a text turns into commands. So it is refused, not repaired.
 *
 * @see RFC 5321 §2.3.8 and §4.1.1.4
 */
export function watchMessageBytes(): MessageBytes {
  let previous = -1;
  let fault: ReturnType<MessageBytes['fault']> = null;
  let has8Bit = false;
  return {
    look: (chunk) => {
      has8Bit ||= !isAscii(chunk);
      if (hasBareLineEnd(chunk, previous)) fault ??= 'bare-line-end';
      if (chunk.includes(nul)) fault ??= 'nul';
      previous = chunk.at(-1) ?? previous;
    },
    fault: () => fault,
    has8Bit: () => has8Bit,
  };
}
