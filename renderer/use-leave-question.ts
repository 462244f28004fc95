import { useEffect } from 'react';
import { isEmptyDraft } from './compose/draft.ts';
import { useServices } from './services.tsx';

/** Lets the host ask before the window closes while it holds something that is not saved. */
export function useLeaveQuestion(): void {
  const { hasUnsavedSettings, hasUnsavedAccount, draft } = useServices();
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      const isUnsaved = hasUnsavedSettings.value() || hasUnsavedAccount.value();
      if (isUnsaved || !isEmptyDraft(draft.value())) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [hasUnsavedSettings, hasUnsavedAccount, draft]);
}
