import type { Finding, FindingCode } from '../../shared/account.ts';
import { AppError } from '../../shared/errors.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { findingMessage } from '../../shared/finding-messages.ts';

const ownCodes: Partial<Record<FindingCode, ErrorCode>> = {
  'key-incomplete': 'key-incomplete',
  'key-taken': 'key-taken',
  'key-taken-by-administrator': 'key-taken',
  'locked-by-policy': 'locked-by-policy',
};

/** Answers the error that a finding is when it keeps an account from being saved. */
export function findingError(finding: Finding): AppError {
  const { field, code, values } = finding;
  return new AppError(ownCodes[code] ?? 'account-invalid', findingMessage(finding), {
    field,
    detail: { finding: code, ...values },
  });
}
