import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { hideToast, showToast } from '../failures/toast-list.ts';
import { neighbourOfRemoved, selectOnly } from '../grid/selection.ts';
import type { Selection } from '../grid/selection.ts';
import { useRequest, useServices } from '../services.tsx';
import { expectedFor } from '../sign-in/sign-ins.ts';

/** A dialog of the SMTP Setup screen. */
export type AccountsDialog =
  | { readonly kind: 'waiting-items'; readonly accountIds: readonly number[]; readonly waitingItems: number }
  | { readonly kind: 'sign-out'; readonly account: AccountRow; readonly sharedBy: number }
  | { readonly kind: 'test'; readonly account: AccountRow };

export type RemoveChoice = 'refuse' | 'cancel' | { readonly moveToAccountId: number };

interface Options {
  readonly accounts: readonly AccountRow[];
  /** IDs as the grid shows them. */
  readonly shownIds: readonly number[];
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
}

/** Answers what the commands of the SMTP Setup screen do. */
export function useAccountCommands({ accounts, shownIds, selection, onSelection }: Options) {
  const { t } = useTranslation();
  const request = useRequest();
  const { toasts, signIns } = useServices();
  const [dialog, setDialog] = useState<AccountsDialog | null>(null);
  const [lastRemoval, setLastRemoval] = useState<{ undoToken: string; toast: number } | null>(null);

  const undo = async (undoToken: string) => {
    setLastRemoval(null);
    const restored = await request('accountsRestore', { undoToken });
    const [first] = restored?.restoredIds ?? [];
    if (!restored || first === undefined) return;
    onSelection({ selected: new Set(restored.restoredIds), focused: first, anchor: first });
    showToast(toasts, { text: t('accounts.restored', { count: restored.restoredIds.length }) });
  };

  const remove = async (accountIds: readonly number[], waiting: RemoveChoice) => {
    const answer = await request('accountsRemove', { accountIds: [...accountIds], waiting });
    if (!answer) return;
    if (!answer.removed) {
      setDialog({ kind: 'waiting-items', accountIds, waitingItems: answer.waitingItems });
      return;
    }
    setDialog(null);
    const next = neighbourOfRemoved(shownIds, new Set(accountIds));
    if (next !== null) onSelection(selectOnly(next));
    const { undoToken } = answer;
    const toast = showToast(toasts, {
      text: t('accounts.removed', { count: accountIds.length, id: accountIds[0] ?? 0 }),
      ...(undoToken !== null && { action: { label: t('shell.undo'), run: () => void undo(undoToken) } }),
    });
    setLastRemoval(undoToken === null ? null : { undoToken, toast });
  };

  const signOut = async (account: AccountRow, allAccounts: boolean) => {
    setDialog(null);
    const answer = await request('signOut', { accountId: account.id, allAccounts });
    if (!answer) return;
    const done = allAccounts
      ? t('accounts.signOut.doneAll', { count: answer.sharedBy })
      : t('accounts.signOut.done', { id: account.id });
    showToast(toasts, {
      text: answer.revoked ? `${done} ${t('accounts.signOut.revoked')}` : done,
      ...(answer.consentPageUrl !== null && {
        link: { label: t('accounts.signOut.consentPage'), url: answer.consentPageUrl },
      }),
    });
  };

  return {
    dialog,
    closeDialog: () => setDialog(null),
    remove: () => {
      const ids = shownIds.filter((id) => selection.selected.has(id));
      if (ids.length > 0) void remove(ids, 'refuse');
    },
    removeWith: (accountIds: readonly number[], waiting: RemoveChoice) => void remove(accountIds, waiting),
    canUndo: lastRemoval !== null,
    undoRemove: () => {
      if (!lastRemoval) return;
      hideToast(toasts, lastRemoval.toast);
      void undo(lastRemoval.undoToken);
    },
    signIn: (account: AccountRow) =>
      void signIns.begin({
        accountId: account.id,
        dialogId: null,
        expected: expectedFor(account),
        sendThrough: account.sendThrough,
        provider: account.provider === 'none' ? null : account.provider,
      }),
    signOut: (account: AccountRow) => {
      const sharing = accounts.filter(
        (other) => other.provider === account.provider && other.signedInAs === account.signedInAs,
      );
      if (sharing.length > 1) setDialog({ kind: 'sign-out', account, sharedBy: sharing.length });
      else void signOut(account, false);
    },
    signOutWith: (account: AccountRow, allAccounts: boolean) => void signOut(account, allAccounts),
    sendTest: (account: AccountRow) => setDialog({ kind: 'test', account }),
  };
}
