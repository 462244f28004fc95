import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { AccountRow } from '../../shared/account.ts';
import { applySignIn, isEdited, openForm } from '../accounts/account-form.ts';
import type { AccountForm, FormFinding } from '../accounts/account-form.ts';
import { newId } from '../new-id.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { expectedFor } from '../sign-in/sign-ins.ts';
import { changedLines, firstFaultyLine, lineFindings, toAccountInput } from './default-account.ts';
import type { LineEdits } from './default-account.ts';
import type { AccountLine } from './page-rows.ts';

const lintPauseMs = 200;

/** The lines of the default account: what stands in them, and what can be done with them. */
export interface DefaultAccount {
  /** null: there is none, and the lines create it. */
  readonly account: AccountRow | null;
  readonly form: AccountForm;
  /** Somebody has begun to fill the lines in. */
  readonly isBegun: boolean;
  readonly isEdited: boolean;
  readonly changed: readonly AccountLine[];
  readonly findings: readonly FormFinding[];
  readonly set: (form: AccountForm) => void;
  readonly signIn: () => void;
  readonly discard: () => void;
  /** Answers the line that keeps it from being saved, `refused` where the app says no, or null once it is saved. */
  readonly save: () => Promise<AccountLine | 'refused' | null>;
}

/** Answers the lines of an account; they keep their edits until Save or Discard. */
export function useDefaultAccount(accountId: number | null): DefaultAccount {
  const { call, openAccount, signIns } = useServices();
  const request = useRequest();
  const accounts = useAppState((state) => state.accounts);
  const providers = useAppState((state) => state.providers);
  const running = useAppState((state) => state.signIn);
  const account = accounts.find(({ id }) => id === accountId) ?? null;
  const saved = useMemo(() => openForm(account), [account]);
  const [kept, setEdits] = useState<LineEdits | null>(null);
  const [remarks, setRemarks] = useState<readonly FormFinding[]>([]);
  const taken = useRef<string | null>(null);

  // Another account, or one that is gone, has nothing to do with what was typed.
  const edits = kept && kept.accountId === (account?.id ?? null) ? kept : null;
  const form = edits?.form ?? saved;
  const edited = edits !== null && isEdited(edits.form, edits.opened);

  const begun = (): LineEdits =>
    edits ?? { accountId: account?.id ?? null, opened: saved, form: saved, dialogId: newId() };
  const set = (next: AccountForm) => setEdits({ ...begun(), form: next });
  const forget = () => {
    setEdits(null);
    setRemarks([]);
  };

  const lint = async (current: AccountForm): Promise<readonly FormFinding[]> => {
    const answer = await call('accountsLint', {
      accountId: account?.id ?? null,
      draft: current.draft,
      passwordTyped: current.password.kind === 'typed',
    });
    return answer.ok ? answer.value.findings : [];
  };
  const showRemarks = useEffectEvent(async (signal: AbortSignal) => {
    const found = edited ? await lint(form) : [];
    if (!signal.aborted) setRemarks(found);
  });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => void showRemarks(abort.signal), lintPauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [form.draft, form.password.kind, edited]);

  const takeSignIn = useEffectEvent(() => {
    if (running?.stage !== 'signed-in' || running.dialogId !== edits?.dialogId) return;
    const { provider, signedInAs, pendingGrantId } = running;
    // The page may come back to a sign-in that it has had already.
    if (pendingGrantId === null || taken.current === pendingGrantId) return;
    taken.current = pendingGrantId;
    set(applySignIn(form, providers, { provider, signedInAs, grantId: pendingGrantId }));
    signIns.close();
  });
  useEffect(() => takeSignIn(), [running]);

  const takeAccepted = useEffectEvent(() => {
    const accepted = signIns.accepted.value();
    // The SMTP Setup dialog takes it where it is open.
    if (accepted === null || openAccount.value() !== null) return;
    signIns.accepted.set(null);
    const field = form.draft.signInAccount.trim() === '' ? 'user' : 'signInAccount';
    set({ ...form, draft: { ...form.draft, [field]: accepted } });
  });
  useEffect(() => signIns.accepted.subscribe(() => takeAccepted()), [signIns]);

  return {
    account,
    form,
    isBegun: edits !== null,
    isEdited: edited,
    changed: edits ? changedLines(edits) : [],
    findings: edited ? lineFindings(form, remarks) : [],
    set,
    signIn: () => {
      const lines = begun();
      setEdits(lines);
      void signIns.begin({
        accountId: lines.accountId,
        dialogId: lines.dialogId,
        expected: expectedFor(form.draft),
        sendThrough: form.draft.sendThrough,
        provider: form.draft.provider === 'none' ? null : form.draft.provider,
      });
    },
    discard: () => {
      if (kept) void call('signInDiscard', { dialogId: kept.dialogId });
      forget();
    },
    save: async () => {
      if (!edits || !edited) return null;
      const found = await lint(form);
      setRemarks(found);
      const fault = firstFaultyLine(lineFindings(form, found));
      if (fault !== null) return fault;
      const answer = await request('accountsSave', toAccountInput(edits, account));
      if (!answer) return 'refused';
      forget();
      return null;
    },
  };
}
