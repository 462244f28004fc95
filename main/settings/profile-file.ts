import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { errorCode } from './file-system.ts';

/** Version that every profile file of today says. */
export const profileVersion = 1;

const checksumOf = (text: string | Uint8Array) => crc32(text).toString(16).padStart(8, '0');
const sealed = /^\{"checksum":"([0-9a-f]{8})",/;

/**
 * Answers the text of a profile file: compact JSON that begins with a CRC-32 of all that follows it.
 *
 * The checksum is against bad disks, not against people: one flipped bit in a host name would be valid JSON otherwise.
 *
 * @param value an object with at least one member
 */
export function profileFileText(value: object): string {
  const members = JSON.stringify(value).slice(1);
  return `{"checksum":"${checksumOf(members)}",${members}`;
}

/** Answers the checksum that the text of a profile file begins with; null: it has none. */
export function checksumIn(text: string): string | null {
  return sealed.exec(text)?.[1] ?? null;
}

/**
 * Answers what a profile file holds. A file without a checksum, as a person may write it, is checked by its shape only.
 *
 * @param name file name without its folder, for the message
 * @throws {AppError} `profile-unreadable` — the bytes are not a document of ours, damaged, or from a newer version
 */
export function readProfileFile<Value>(
  name: string,
  bytes: Uint8Array,
  parse: (value: unknown) => Value,
): Value {
  const text = decode(name, bytes);
  const value = parseJson(name, text);
  const { checksum, ...document } = value;
  if (checksum !== undefined) {
    const start = sealed.exec(text);
    if (!start || checksumOf(bytes.subarray(start[0].length)) !== start[1]) {
      throw unreadable(name, 'does not match its checksum');
    }
  }
  if (typeof document['version'] === 'number' && document['version'] > profileVersion) {
    throw unreadable(name, 'was written by a newer version of this app');
  }
  try {
    return parse(document);
  } catch (error) {
    throw unreadable(name, `has another shape than expected${firstIssue(error)}`);
  }
}

/** Answers the error about a profile file; the message names the file, never its folder. */
export function unreadable(name: string, reason: string): AppError {
  return new AppError('profile-unreadable', `${name} ${reason}.`, { detail: { file: name } });
}

/**
 * Reads a file of the profile; null: there is none.
 *
 * @throws {AppError} `profile-unreadable` — the system does not let it be read
 */
export function readFileIfThere(folder: string, name: string): Buffer | null {
  try {
    return readFileSync(join(folder, name));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return null;
    throw unreadable(name, `cannot be read (${code})`);
  }
}

function decode(name: string, bytes: Uint8Array): string {
  if (bytes.length === 0) throw unreadable(name, 'is empty');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable(name, 'is not UTF-8 text');
  }
}

function parseJson(name: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message repeats a piece of the file.
    throw unreadable(name, 'is not JSON, or not whole');
  }
  if (!isObject(value)) throw unreadable(name, 'is not a JSON object');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstIssue(error: unknown): string {
  const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
  return issue ? ` (${[issue.path.join('.'), issue.message].filter(Boolean).join(': ')})` : '';
}
