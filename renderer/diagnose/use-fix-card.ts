import { useMemo } from 'react';
import type { AccountRow } from '../../shared/account.ts';
import { factsOf, noFacts } from '../../shared/fix-cards/fill-in.ts';
import { fixCardFor } from '../../shared/fix-cards/fix-card.ts';
import type { FixCard } from '../../shared/fix-cards/fix-card.ts';
import type { Symptom } from '../../shared/fix-cards/symptom.ts';
import { useAppState } from '../services.tsx';

/**
 * Answers the way out of what went wrong, filled in for an account.
 *
 * @param account null: of no account
 * @param provider where there is no account, the provider that is at fault
 */
export function useFixCard(symptom: Symptom, account: AccountRow | null, provider = ''): FixCard {
  const providers = useAppState((state) => state.providers);
  const { code, reply, detail, words } = symptom;
  return useMemo(
    () =>
      fixCardFor(
        {
          code,
          ...(reply !== undefined && { reply }),
          ...(detail && { detail }),
          ...(words !== undefined && { words }),
        },
        account
          ? factsOf(account, providers)
          : {
              ...noFacts,
              provider,
              client: providers.find(({ id }) => id === provider)?.client ?? null,
            },
      ),
    [code, reply, detail, words, account, provider, providers],
  );
}
