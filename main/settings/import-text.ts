import { AppError } from '../../shared/errors.ts';
import { maxImportBytes } from '../../shared/transfer.ts';

const marks = [
  { encoding: 'utf-8', name: 'UTF-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', name: 'UTF-16', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', name: 'UTF-16', bytes: [0xfe, 0xff] },
] as const;

/**
 * Answers the text of a file that people, spreadsheets or scripts wrote: UTF-8, UTF-16 with its byte order mark, else
 * Windows-1252, in which every byte is a character.
 *
 * @throws {AppError} `import-refused` — larger than an import reads, or its byte order mark says what it is not
 */
export function importText(bytes: Uint8Array): string {
  if (bytes.length > maxImportBytes) {
    throw new AppError('import-refused', `The file is larger than ${maxImportBytes / 1024 / 1024} MB.`);
  }
  const mark = marks.find((each) => each.bytes.every((byte, index) => bytes[index] === byte));
  const text = decode(bytes, mark?.encoding ?? 'utf-8');
  if (text !== null) return text;
  if (mark) {
    throw new AppError('import-refused', `The file begins as ${mark.name} text and is not, or not whole.`);
  }
  return new TextDecoder('windows-1252').decode(bytes);
}

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
