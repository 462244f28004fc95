const lineBytes = 57;
const lineCharacters = 76;
const linesAtOnce = 1024;
const lineEnd = 0x0d_0a;

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
 * Copies one line and ends it.
 *
 * Eight characters at a time: a call of `copy` for each line takes five times as long. Any eight are a number that a float can
 * hold without change, for the first byte of NaN is none of theirs.
 */
function copyLine(from: DataView, at: number, to: DataView, place: number): void {
  to.setFloat64(place, from.getFloat64(at, true), true);
  to.setFloat64(place + 8, from.getFloat64(at + 8, true), true);
  to.setFloat64(place + 16, from.getFloat64(at + 16, true), true);
  to.setFloat64(place + 24, from.getFloat64(at + 24, true), true);
  to.setFloat64(place + 32, from.getFloat64(at + 32, true), true);
  to.setFloat64(place + 40, from.getFloat64(at + 40, true), true);
  to.setFloat64(place + 48, from.getFloat64(at + 48, true), true);
  to.setFloat64(place + 56, from.getFloat64(at + 56, true), true);
  to.setFloat64(place + 64, from.getFloat64(at + 64, true), true);
  to.setUint32(place + 72, from.getUint32(at + 72, true), true);
  to.setUint16(place + lineCharacters, lineEnd);
}

/**
 * Makes what turns documents into base64 with a line end after each 76 characters.
 *
 * The encoding is Node's.
 *
 * @see RFC 2045 §6.8
 */
export function createBase64Lines(): Base64Lines {
  const input = Buffer.allocUnsafeSlow(base64BlockBytes);
  const run = Buffer.allocUnsafeSlow(lineCharacters * linesAtOnce);
  const output = Buffer.allocUnsafeSlow((lineCharacters + 2) * linesAtOnce);
  const [from, to] = [new DataView(run.buffer), new DataView(output.buffer)];
  return {
    input,
    encode: (sizeBytes) => {
      const length = run.write(input.toString('base64', 0, sizeBytes), 'latin1');
      let at = 0;
      let place = 0;
      for (; at + lineCharacters <= length; at += lineCharacters, place += lineCharacters + 2) {
        copyLine(from, at, to, place);
      }
      if (at === length) return output.subarray(0, place);
      place += run.copy(output, place, at, length);
      to.setUint16(place, lineEnd);
      return output.subarray(0, place + 2);
    },
  };
}
