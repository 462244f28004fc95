/** What the header of a part says of the file in it. */
export interface PartHeader {
  /** Lower case, e.g. `application/pdf`. */
  readonly contentType: string;
  readonly boundary: string;
  /** Lower case; empty: none is said. */
  readonly disposition: string;
  readonly isBase64: boolean;
  /** Empty: it has none. */
  readonly fileName: string;
}

const encodedWord = /=\?([^?\s]+)\?([BQ])\?([^?\s]*)\?=(?:\s+(?==\?))?/gi;

/** @see RFC 2047 §4 */
function decodedWords(text: string): string {
  return text.replace(encodedWord, (whole, charset: string, encoding: string, content: string) => {
    const bytes =
      encoding.toUpperCase() === 'B'
        ? Buffer.from(content, 'base64')
        : Buffer.from(
            content
              .replaceAll('_', ' ')
              .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          );
    try {
      // RFC 2231 §5: a language may follow the character set.
      return new TextDecoder(charset.replace(/\*.*$/, '')).decode(bytes);
    } catch {
      return whole;
    }
  });
}

/**
 * Reads what the header of a message or of one of its parts says of the content.
 *
 * @param header bytes up to the empty line
 * @see RFC 2045 §5, RFC 2183, RFC 2231
 */
export async function readPartHeader(header: Uint8Array): Promise<PartHeader> {
  const { parseHeaderValue } = await import('nodemailer/lib/mime-funcs');
  const lines = Buffer.from(header)
    .toString('utf8')
    .split(/\r?\n(?![ \t])/);
  const valueOf = (name: string) => {
    const line = lines.find((each) => each.toLowerCase().startsWith(`${name}:`));
    return parseHeaderValue(line?.slice(name.length + 1).replace(/\r?\n(?=[ \t])/g, '') ?? '');
  };
  const type = valueOf('content-type');
  const disposition = valueOf('content-disposition');
  const name = disposition.params['filename'] || type.params['name'] || '';
  return {
    contentType: type.value.trim().toLowerCase(),
    boundary: type.params['boundary'] ?? '',
    disposition: disposition.value.trim().toLowerCase(),
    isBase64: valueOf('content-transfer-encoding').value.trim().toLowerCase() === 'base64',
    fileName: decodedWords(name),
  };
}
