import { AppError } from '../../shared/errors.ts';

/** Marks a mistake in the command itself, as against a value that the app refuses. */
const usage = { usage: true };

/**
 * Answers the error about a verb or option that is unknown, missing or in the wrong place; exit code 64.
 *
 * @param option its name without dashes
 */
export function usageError(message: string, option?: string): AppError {
  return new AppError('invalid-request', message, {
    detail: usage,
    ...(option !== undefined && { field: option }),
  });
}

/** Says whether a failure is about the command itself. */
export function isUsageError(error: { readonly detail?: AppError['detail'] }): boolean {
  return error.detail?.['usage'] === true;
}
