/** What the bytes of a message are like, as far as they have come. */
export interface MessageBytes {
  readonly look: (chunk: Uint8Array) => void;
  /** What no message may hold, as far as is certain; null: nothing. Mail data ends with CRLF, so nothing stays uncertain. */
  readonly fault: () => 'bare-line-end' | 'nul' | null;
  /** Whether a byte above 127 has come. */
  readonly has8Bit: () => boolean;
}

const [nul, lineFeed, carriageReturn] = [0, 10, 13];

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
      for (const byte of chunk) {
        if (byte > 127) has8Bit = true;
        else if (byte === nul) fault ??= 'nul';
        if ((byte === lineFeed) !== (previous === carriageReturn)) fault ??= 'bare-line-end';
        previous = byte;
      }
    },
    fault: () => fault,
    has8Bit: () => has8Bit,
  };
}
