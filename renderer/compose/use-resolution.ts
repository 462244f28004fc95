import { useEffect, useEffectEvent, useState } from 'react';
import type { Resolution } from '../../shared/account.ts';
import { useAppState, useServices } from '../services.tsx';
import { toBusinessRecords } from './draft.ts';
import type { RecordLine } from './draft.ts';

const pauseMs = 150;

/** Answers which account the records lead to, asked anew when records, accounts or settings change; null: not known yet. */
export function useResolution(records: readonly RecordLine[]): Resolution | null {
  const { call } = useServices();
  const accounts = useAppState((state) => state.accounts);
  const settings = useAppState((state) => state.settings);
  const [resolution, setResolution] = useState<Resolution | null>(null);
  const asked = JSON.stringify(toBusinessRecords(records));

  const resolve = useEffectEvent(async (signal: AbortSignal) => {
    const answer = await call('accountsResolve', { records: toBusinessRecords(records) });
    if (!signal.aborted) setResolution(answer.ok ? answer.value : null);
  });
  useEffect(() => {
    const abort = new AbortController();
    const timer = setTimeout(() => void resolve(abort.signal), pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, accounts, settings]);
  return resolution;
}
