const encodedWord = /=\?([A-Za-z0-9_-]{1,40})(?:\*[A-Za-z0-9-]+)?\?([BbQq])\?([^? ]*)\?=/g;
const betweenWords = /(\?=)[ \t]+(?==\?[A-Za-z0-9_-]{1,40}(?:\*[A-Za-z0-9-]+)?\?[BbQq]\?)/g;

/**
 * Answers the text of an unstructured header field as people read it, on one line; what cannot be decoded stays as it is.
 *
 * @param text unfolded
 * @see RFC 2047
 */
export function decodedText(text: string): string {
  return text
    .replace(betweenWords, '$1')
    .replace(encodedWord, (whole: string, charset: string, encoding: string, content: string) => {
      const bytes = encoding.toUpperCase() === 'B' ? Buffer.from(content, 'base64') : quotedBytes(content);
      try {
        return new TextDecoder(charset).decode(bytes);
      } catch {
        return whole;
      }
    })
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

function quotedBytes(content: string): Buffer {
  const text = content
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}
