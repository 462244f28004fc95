import { isEmailAddress } from '../../shared/email-address.ts';
import { AppError } from '../../shared/errors.ts';
import type { OptionValues } from './command.ts';

/**
 * Answers the addresses that were given; several may also stand in one option, with commas between them.
 *
 * @throws {AppError} `recipient-rejected` — one is no e-mail address
 */
export function addresses(options: OptionValues, name: 'to' | 'cc' | 'bcc'): string[] {
  const given = options
    .texts(name)
    .flatMap((text) => text.split(','))
    .map((text) => text.trim());
  const wrong = given.find((text) => !isEmailAddress(text));
  if (wrong === undefined) return given;
  throw new AppError('recipient-rejected', `--${name} "${wrong}" is not an e-mail address.`, { field: name });
}
