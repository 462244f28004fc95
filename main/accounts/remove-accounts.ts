import type { Account } from '../../shared/account.ts';
import type { Input, Output } from '../../shared/contract.ts';
import { AppError } from '../../shared/errors.ts';
import { enabledAccountsWithKey, keyOf } from './account-key.ts';
import { secretsOf } from './accounts-file.ts';
import type { SecretReference } from './accounts-file.ts';
import type { AccountsDeps } from './accounts-deps.ts';

// The toast waits while the pointer is on it, and Ctrl+Z works until the next change: this is only the far end.
const defaultUndoWindowMs = 10 * 60_000;
const tokenBytes = 12;

interface Removal {
  readonly token: string;
  readonly accounts: readonly Account[];
  readonly timer: AbortController;
}

/** Remove and its Undo. */
export type AccountRemoval = ReturnType<typeof createAccountRemoval>;

/**
 * Answers the verbs that remove accounts. The secrets of a removed account stay until it cannot be undone any more: at the
 * next change, after the undo window, or when the app stops; after a crash the next start forgets them.
 *
 * @param forget forgets secrets that no account refers to
 */
export function createAccountRemoval(
  deps: AccountsDeps,
  forget: (secrets: readonly SecretReference[]) => void,
) {
  const { store, defaultAccount } = deps;
  let undoable: Removal | null = null;

  /** Ends the possibility to undo the last removal. */
  function finalize(): void {
    if (!undoable) return;
    const { accounts, timer } = undoable;
    undoable = null;
    timer.abort();
    forget(accounts.flatMap(secretsOf));
    for (const { id } of accounts) deps.health.clear('server', id);
    if (accounts.some(({ id }) => id === defaultAccount.id())) clearDefault();
  }

  function clearDefault(): void {
    try {
      if (!defaultAccount.isLocked()) defaultAccount.set(null);
    } catch {
      // The disk is full. An ID is never given twice, so a default that is not there is only no default.
    }
  }

  function startUndo(accounts: readonly Account[]): string {
    const token = Buffer.from(deps.random.bytes(tokenBytes)).toString('base64url');
    const timer = new AbortController();
    undoable = { token, accounts, timer };
    deps.clock.sleep(deps.undoWindowMs ?? defaultUndoWindowMs, timer.signal).then(finalize, () => undefined);
    return token;
  }

  async function settleWaiting(
    ids: readonly number[],
    waiting: Input<'accountsRemove'>['waiting'],
  ): Promise<{ readonly count: number; readonly settled: boolean }> {
    const count = await deps.waitingItems(ids);
    if (count === 0) return { count, settled: true };
    if (waiting === 'refuse') return { count, settled: false };
    if (waiting === 'cancel') await deps.cancelWaiting(ids);
    else await deps.moveWaiting(ids, waiting.moveToAccountId);
    return { count, settled: true };
  }

  /** Checked before anything is done, also while nothing waits. */
  function checkTarget(ids: readonly number[], waiting: Input<'accountsRemove'>['waiting']): void {
    if (typeof waiting === 'string') return;
    const target = store.byId(waiting.moveToAccountId);
    if (!target || ids.includes(target.id)) {
      throw new AppError('account-not-found', 'The account that is to send the waiting items is not there.', {
        field: 'waiting',
      });
    }
    if (!target.enabled) {
      throw new AppError('account-disabled', 'The account that is to send the waiting items is disabled.', {
        field: 'waiting',
      });
    }
  }

  return {
    finalize,
    remove: async ({ accountIds, waiting }: Input<'accountsRemove'>): Promise<Output<'accountsRemove'>> => {
      const ids = [...new Set(accountIds)];
      store.assertOwn(ids);
      const missing = ids.find((id) => store.byId(id) === null);
      if (missing !== undefined) {
        throw new AppError('account-not-found', `There is no account ${missing}.`, { field: 'accountIds' });
      }
      checkTarget(ids, waiting);
      const { count, settled } = await settleWaiting(ids, waiting);
      if (!settled) return { removed: false, undoToken: null, waitingItems: count };
      finalize();
      const accounts = ids.flatMap((id) => store.byId(id) ?? []);
      store.remove(ids, { forget: accounts.flatMap(secretsOf) });
      const undoToken = startUndo(accounts);
      deps.onChanged(ids);
      return { removed: true, undoToken, waitingItems: count };
    },
    restore: ({ undoToken }: Input<'accountsRestore'>): Output<'accountsRestore'> => {
      if (undoable?.token !== undoToken) {
        throw new AppError('transition-refused', 'This removal cannot be undone any more.', {
          field: 'undoToken',
        });
      }
      const { accounts, timer } = undoable;
      for (const account of accounts) {
        const key = account.enabled ? keyOf(account) : null;
        const holder = key && enabledAccountsWithKey(store.list(), key)[0];
        if (holder) {
          throw new AppError(
            'key-taken',
            `Account ${holder.id} has the key of account ${account.id} by now.`,
            {
              field: 'undoToken',
              detail: { accountId: holder.id },
            },
          );
        }
      }
      store.restore(accounts);
      undoable = null;
      timer.abort();
      const restoredIds = accounts.map(({ id }) => id);
      deps.onChanged(restoredIds);
      return { restoredIds };
    },
  };
}
