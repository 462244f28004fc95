import type { Account } from '../../shared/account.ts';
import { serverOf } from './account-server.ts';
import { secretsOf } from './accounts-file.ts';
import type { SecretReference } from './accounts-file.ts';
import type { AccountsDeps } from './accounts-deps.ts';

/** Many changes at once. */
export interface Merge {
  /** Changed and new accounts, with the secrets they refer to from now on. */
  readonly accounts: readonly Account[];
  /** No account gets an ID below it from then on. */
  readonly nextId: number;
  /** IDs of those that have another secret than before. */
  readonly renewed: ReadonlySet<number>;
}

interface Around {
  /** Resolves when no secret is about to be forgotten. */
  readonly settled: () => Promise<unknown>;
  /** The accounts are on the disk: `unused` are the secrets that none refers to any more. */
  readonly onWritten: (passwordIds: readonly string[], unused: readonly SecretReference[]) => void;
}

/** Answers the function that changes and adds many accounts in one write, and tells what has become of them. */
export function createMergeAccounts(deps: AccountsDeps, { settled, onWritten }: Around) {
  const { store, health } = deps;

  return async (decide: () => Promise<Merge>): Promise<void> => {
    await settled();
    const { accounts, nextId, renewed } = await decide();
    const changes = accounts.map((after) => {
      const before = store.byId(after.id);
      const isCorrected = before !== null && serverOf(before) !== serverOf(after);
      return { after, before, isCorrected, isRenewed: renewed.has(after.id) };
    });
    const kept = new Set(accounts.flatMap(secretsOf).map(({ id }) => id));
    const unused = changes
      .flatMap(({ before }) => (before ? secretsOf(before) : []))
      .filter(({ id }) => !kept.has(id));
    store.merge(accounts, nextId, { forget: unused });
    if (accounts.length === 0) return;
    onWritten(
      accounts.flatMap(({ passwordId }) => passwordId ?? []),
      unused,
    );
    for (const { after, before, isCorrected, isRenewed } of changes) {
      if (before === null || isRenewed || isCorrected) health.clear('server', after.id);
    }
    deps.onChanged(accounts.map(({ id }) => id));
    for (const { after, before, isCorrected, isRenewed } of changes) {
      if (before && before.enabled !== after.enabled) deps.onEnabledChanged(after.id, after.enabled);
      if (isRenewed) deps.onSecretRenewed(after.id);
      else if (isCorrected) deps.onCorrected(after.id);
    }
  };
}
