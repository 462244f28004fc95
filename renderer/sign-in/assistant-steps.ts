import type { AccountRow } from '../../shared/account.ts';
import { expectedFor } from './sign-ins.ts';

/** One sign-in of the assistant, and the accounts that it is for. */
export interface AssistantStep {
  readonly key: string;
  readonly provider: string;
  readonly sendThrough: AccountRow['sendThrough'];
  /** Who is expected; empty: anybody, and then it is for one account only. */
  readonly expected: string;
  readonly accountIds: readonly number[];
}

/** Says whether an account cannot send before somebody has signed in. */
export function needsSignIn({ provider, status }: Pick<AccountRow, 'provider' | 'status'>): boolean {
  return provider !== 'none' && (status.kind === 'sign-in-needed' || status.kind === 'unreadable');
}

/** Answers the IDs of the accounts that need a sign-in. */
export function accountsToSignIn(accounts: readonly AccountRow[]): readonly number[] {
  return accounts.filter(needsSignIn).map(({ id }) => id);
}

/**
 * Answers the sign-ins that accounts need, in the order of the accounts: one for all that expect the same person at the same
 * provider with the same permission.
 */
export function assistantSteps(
  accounts: readonly AccountRow[],
  ids: readonly number[],
): readonly AssistantStep[] {
  const wanted = new Set(ids);
  const steps = new Map<string, AssistantStep>();
  for (const row of accounts) {
    if (!wanted.has(row.id)) continue;
    const { id, provider, sendThrough } = row;
    const expected = expectedFor(row);
    const who = expected === '' ? String(id) : expected.toLowerCase();
    const key = JSON.stringify([provider, sendThrough, who]);
    const step = steps.get(key);
    steps.set(key, {
      ...(step ?? { key, provider, sendThrough, expected }),
      accountIds: [...(step?.accountIds ?? []), id],
    });
  }
  return [...steps.values()];
}

/** How a step ended. */
export type AssistantOutcome = 'ready' | 'skipped' | 'gone';

/** Answers how a step stands: over by itself once nobody has to sign in for it any more; null: it is still to be done. */
export function outcomeOf(step: AssistantStep, accounts: readonly AccountRow[]): AssistantOutcome | null {
  const rows = accounts.filter(({ id }) => step.accountIds.includes(id));
  if (rows.length === 0) return 'gone';
  return rows.some(needsSignIn) ? null : 'ready';
}
