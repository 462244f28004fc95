import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { readFileLimited } from '../limited-read.ts';
import type { CommandContext } from './command.ts';
import { usageError } from './usage-error.ts';

const maxCharacters = 4096;
/** A character is up to four bytes, and a line end may follow. */
const maxBytes = 4 * maxCharacters + 2;

const secrets = ['password', 'passphrase', 'secret', 'refresh-token'] as const;
type Secret = (typeof secrets)[number];
type Option = `${Secret}-${'stdin' | 'file'}`;

/**
 * Answers the password from standard input or the named file, without the line end after it; undefined where neither was
 * asked for.
 *
 * There is no option that takes the password itself: every program of the computer can read the arguments of this one.
 *
 * @param secret its name in `--NAME-stdin` and `--NAME-file`
 * @throws {AppError} `account-invalid`, of a passphrase or refresh token `invalid-request`, of a client's secret `setting-invalid` — empty, too long, more than one line, or the file
 * cannot be read
 */
export async function readPassword(
  { options, readStdin }: Pick<CommandContext, 'options' | 'readStdin'>,
  secret: Secret = 'password',
): Promise<string | undefined> {
  const path = options.text(`${secret}-file`);
  const fromStdin = options.flag(`${secret}-stdin`);
  if (path !== undefined && fromStdin) {
    throw usageError(`Give --${secret}-stdin or --${secret}-file, not both.`, `${secret}-file`);
  }
  const option = `${secret}-${fromStdin ? 'stdin' : 'file'}` as const;
  if (!fromStdin && path === undefined) return undefined;
  let bytes: Uint8Array | null;
  try {
    bytes = await (path === undefined ? readStdin(maxBytes) : readFileLimited(path, maxBytes));
  } catch {
    throw invalid(option, path === undefined ? 'cannot be read' : `"${path}" cannot be read`);
  }
  if (bytes === null) throw invalid(option, `holds more than ${maxCharacters} characters`);
  return parsePassword(bytes, option, secret);
}

function parsePassword(bytes: Uint8Array, option: Option, secret: Secret): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(option, 'is not UTF-8 text');
  }
  const password = text.replace(/\r?\n$/, '');
  if (password === '') throw invalid(option, `holds no ${secret.replace('-', ' ')}`);
  if (/[\r\n\0]/.test(password)) throw invalid(option, 'holds more than one line');
  if (password.length > maxCharacters) throw invalid(option, `holds more than ${maxCharacters} characters`);
  return password;
}

const codes = {
  password: 'account-invalid',
  passphrase: 'invalid-request',
  secret: 'setting-invalid',
  'refresh-token': 'invalid-request',
} as const satisfies Record<Secret, ErrorCode>;

function invalid(option: Option, message: string): AppError {
  const secret = secrets.find((name) => option.startsWith(`${name}-`)) ?? 'password';
  return new AppError(codes[secret], `--${option} ${message}.`, { field: option });
}
