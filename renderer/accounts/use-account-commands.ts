import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { useCell } from '../cell.ts';
import { report } from '../failures/failure-list.ts';
import { showToast } from '../failures/toast-list.ts';
import { neighbourOfRemoved, selectOnly } from '../grid/selection.ts';
import type { Selection } from '../grid/selection.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { signInRequestOf } from '../sign-in/sign-ins.ts';
import { useFormat } from '../use-format.ts';
import { sharedSignIns, targetsOf } from './account-targets.ts';
import type { SharedSignIn } from './account-targets.ts';
import { managedBy } from './managed-by.ts';

/** A dialog of the SMTP Setup screen. */
export type AccountsDialog =
  | { readonly kind: 'waiting-items'; readonly accountIds: readonly number[]; readonly waitingItems: number }
  | { readonly kind: 'sign-out'; readonly signIns: readonly SharedSignIn[] }
  | { readonly kind: 'test'; readonly account: AccountRow };

export type RemoveChoice = 'refuse' | 'cancel' | { readonly moveToAccountId: number };

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
  const format = useFormat();
  const { call, failures, toasts, undo, signIns } = useServices();
  const policy = useAppState((state) => state.policy);
  const [dialog, setDialog] = useState<AccountsDialog | null>(null);
  const undoable = useCell(undo.last);
  const targets = targetsOf(selected);

  // What was not done is said with what was.
  const withManaged = (done: string) =>
    targets.managed.length === 0
      ? done
      : `${done} ${t('accounts.managed.skipped', { count: targets.managed.length, setBy: managedBy(policy, t) })}`;

  const restore = async (undoToken: string) => {
    onDone();
    const answer = await call('accountsRestore', { undoToken });
    if (answer.ok) {
      const { restoredIds } = answer.value;
      onRestored(restoredIds, filter);
      showToast(toasts, { text: t('accounts.restored', { count: restoredIds.length }) });
    } else if (answer.error.code === 'transition-refused') {
      // Another window, or another program, has changed accounts since.
      showToast(toasts, { text: t('accounts.undoPassed') });
    } else report(failures, answer.error);
  };

  const remove = async (accountIds: readonly number[], waiting: RemoveChoice) => {
    const answer = await request('accountsRemove', { accountIds: [...accountIds], waiting });
    if (!answer) return;
    if (!answer.removed) {
      setDialog({ kind: 'waiting-items', accountIds, waitingItems: answer.waitingItems });
      return;
    }
    undo.end();
    setDialog(null);
    const next = neighbourOfRemoved(shownIds, new Set(accountIds));
    if (next !== null) onSelection(selectOnly(next));
    const { undoToken } = answer;
    const text = withManaged(t('accounts.removed', { count: accountIds.length, id: accountIds[0] ?? 0 }));
    if (undoToken === null) showToast(toasts, { text });
    else {
      undo.offer({
        done: text,
        label: t('shell.undo'),
        text: t('accounts.toolbar.undoRemove'),
        run: () => void restore(undoToken),
      });
    }
  };

  const setEnabled = async (accountIds: readonly number[], enabled: boolean, isUndo = false) => {
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
    undo.offer({
      done: withManaged(done),
      label: t('shell.undo'),
      text: t(enabled ? 'accounts.toolbar.undoEnable' : 'accounts.toolbar.undoDisable'),
      run: () => {
        onDone();
        void setEnabled(accountIds, !enabled, true);
      },
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

  const setProtocolLog = async ({ id, protocolLogUntilMs }: AccountRow) => {
    const answer = await request('protocolLogSet', { accountId: id, on: protocolLogUntilMs === undefined });
    if (!answer) return;
    const { untilMs } = answer;
    showToast(toasts, {
      text:
        untilMs === null
          ? t('accounts.protocolLog.ended', { id })
          : t('accounts.protocolLog.began', { id, time: format.time(untilMs) }),
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
    undoText: undoable?.text ?? null,
    undo: undo.run,
    signIn: (account: AccountRow) => void signIns.begin(signInRequestOf(account)),
    signOut: () => {
      const used = sharedSignIns(accounts, targets.signedIn);
      const [only] = targets.signedIn;
      const isShared = used.some((signIn) => signIn.accounts.length > 1);
      if (only && targets.signedIn.length === 1 && !isShared) void signOutOne(only);
      else setDialog({ kind: 'sign-out', signIns: used });
    },
    sendTest: (account: AccountRow) => setDialog({ kind: 'test', account }),
    protocolLog: (account: AccountRow) => void setProtocolLog(account),
  };
}
