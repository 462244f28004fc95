import type { AccountRow } from '../../shared/account.ts';

/** Which of the selected accounts a command is for. */
export interface AccountTargets {
  /** The only one that is selected. */
  readonly single: AccountRow | null;
  readonly removable: readonly AccountRow[];
  readonly toEnable: readonly AccountRow[];
  readonly toDisable: readonly AccountRow[];
  readonly signedIn: readonly AccountRow[];
  /** Selected ones that only the administrator changes. */
  readonly managed: readonly AccountRow[];
}

/** Answers which of the selected accounts each command is for; those of the policy stay as they are. */
export function targetsOf(selected: readonly AccountRow[]): AccountTargets {
  const own = selected.filter(({ managed }) => !managed);
  return {
    single: selected.length === 1 ? (selected[0] ?? null) : null,
    removable: own,
    toEnable: own.filter(({ enabled }) => !enabled),
    toDisable: own.filter(({ enabled }) => enabled),
    signedIn: selected.filter(({ signedInAs }) => signedInAs !== null),
    managed: selected.filter(({ managed }) => managed),
  };
}

/** One sign-in and the accounts that use it. */
export interface SharedSignIn {
  /** All accounts that use it, the selected ones first. */
  readonly accounts: readonly AccountRow[];
  readonly selectedIds: readonly number[];
}

// The same person at the same provider with the same permission: that is one grant.
const grantOf = ({ provider, signedInAs, sendThrough }: AccountRow) =>
  JSON.stringify([provider, sendThrough, signedInAs]);

/** Answers the sign-ins that the selected accounts use, each with everybody else who uses it. */
export function sharedSignIns(
  accounts: readonly AccountRow[],
  selected: readonly AccountRow[],
): readonly SharedSignIn[] {
  const selectedIds = new Set(selected.map(({ id }) => id));
  const users = Map.groupBy(
    accounts.filter(({ signedInAs }) => signedInAs !== null),
    grantOf,
  );
  const grants = new Set(selected.filter(({ signedInAs }) => signedInAs !== null).map(grantOf));
  return [...grants].map((grant) => {
    const sharing = users.get(grant) ?? [];
    const isSelected = ({ id }: AccountRow) => selectedIds.has(id);
    return {
      accounts: sharing.toSorted((a, b) => Number(isSelected(b)) - Number(isSelected(a)) || a.id - b.id),
      selectedIds: sharing.filter(isSelected).map(({ id }) => id),
    };
  });
}

/** One call of `signOut`. */
export interface SignOutStep {
  readonly accountId: number;
  readonly allAccounts: boolean;
  /** How many accounts are signed out by it. */
  readonly count: number;
}

/**
 * Answers the calls that sign out of the given sign-ins.
 *
 * One by one, the last user of a sign-in ends it; nobody who was not meant can be among them.
 *
 * @param all also the accounts that were not selected
 */
export function signOutSteps(signIns: readonly SharedSignIn[], all: boolean): readonly SignOutStep[] {
  return signIns.flatMap(({ accounts, selectedIds }): readonly SignOutStep[] =>
    all
      ? selectedIds.slice(0, 1).map((accountId) => ({ accountId, allAccounts: true, count: accounts.length }))
      : selectedIds.map((accountId) => ({ accountId, allAccounts: false, count: 1 })),
  );
}
