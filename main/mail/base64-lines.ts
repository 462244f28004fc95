const lineBytes = 57;
const lineCharacters = 76;
const linesAtOnce = 1024;
const [carriageReturn, lineFeed] = [13, 10];

/** How many bytes of a document are encoded in one go. */
export const base64BlockBytes = lineBytes * linesAtOnce;

/** Encodes one document after another, in place: nothing is made anew for each block. */
interface Base64Lines {
  /** Where the next block is read to. */
  readonly input: Buffer;
  /**
   * Answers the first bytes of `input` as lines of 76 characters; all but the last block of a document are whole.
   *
   * The answer is overwritten by the next one.
   */
  readonly encode: (sizeBytes: number) => Buffer;
}

/**
 * Makes what turns documents into base64 with a line end after each 76 characters.
 *
 * The encoding is Node's; the lines are put where they belong without a look at each character.
 *
 * @see RFC 2045 §6.8
 */
export function createBase64Lines(): Base64Lines {
  const input = Buffer.allocUnsafeSlow(base64BlockBytes);
  const run = Buffer.allocUnsafeSlow(lineCharacters * linesAtOnce);
  const output = Buffer.allocUnsafeSlow((lineCharacters + 2) * linesAtOnce);
  return {
    input,
    encode: (sizeBytes) => {
      const length = run.write(input.toString('base64', 0, sizeBytes), 'latin1');
      let at = 0;
      for (let from = 0; from < length; from += lineCharacters) {
        at += run.copy(output, at, from, Math.min(from + lineCharacters, length));
        output[at] = carriageReturn;
        output[at + 1] = lineFeed;
        at += 2;
      }
      return output.subarray(0, at);
    },
  };
}
