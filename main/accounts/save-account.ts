import type { Account, AccountDraft } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { secretsOf } from './accounts-file.ts';
import type { SecretReference } from './accounts-file.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { findingError } from './finding-messages.ts';
import { lintDraft } from './lint.ts';
import { looksBound, passwordIdFor, passwordRecordFor } from './passwords.ts';
import { tidyDraft } from './tidy-draft.ts';

/** What saving changed, beside the account itself. */
export interface Saved {
  readonly account: Account;
  readonly before: Account | null;
  /** No account refers to them any more, as far as this change goes. */
  readonly unused: readonly SecretReference[];
  readonly secretRenewed: boolean;
}

/** OK of the SMTP Setup dialog. */
export type SaveAccount = (input: Input<'accountsSave'>) => Promise<Saved>;

/**
 * Answers the function that saves an account with its password and pending grant.
 *
 * A new secret is in the vault before the account refers to it, and noted as unused before it is in the vault: whenever the
 * process dies, the account has either its old secret or the new one, and the next start forgets the other.
 */
export function createSaveAccount(deps: AccountsDeps): SaveAccount {
  const { store, grants } = deps;
  // A sign-in that was adopted when the disk was full is still there at the next OK.
  const adopted = new Map<string, string>();

  async function adopt(pendingGrantId: string): Promise<string> {
    const known = adopted.get(pendingGrantId);
    if (known) return known;
    store.forgetUnlessUsed([{ kind: 'grant', id: pendingGrantId }]);
    const grantId = await grants.adoptPending(pendingGrantId);
    adopted.set(pendingGrantId, grantId);
    return grantId;
  }

  /** Answers the grant the account has from now on, and whether it is one of this dialog. */
  async function nextGrant(
    draft: Account,
    before: Account | null,
    input: Input<'accountsSave'>,
  ): Promise<{ readonly grantId: string | null; readonly renewed: boolean }> {
    if (draft.provider === 'none') return { grantId: null, renewed: false };
    const pending = input.pendingGrantId;
    // A sign-in for a provider or person that the draft has left since is no sign-in for this account.
    if (pending !== null && (adopted.has(pending) || grants.isBound(pending, draft))) {
      return { grantId: await adopt(pending), renewed: true };
    }
    const old = input.signOut ? null : (before?.grantId ?? null);
    const kept =
      before && old !== null && (bindingOf(before) === bindingOf(draft) || grants.isBound(old, draft));
    return { grantId: kept ? old : null, renewed: false };
  }

  async function nextPassword(
    draft: Account,
    before: Account | null,
    password: string | undefined,
  ): Promise<string | null> {
    if (draft.provider !== 'none' || password === '') return null;
    if (password === undefined) {
      const kept = before?.passwordId ?? null;
      return kept !== null && looksBound(kept, draft) ? kept : null;
    }
    const id = passwordIdFor(draft, deps.random);
    store.forgetUnlessUsed([{ kind: 'password', id }]);
    await deps.vault.put(passwordRecordFor(id, draft, password));
    return id;
  }

  return async (input) => {
    const before = input.accountId === null ? null : store.existing(input.accountId);
    const draft = tidyDraft(input.draft, deps.presets());
    refuse(draft, before, input, deps);
    const bare: Account = { ...draft, id: before?.id ?? store.nextId(), grantId: null, passwordId: null };
    const { grantId, renewed } = await nextGrant(bare, before, input);
    const passwordId = await nextPassword(bare, before, input.password);
    const user = draft.user || ((grantId && grants.info(grantId)?.mailbox) ?? '');
    const account: Account = { ...bare, user, grantId, passwordId };
    const unused = before ? secretsOf(before).filter(({ id }) => id !== grantId && id !== passwordId) : [];
    if (before) store.replace([account], { forget: unused });
    else store.add(account);
    if (input.pendingGrantId !== null) adopted.delete(input.pendingGrantId);
    const newPassword = passwordId !== null && passwordId !== before?.passwordId;
    return { account: store.existing(account.id), before, unused, secretRenewed: renewed || newPassword };
  };
}

/** What of an account its grant depends on. */
function bindingOf({ provider, sendThrough, user, signInAccount }: AccountDraft): string {
  return JSON.stringify([provider, sendThrough, (signInAccount || user).toLowerCase()]);
}

/** @throws {AppError} the first error that keeps the account from being saved, with its field */
function refuse(
  draft: AccountDraft,
  before: Account | null,
  input: Input<'accountsSave'>,
  deps: AccountsDeps,
): void {
  const errors = lintDraft({
    draft: input.draft,
    accountId: input.accountId,
    passwordTyped: Boolean(input.password),
    passwordSet:
      input.password === undefined && Boolean(before?.passwordId && looksBound(before.passwordId, draft)),
    accounts: deps.store.list(),
    presets: deps.presets(),
    lockedFields: deps.store.lockedFields(input.accountId),
    passwordsAlwaysEncrypted: deps.passwordsAlwaysEncrypted?.() ?? false,
  }).filter(({ level }) => level === 'error');
  const locked = errors.find(({ code }) => code === 'locked-by-policy');
  if (locked) throw findingError(locked);
  const provider = deps.presets().find((each) => each.id === draft.provider);
  if (draft.provider !== 'none' && !provider) {
    throw new AppError('account-invalid', 'There is no such provider.', { field: 'provider' });
  }
  if (
    provider &&
    provider.presets.length > 0 &&
    provider.presets.every((preset) => preset.sendThrough !== draft.sendThrough)
  ) {
    throw new AppError('account-invalid', 'The provider does not send in this way.', {
      field: 'sendThrough',
    });
  }
  if (draft.provider !== 'none' && input.password) {
    throw new AppError('account-invalid', 'An account that signs in at a provider has no password.', {
      field: 'password',
    });
  }
  if (errors[0]) throw findingError(errors[0]);
  const isDefault = before !== null && before.id === deps.defaultAccount.id();
  if (input.makeDefault !== undefined && input.makeDefault !== isDefault && deps.defaultAccount.isLocked()) {
    throw new AppError('locked-by-policy', 'The administrator sets the default account.', {
      field: 'makeDefault',
    });
  }
}
