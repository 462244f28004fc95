import { useCallback, useEffect, useState } from 'react';
import type { CheckView } from '../../shared/diagnose.ts';
import type { AppFailure } from '../call.ts';
import { useAppState, useServices } from '../services.tsx';

/** A Check that a dialog shows. */
export interface ShownCheck {
  /** null: it has not begun, or is gone with the program that carried it out. */
  readonly view: CheckView | null;
  readonly isGone: boolean;
  /** Why it could not begin. */
  readonly failure: AppFailure | null;
  readonly again: () => void;
  readonly cancel: () => void;
}

/** Begins a Check of an account, and answers how far it is. */
export function useCheck(accountId: number): ShownCheck {
  const { call } = useServices();
  const [begun, setBegun] = useState<CheckView | null>(null);
  const [failure, setFailure] = useState<AppFailure | null>(null);
  const found = useAppState((state) => state.checks).find(({ checkId }) => checkId === begun?.checkId);
  const [isSeen, setSeen] = useState(false);
  if (found && !isSeen) setSeen(true);

  const start = useCallback(async () => {
    const answer = await call('checkStart', { accountId });
    if (answer.ok) {
      setSeen(false);
      setBegun(answer.value);
    }
    setFailure(answer.ok ? null : answer.error);
  }, [call, accountId]);
  useEffect(() => {
    queueMicrotask(() => void start());
  }, [start]);

  const view = found ?? (isSeen ? null : begun);
  return {
    view,
    isGone: isSeen && !found,
    failure,
    again: () => void start(),
    cancel: () => {
      if (view?.outcome === 'running') void call('checkCancel', { checkId: view.checkId });
    },
  };
}
