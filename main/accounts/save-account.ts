import type { Account, AccountDraft } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { secretsOf } from './accounts-file.ts';
import type { SecretReference } from './accounts-file.ts';
import type { AccountsDeps } from './accounts-deps.ts';
import { draftFault } from './draft-fault.ts';
import { consentIdFor, consentRecordFor, keptConsent, looksConfirmed } from './host-consent.ts';
import { normalizeHost } from './host-name.ts';
import { keptGrant, keptPassword } from './kept-secrets.ts';
import { passwordIdFor, passwordRecordFor } from './passwords.ts';
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
    return { grantId: input.signOut ? null : keptGrant(draft, before, grants), renewed: false };
  }

  async function nextPassword(
    draft: Account,
    before: Account | null,
    password: string | undefined,
  ): Promise<string | null> {
    if (draft.provider !== 'none' || password === '') return null;
    if (password === undefined) return keptPassword(draft, before);
    const id = passwordIdFor(draft, deps.random);
    store.forgetUnlessUsed([{ kind: 'password', id }]);
    await deps.vault.put(passwordRecordFor(id, draft, password));
    return id;
  }

  /** Answers the account with the consent that the person gives at OK; without one it is as it was. */
  async function consentFor(account: Account, { confirmHost }: Input<'accountsSave'>): Promise<Account> {
    if (confirmHost === undefined) return account;
    const isMeant = normalizeHost(confirmHost) === normalizeHost(account.host);
    if (!isMeant || deps.store.lockedFields(account.id).includes('host')) {
      throw new AppError(
        isMeant ? 'locked-by-policy' : 'account-invalid',
        isMeant
          ? 'Only the administrator says which servers this account may use.'
          : `The host to be confirmed is ${confirmHost}, and that of the account is ${account.host}.`,
        { field: 'confirmHost' },
      );
    }
    const place = deps.foreignServer?.(account) ?? null;
    if (place === null || looksConfirmed(account.consentId, place)) return account;
    const id = consentIdFor(place, deps.random);
    store.forgetUnlessUsed([{ kind: 'consent', id }]);
    await deps.vault.put(consentRecordFor(id, account.id, place));
    return { ...account, consentId: id };
  }

  return async (input) => {
    const before = input.accountId === null ? null : store.existing(input.accountId);
    const draft = tidyDraft(input.draft, deps.presets());
    refuse(draft, before, input, deps);
    const bare: Account = {
      ...{ ...draft, ...keptConsent(draft, before) },
      ...{ id: before?.id ?? store.nextId(), grantId: null, passwordId: null },
    };
    const consented = await consentFor(bare, input);
    const { grantId, renewed } = await nextGrant(consented, before, input);
    const passwordId = await nextPassword(consented, before, input.password);
    const user = draft.user || ((grantId && grants.info(grantId)?.mailbox) ?? '');
    const account: Account = { ...consented, user, grantId, passwordId };
    const kept = new Set(secretsOf(account).map(({ id }) => id));
    const unused = before ? secretsOf(before).filter(({ id }) => !kept.has(id)) : [];
    if (before) store.replace([account], { forget: unused });
    else store.add(account);
    if (input.pendingGrantId !== null) adopted.delete(input.pendingGrantId);
    const newPassword = passwordId !== null && passwordId !== before?.passwordId;
    return { account: store.existing(account.id), before, unused, secretRenewed: renewed || newPassword };
  };
}

/** @throws {AppError} the first error that keeps the account from being saved, with its field */
function refuse(
  draft: AccountDraft,
  before: Account | null,
  input: Input<'accountsSave'>,
  deps: AccountsDeps,
): void {
  const fault = draftFault({
    draft: input.draft,
    accountId: input.accountId,
    passwordTyped: Boolean(input.password),
    passwordSet: input.password === undefined && keptPassword(draft, before) !== null,
    accounts: deps.store.list(),
    presets: deps.presets(),
    lockedFields: deps.store.lockedFields(input.accountId),
    passwordsAlwaysEncrypted: deps.passwordsAlwaysEncrypted?.() ?? false,
  });
  if (fault) throw fault;
  const isDefault = before !== null && before.id === deps.defaultAccount.id();
  if (input.makeDefault !== undefined && input.makeDefault !== isDefault && deps.defaultAccount.isLocked()) {
    throw new AppError('locked-by-policy', 'The administrator sets the default account.', {
      field: 'makeDefault',
    });
  }
}
