import type { Account } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Clock, Random } from '../ports.ts';
import type { AccountHealth } from './account-health.ts';
import type { GrantState } from './account-status.ts';
import type { AccountStore } from './account-store.ts';
import type { PasswordVault } from './passwords.ts';

/** What a row shows of a grant. */
export interface GrantInfo {
  /** Address or name of who signed in. */
  readonly signedInAs: string;
  /** The best guess of the person's mailbox; empty: not known. */
  readonly mailbox: string;
  readonly state: Exclude<GrantState, 'none'>;
  /** Why it is dead, where it is. */
  readonly because?: ErrorCode | null;
}

/** A mail server that a sign-in would be shown to although it is not its provider's. */
export interface ForeignServer {
  /** ID of the provider. */
  readonly provider: string;
  readonly issuer: string;
  /** Host in lower case; on this computer, where every port is another program, with its port. */
  readonly server: string;
}

/** What accounts need of the keeper of grants. */
export interface AccountGrants {
  /** null: there is no such grant any more. */
  readonly info: (grantId: string) => GrantInfo | null;
  /** Says whether a grant, pending ones included, was made for the provider, way of sending and person of this account. */
  readonly isBound: (grantId: string, account: Account) => boolean;
  /**
   * Makes a pending grant the accounts' own and answers the ID to refer to, which is another one where the same person
   * had signed in before.
   *
   * @throws {AppError} `sign-in-required` — the pending grant is gone
   */
  readonly adoptPending: (pendingGrantId: string) => Promise<string>;
  /** Forgets a grant unless an account uses it; `revoke`: at the provider too, as far as that hurts no other grant. */
  readonly release: (grantId: string, options: { readonly revoke: boolean }) => Promise<void>;
}

export interface AccountsDeps {
  readonly store: AccountStore;
  readonly health: AccountHealth;
  readonly vault: PasswordVault;
  readonly grants: AccountGrants;
  readonly clock: Clock;
  readonly random: Random;
  /** Providers with what they fill in; `none` is not among them. */
  readonly presets: () => readonly ProviderInfo[];
  /** Value of SystemUser.User_Name where the caller names no SystemUser. */
  readonly systemUser: () => string;
  readonly defaultAccount: {
    readonly id: () => number | null;
    readonly set: (accountId: number | null) => void;
    readonly isLocked: () => boolean;
  };
  /** The policy says that no password leaves in clear, whatever an account says. */
  readonly passwordsAlwaysEncrypted?: () => boolean;
  /** The server of an account that its sign-in is not shown to, for it is not its provider's; absent or null: none. */
  readonly foreignServer?: (account: Account) => ForeignServer | null;
  /** Until when an account's protocol log is recorded; absent: nobody records. */
  readonly protocolLogUntilMs?: (accountId: number) => number | null;
  readonly isSigningIn: (accountId: number) => boolean;
  /** How many items the accounts still have to send. */
  readonly waitingItems: (accountIds: readonly number[]) => number | Promise<number>;
  readonly cancelWaiting: (accountIds: readonly number[]) => unknown;
  readonly moveWaiting: (accountIds: readonly number[], toAccountId: number) => unknown;
  /** Accounts that are other than before; a row that is not there any more was removed. */
  readonly onChanged: (accountIds: readonly number[]) => void;
  /** The row has another status, and the account is the same. */
  readonly onStatusNews: (accountId: number) => void;
  /** An account was enabled or disabled: its items go on or are held. */
  readonly onEnabledChanged: (accountId: number, enabled: boolean) => void;
  /** An account has a new password or sign-in: items that were held for it may go on. */
  readonly onSecretRenewed: (accountId: number) => void;
  /** Nobody is signed in for an account any more; who was, as people know the person. */
  readonly onSignedOut?: (accountId: number, signedInAs: string) => void;
  /** An account sends elsewhere, otherwise or as somebody else: what its old values were held for may be over. */
  readonly onCorrected: (accountId: number) => void;
  /** How long a removal can be undone while nothing else changes, in milliseconds. */
  readonly undoWindowMs?: number;
}
