import { AppError } from '../../shared/errors.ts';
import { readFileLimited } from '../limited-read.ts';
import type { CommandContext } from './command.ts';

/**
 * Reads the UTF-8 text that an option names; `-` is standard input.
 *
 * @param option without dashes
 * @throws {AppError} `document-unreadable` — it cannot be read, is longer than the limit, or is no UTF-8; `field` is the option
 */
export async function readTextFile(
  { readStdin }: Pick<CommandContext, 'readStdin'>,
  option: string,
  path: string,
  limitBytes: number,
): Promise<string> {
  const unreadable = (reason: string) =>
    new AppError('document-unreadable', `--${option} "${path}" ${reason}.`, { field: option });
  const bytes = await (path === '-' ? readStdin(limitBytes) : readFileLimited(path, limitBytes)).catch(() => {
    throw unreadable('cannot be read');
  });
  if (bytes === null) throw unreadable(`is longer than ${limitBytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('is not UTF-8 text');
  }
}
