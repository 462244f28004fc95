import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { AccountRow } from '../../shared/account.ts';
import { useServices } from '../services.tsx';
import { numberFindings, openForm } from './account-form.ts';
import type { AccountForm, FormFinding } from './account-form.ts';
import { rebaseForm } from './rebase-form.ts';

const lintPauseMs = 200;

/**
 * The state of one open SMTP Setup dialog: what is typed, and the app's remarks on it while it is typed. Fields that nobody
 * edited here follow the account, which may change elsewhere meanwhile.
 */
export function useAccountForm(account: AccountRow | null, copied: AccountRow | null) {
  const { call } = useServices();
  const opened = useMemo(() => openForm(account, copied), [account, copied]);
  const [kept, setKept] = useState({ form: opened, opened });
  const form = useMemo(() => rebaseForm(kept.form, kept.opened, opened), [kept, opened]);
  const setForm = (next: AccountForm) => setKept({ form: next, opened });
  const [remarks, setRemarks] = useState<readonly FormFinding[]>([]);
  const accountId = account?.id ?? null;

  const lint = async (current: AccountForm): Promise<readonly FormFinding[]> => {
    const answer = await call('accountsLint', {
      accountId,
      draft: current.draft,
      passwordTyped: current.password.kind === 'typed',
    });
    // Without remarks OK still asks the app, which refuses what is wrong.
    return answer.ok ? answer.value.findings : [];
  };

  const showRemarks = useEffectEvent(async (signal: AbortSignal) => {
    const found = await lint(form);
    if (!signal.aborted) setRemarks(found);
  });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => void showRemarks(abort.signal), lintPauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [form.draft, form.password.kind]);

  return {
    opened,
    form,
    setForm,
    findings: [...numberFindings(form), ...remarks.filter(({ code }) => code !== 'port-invalid')],
    /** Asks for remarks on what stands there now, without the pause. */
    checkNow: async () => {
      const found = await lint(form);
      setRemarks(found);
      return [...numberFindings(form), ...found];
    },
  };
}
