import { useEffect, useState } from 'react';
import type { OutboxItem } from '../../shared/message.ts';
import { useAppState, useServices } from '../services.tsx';

/**
 * Answers the message whose details are shown: the listed one, and after it has left the list (it changed, and the filter
 * no longer matches it) the same one as it is now.
 */
export function useOutboxItem(listed: OutboxItem | null): OutboxItem | null {
  const { call } = useServices();
  const version = useAppState((state) => state.outbox.version);
  const [kept, setKept] = useState<OutboxItem | null>(null);
  if (listed && listed !== kept) setKept(listed);
  const lostId = listed ? null : (kept?.itemId ?? null);

  useEffect(() => {
    if (lostId === null) return undefined;
    const abort = new AbortController();
    const look = async () => {
      const answer = await call('outboxGet', { itemId: lostId });
      if (!abort.signal.aborted) setKept(answer.ok ? answer.value : null);
    };
    void look();
    return () => abort.abort();
  }, [lostId, version, call]);
  return listed ?? kept;
}
