import type { OfferedFrom } from '../../shared/business-objects.ts';
import { useAppState } from '../services.tsx';

/** Answers where names come from that are offered for keys. */
export function useOfferedFrom(): OfferedFrom {
  const own = useAppState((state) => state.settings.businessObjects);
  const policy = useAppState((state) => state.policy.businessObjects);
  const accounts = useAppState((state) => state.accounts);
  return { own, policy, accounts };
}
