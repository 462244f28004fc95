const lineFeed = 10;
const carriageReturn = 13;
const dot = 46;
const nothing = -1;

/** Turns message bytes into mail data, chunk by chunk. */
interface DotStuffing {
  /**
   * Answers the mail data for the next bytes of the message.
   *
   * The answer is the input itself where nothing has to be inserted, else a view of a buffer that the next call reuses.
   */
  readonly stuff: (input: Uint8Array) => Uint8Array;
  /** Answers what completes the last line; empty where the message ends with a line end. */
  readonly lastLineEnd: () => string;
}

/** The end of mail data, once the last line is complete. */
export const terminator = '.\r\n';

/** What there is to do for bytes that are mail data already. */
export const asItIs: DotStuffing = { stuff: (input) => input, lastLineEnd: () => '' };

/**
 * Makes the dot-stuffing of one message: a dot at the start of a line is doubled, a bare CR or LF becomes CRLF.
 *
 * Bare line ends are repaired because some servers take "LF . LF" for the end and read the rest as commands (SMTP smuggling).
 *
 * @see RFC 5321 §4.5.2 and §2.3.8
 */
export function createDotStuffing(): DotStuffing {
  let previous = nothing;
  let output = new Uint8Array(0);

  const stuff = (input: Uint8Array): Uint8Array => {
    let copiedTo = 0;
    let length = 0;
    const insert = (position: number, ...bytes: readonly number[]) => {
      // At most two bytes for each one read: CR followed by a dot becomes CR LF dot dot.
      if (length === 0 && output.length < input.length * 2 + 2) output = new Uint8Array(input.length * 2 + 2);
      output.set(input.subarray(copiedTo, position), length);
      length += position - copiedTo;
      output.set(bytes, length);
      length += bytes.length;
      copiedTo = position;
    };
    for (let position = 0; position < input.length; position += 1) {
      const byte = input[position] ?? 0;
      if (previous === carriageReturn && byte !== lineFeed) {
        if (byte === dot) insert(position, lineFeed, dot);
        else insert(position, lineFeed);
      } else if (byte === lineFeed && previous !== carriageReturn) insert(position, carriageReturn);
      else if (byte === dot && (previous === lineFeed || previous === nothing)) insert(position, dot);
      previous = byte;
    }
    if (length === 0) return input;
    output.set(input.subarray(copiedTo), length);
    return output.subarray(0, length + input.length - copiedTo);
  };

  const lastLineEnd = () => {
    if (previous === lineFeed) return '';
    return previous === carriageReturn ? '\n' : '\r\n';
  };
  return { stuff, lastLineEnd };
}
