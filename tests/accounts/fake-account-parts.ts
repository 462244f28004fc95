import { onTestFinished } from 'vitest';
import { createAccountHealth } from '../../main/accounts/account-health.ts';
import { createAccountStore } from '../../main/accounts/account-store.ts';
import { createAccounts } from '../../main/accounts/accounts.ts';
import type { AccountGrants, AccountsDeps, GrantInfo } from '../../main/accounts/accounts-deps.ts';
import { managedDrafts } from '../../main/accounts/managed-accounts.ts';
import { createNodePorts } from '../../main/loopback/node-ports.ts';
import type { ManagedAccount } from '../../main/settings/policy-format.ts';
import { createTokenVault } from '../../main/vault/token-vault.ts';
import { AppError } from '../../shared/errors.ts';
import type { Account, AccountDraft } from '../../shared/account.ts';
import { newAccountDraft } from '../../shared/account.ts';
import type { Input } from '../../shared/contract.ts';
import { exampleProviders, smtpOnlyProvider } from '../helpers/example-accounts.ts';
import { createFakeCipher } from '../helpers/fake-cipher.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { systemRandom } from '../helpers/system-ports.ts';

/** A sign-in that the test made: for a provider, by a person, in a dialog or not. */
export interface FakeGrant {
  readonly provider: string;
  readonly sendThrough?: 'smtp' | 'api';
  readonly mailbox: string;
  readonly pending?: boolean;
  readonly state?: GrantInfo['state'];
}

/** Grants in memory that behave as the app's do: one for each person, and bound to provider, way of sending and person. */
export function createFakeGrants(usedBy: (grantId: string) => readonly Account[]) {
  const kept = new Map<string, FakeGrant>();
  const revoked: string[] = [];
  const grants: AccountGrants = {
    info: (id) => {
      const grant = kept.get(id);
      return grant
        ? { signedInAs: grant.mailbox, mailbox: grant.mailbox, state: grant.state ?? 'ready' }
        : null;
    },
    isBound: (id, account) => {
      const grant = kept.get(id);
      const expected = account.signInAccount || account.user;
      return (
        grant !== undefined &&
        grant.state !== 'unbound' &&
        grant.provider === account.provider &&
        (grant.sendThrough ?? 'smtp') === account.sendThrough &&
        (expected === '' || expected.toLowerCase() === grant.mailbox)
      );
    },
    adoptPending: async (id) => {
      const grant = kept.get(id);
      if (!grant?.pending) throw new AppError('sign-in-required', 'The sign-in of this dialog is gone.');
      const same = [...kept].find(
        ([other, { mailbox, provider, pending }]) =>
          other !== id && !pending && mailbox === grant.mailbox && provider === grant.provider,
      );
      kept.delete(id);
      const adoptedId = same?.[0] ?? id;
      kept.set(adoptedId, { ...grant, pending: false });
      return adoptedId;
    },
    release: async (id, { revoke }) => {
      if (usedBy(id).length > 0 || !kept.has(id)) return;
      if (revoke) revoked.push(id);
      kept.delete(id);
    },
  };
  return { grants, kept, revoked };
}

/** What the policy of the computer says of accounts. */
export interface FakePolicy {
  readonly accounts: readonly ManagedAccount[];
  /** Default: its file was read. */
  readonly status?: 'active' | 'last-good';
}

/** Accounts on real files, with everything around them in memory. */
export function openAccounts(
  profileFolder: string,
  change: Partial<AccountsDeps> = {},
  policy: FakePolicy | null = null,
  cipher = createFakeCipher('key-file'),
) {
  const clock = createFakeClock(1_000_000);
  const ports = createNodePorts({
    profileFolder,
    platform: 'linux',
    env: {},
    cipher,
    clock,
    log: () => undefined,
  });
  const store = createAccountStore({
    ...ports,
    managed: managedDrafts(policy?.accounts ?? [], exampleProviders),
    forgetMissing: policy !== null && policy.status !== 'last-good',
  });
  const fake = createFakeGrants((id) => store.list().filter(({ grantId }) => grantId === id));
  const events: string[] = [];
  const waiting = new Map<number, number>();
  let defaultId: number | null = null;
  const health = createAccountHealth({ folder: profileFolder, nowMs: clock.nowMs });
  const vault = createTokenVault({ folder: profileFolder, cipher, clock, random: systemRandom });
  const deps: AccountsDeps = {
    store,
    health,
    vault,
    grants: fake.grants,
    clock,
    random: systemRandom,
    presets: () => [...exampleProviders, smtpOnlyProvider],
    systemUser: () => 'sa',
    defaultAccount: { id: () => defaultId, set: (id) => void (defaultId = id), isLocked: () => false },
    isSigningIn: () => false,
    waitingItems: (ids) => ids.reduce((sum, id) => sum + (waiting.get(id) ?? 0), 0),
    cancelWaiting: (ids) => ids.forEach((id) => waiting.delete(id)),
    moveWaiting: (ids, to) => {
      for (const id of ids) {
        waiting.set(to, (waiting.get(to) ?? 0) + (waiting.get(id) ?? 0));
        waiting.delete(id);
      }
    },
    onChanged: (ids) => void events.push(`changed ${ids.join(' ')}`),
    onStatusNews: (id) => void events.push(`changed ${id}`),
    onEnabledChanged: (id, enabled) => void events.push(`${enabled ? 'enabled' : 'disabled'} ${id}`),
    onSecretRenewed: (id) => void events.push(`renewed ${id}`),
    onCorrected: (id) => void events.push(`corrected ${id}`),
    ...change,
  };
  const accounts = createAccounts(deps);
  onTestFinished(async () => {
    await accounts.settled();
    health.close();
  });
  return { accounts, deps, store, vault, health, clock, cipher, events, waiting, ...fake };
}

/** A good draft with a password-taking server. */
export const goodDraft: AccountDraft = {
  ...newAccountDraft,
  host: 'mail.example.com',
  user: 'anna@example.com',
};

const caller = { origin: 'user' } as const;

/** The verbs as a person uses them: what a test does not say is left as it is. */
export function asPerson({ accounts }: ReturnType<typeof openAccounts>) {
  const { handlers } = accounts;
  return {
    add: (change: Partial<AccountDraft> = {}, more: Partial<Input<'accountsSave'>> = {}) =>
      handlers.accountsSave(
        {
          accountId: null,
          draft: { ...goodDraft, ...change },
          pendingGrantId: null,
          signOut: false,
          ...more,
        },
        caller,
      ),
    edit: (
      accountId: number,
      change: Partial<AccountDraft> = {},
      more: Partial<Input<'accountsSave'>> = {},
    ) => {
      const row = accounts.row(accountId);
      const draft = Object.fromEntries(
        Object.keys(goodDraft).map((name) => [name, row?.[name as keyof AccountDraft]]),
      ) as unknown as AccountDraft;
      return handlers.accountsSave(
        { accountId, draft: { ...draft, ...change }, pendingGrantId: null, signOut: false, ...more },
        caller,
      );
    },
    remove: (accountIds: number[], waiting: Input<'accountsRemove'>['waiting'] = 'refuse') =>
      handlers.accountsRemove({ accountIds, waiting }, caller),
    restore: (undoToken: string | null) => handlers.accountsRestore({ undoToken: undoToken ?? '' }, caller),
    resolve: (records: Input<'accountsResolve'>['records'] = []) =>
      handlers.accountsResolve({ records }, caller),
    lint: (input: Input<'accountsLint'>) => handlers.accountsLint(input, caller),
  };
}
