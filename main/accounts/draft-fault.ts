import { AppError } from '../../shared/errors.ts';
import { findingError } from './finding-error.ts';
import { lintDraft } from './lint.ts';
import type { LintInput } from './lint.ts';

/**
 * Answers what keeps a draft from being saved, with its field; null: nothing does. What the administrator has decided goes
 * first, for nobody can correct it.
 */
export function draftFault(input: LintInput): AppError | null {
  const errors = lintDraft(input).filter(({ level }) => level === 'error');
  const locked = errors.find(({ code }) => code === 'locked-by-policy');
  if (locked) return findingError(locked);
  const fault = providerFault(input);
  if (fault) return fault;
  return errors[0] ? findingError(errors[0]) : null;
}

function providerFault({ draft, presets, passwordTyped }: LintInput): AppError | null {
  if (draft.provider === 'none') return null;
  const invalid = (field: string, message: string) => new AppError('account-invalid', message, { field });
  const provider = presets.find((each) => each.id === draft.provider);
  if (!provider) return invalid('provider', 'There is no such provider.');
  const ways = provider.presets.map(({ sendThrough }) => sendThrough);
  if (ways.length === 0) {
    return invalid(
      'provider',
      'The policy names endpoints of this provider, but no mail server: its smtp, gmailApi or graphApi is missing.',
    );
  }
  if (!ways.includes(draft.sendThrough)) {
    return invalid('sendThrough', 'The provider does not send in this way.');
  }
  return passwordTyped
    ? invalid('password', 'An account that signs in at a provider has no password.')
    : null;
}
