import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { hideToast, showToast, withdrawAction } from '../failures/toast-list.ts';
import { neighbourOfRemoved, selectOnly } from '../grid/selection.ts';
import type { Selection } from '../grid/selection.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { signInRequestOf } from '../sign-in/sign-ins.ts';
import { sharedSignIns, targetsOf } from './account-targets.ts';
import type { SharedSignIn } from './account-targets.ts';
import { managedBy } from './managed-by.ts';

/** A dialog of the SMTP Setup screen. */
export type AccountsDialog =
  | { readonly kind: 'waiting-items'; readonly accountIds: readonly number[]; readonly waitingItems: number }
  | { readonly kind: 'sign-out'; readonly signIns: readonly SharedSignIn[] }
  | { readonly kind: 'test'; readonly account: AccountRow };

export type RemoveChoice = 'refuse' | 'cancel' | { readonly moveToAccountId: number };

/** What Undo takes back, and the toast that offers it. */
interface Undoable {
  readonly text: string;
  readonly undo: () => void;
  readonly toast: number;
}

interface Options {
  readonly accounts: readonly AccountRow[];
  /** IDs as the grid shows them. */
  readonly shownIds: readonly number[];
  readonly selected: readonly AccountRow[];
  readonly onSelection: (selection: Selection) => void;
  readonly filter: string;
  /** Lets nobody miss the accounts that are back; they were removed under a filter. */
  readonly onRestored: (accountIds: readonly number[], filter: string) => void;
  /** Gives the focus back to the grid. */
  readonly onDone: () => void;
}

const idsOf = (rows: readonly AccountRow[]) => rows.map(({ id }) => id);

/** Answers what the commands of the SMTP Setup screen do. */
export function useAccountCommands(options: Options) {
  const { accounts, shownIds, selected, filter, onSelection, onRestored, onDone } = options;
  const { t } = useTranslation();
  const request = useRequest();
  const { toasts, signIns } = useServices();
  const policy = useAppState((state) => state.policy);
  const [dialog, setDialog] = useState<AccountsDialog | null>(null);
  const [last, setLast] = useState<Undoable | null>(null);
  const targets = targetsOf(selected);

  // A toast may be pressed after the next change, which sees nothing of this one otherwise.
  const offered = useRef<number | null>(null);
  /** The next change is what Undo takes back; what was offered before it does not work any more. */
  const endUndo = () => {
    if (offered.current !== null) withdrawAction(toasts, offered.current);
    offered.current = null;
    setLast(null);
  };
  const offerUndo = (text: string, undoText: string, undo: () => void) => {
    const action = { label: t('shell.undo'), run: undo };
    const toast = showToast(toasts, { text, action });
    offered.current = toast;
    setLast({ text: undoText, undo, toast });
  };
  // What was not done is said with what was.
  const withManaged = (done: string) =>
    targets.managed.length === 0
      ? done
      : `${done} ${t('accounts.managed.skipped', { count: targets.managed.length, setBy: managedBy(policy, t) })}`;

  const restore = async (undoToken: string) => {
    endUndo();
    onDone();
    const restored = await request('accountsRestore', { undoToken });
    const [first] = restored?.restoredIds ?? [];
    if (!restored || first === undefined) return;
    onRestored(restored.restoredIds, filter);
    showToast(toasts, { text: t('accounts.restored', { count: restored.restoredIds.length }) });
  };

  const remove = async (accountIds: readonly number[], waiting: RemoveChoice) => {
    const answer = await request('accountsRemove', { accountIds: [...accountIds], waiting });
    if (!answer) return;
    if (!answer.removed) {
      setDialog({ kind: 'waiting-items', accountIds, waitingItems: answer.waitingItems });
      return;
    }
    endUndo();
    setDialog(null);
    const next = neighbourOfRemoved(shownIds, new Set(accountIds));
    if (next !== null) onSelection(selectOnly(next));
    const { undoToken } = answer;
    const text = withManaged(t('accounts.removed', { count: accountIds.length, id: accountIds[0] ?? 0 }));
    if (undoToken === null) showToast(toasts, { text });
    else offerUndo(text, t('accounts.toolbar.undoRemove'), () => void restore(undoToken));
  };

  const setEnabled = async (accountIds: readonly number[], enabled: boolean, isUndo = false) => {
    endUndo();
    const answer = await request('accountsSetEnabled', { accountIds: [...accountIds], enabled });
    if (!answer) return;
    const done = t(enabled ? 'accounts.enabled' : 'accounts.disabled', {
      count: answer.changed,
      id: accountIds[0] ?? 0,
    });
    if (isUndo) {
      showToast(toasts, { text: done });
      return;
    }
    const undoText = t(enabled ? 'accounts.toolbar.undoEnable' : 'accounts.toolbar.undoDisable');
    offerUndo(withManaged(done), undoText, () => {
      onDone();
      void setEnabled(accountIds, !enabled, true);
    });
  };

  const signOutOne = async (account: AccountRow) => {
    const answer = await request('signOut', { accountId: account.id, allAccounts: false });
    if (!answer) return;
    const done = t('accounts.signOut.done', { count: 1, id: account.id });
    showToast(toasts, {
      text: answer.revoked ? `${done} ${t('accounts.signOut.revoked')}` : done,
      ...(answer.consentPageUrl !== null && {
        link: { label: t('accounts.signOut.consentPage'), url: answer.consentPageUrl },
      }),
    });
  };

  return {
    targets,
    dialog,
    closeDialog: () => setDialog(null),
    remove: () => {
      const ids = idsOf(targets.removable);
      if (ids.length > 0) void remove(ids, 'refuse');
    },
    removeWith: (accountIds: readonly number[], waiting: RemoveChoice) => void remove(accountIds, waiting),
    enable: () => void setEnabled(idsOf(targets.toEnable), true),
    disable: () => void setEnabled(idsOf(targets.toDisable), false),
    /** What Undo would take back, in a word; null: nothing. */
    undoText: last?.text ?? null,
    undo: () => {
      if (!last) return;
      hideToast(toasts, last.toast);
      last.undo();
    },
    signIn: (account: AccountRow) => void signIns.begin(signInRequestOf(account)),
    signOut: () => {
      const used = sharedSignIns(accounts, targets.signedIn);
      const [only] = targets.signedIn;
      const isShared = used.some((signIn) => signIn.accounts.length > 1);
      if (only && targets.signedIn.length === 1 && !isShared) void signOutOne(only);
      else setDialog({ kind: 'sign-out', signIns: used });
    },
    sendTest: (account: AccountRow) => setDialog({ kind: 'test', account }),
  };
}
