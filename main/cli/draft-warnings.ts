import type { AccountDraft, Finding } from '../../shared/account.ts';
import { findingMessage } from '../../shared/finding-messages.ts';
import { optionOfField } from './account-options.ts';
import type { CommandContext } from './command.ts';

/** A remark on an account that is saved all the same. */
export interface DraftWarning {
  /** The option that sets what it is about, without dashes. */
  readonly field: string;
  readonly code: Finding['code'];
  readonly message: string;
}

/** Answers what the window would warn of while the draft is typed. */
export async function draftWarnings(
  { call, options }: Pick<CommandContext, 'call' | 'options'>,
  accountId: number | null,
  draft: AccountDraft,
  password: string | undefined,
): Promise<readonly DraftWarning[]> {
  const { findings } = await call('accountsLint', { accountId, draft, passwordTyped: Boolean(password) });
  const isConfirmed = options.text('confirm-host') !== undefined;
  return findings.flatMap((finding) => {
    const { field, level, code } = finding;
    if (level !== 'warning' || (isConfirmed && code === 'host-not-providers')) return [];
    return [{ field: optionOfField(field), code, message: findingMessage(finding) }];
  });
}
