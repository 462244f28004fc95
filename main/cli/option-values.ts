import { AppError } from '../../shared/errors.ts';
import type { OptionValues } from './command.ts';

/** Answers the error about a value of an option of an account. */
export function accountValueError(option: string, message: string): AppError {
  return new AppError('account-invalid', `--${option} ${message}.`, { field: option });
}

/**
 * Answers the port that was given; undefined where none was.
 *
 * @throws {AppError} `account-invalid` — not a whole number from 1 to 65535
 */
export function portOption(options: OptionValues, name: string): number | undefined {
  return wholeNumber(options, name, 1, 65_535);
}

/**
 * Answers the whole number that was given; undefined where none was.
 *
 * @throws {AppError} `account-invalid` — something else, or out of range
 */
export function wholeNumber(
  options: OptionValues,
  name: string,
  min: number,
  max: number,
): number | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  const value = parseWholeNumber(text);
  if (value === null || value < min || value > max) {
    throw accountValueError(name, `must be a whole number from ${min} to ${max}, not "${text}"`);
  }
  return value;
}

/** Answers the number that decimal digits mean; null for everything else, also for `1e3`, `0x10` and `+1`. */
export function parseWholeNumber(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/**
 * Answers what a switch says; undefined where it was not given.
 *
 * @throws {AppError} `account-invalid` — neither on nor off
 */
export function onOff(options: OptionValues, name: string): boolean | undefined {
  const text = oneOf(options, name, ['on', 'off']);
  return text === undefined ? undefined : text === 'on';
}

/**
 * Answers the word that was given; undefined where none was.
 *
 * @throws {AppError} `account-invalid` — none of the words
 */
export function oneOf<Word extends string>(
  options: OptionValues,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = options.text(name);
  if (text === undefined) return undefined;
  const word = words.find((each) => each === text);
  if (word === undefined) throw accountValueError(name, `must be ${words.join(' or ')}, not "${text}"`);
  return word;
}

/**
 * Answers the Email Server ID that a text means.
 *
 * @throws {AppError} `account-not-found` — no ID of any account looks like this
 */
export function parseAccountId(text: string, option?: string): number {
  const id = parseWholeNumber(text);
  if (id !== null && id > 0) return id;
  throw new AppError(
    'account-not-found',
    `There is no account "${text}".`,
    option === undefined ? {} : { field: option },
  );
}
