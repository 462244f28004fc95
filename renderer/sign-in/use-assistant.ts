import { useEffect, useEffectEvent, useState } from 'react';
import type { AccountRow } from '../../shared/account.ts';
import { useAppState, useServices } from '../services.tsx';
import { assistantSteps, needsSignIn, outcomeOf } from './assistant-steps.ts';
import type { AssistantOutcome, AssistantStep } from './assistant-steps.ts';

export interface StepState {
  readonly step: AssistantStep;
  /** null: still to be done. */
  readonly outcome: AssistantOutcome | null;
}

/** The sign-ins that the assistant goes through, and where it stands. */
export interface Assistant {
  readonly steps: readonly StepState[];
  /** null: there is nothing more to do. */
  readonly current: AssistantStep | null;
  /** From 1. */
  readonly number: number;
  /** The accounts of the current step that are still there. */
  readonly accounts: readonly AccountRow[];
  readonly signIn: () => void;
  readonly skip: () => void;
  /** Goes through what was skipped once more. */
  readonly again: () => void;
}

/** Answers the assistant for some accounts; the list is made once, so that its numbers stay what they were. */
export function useAssistant(accountIds: readonly number[]): Assistant {
  const { signIns } = useServices();
  const accounts = useAppState((state) => state.accounts);
  const running = useAppState((state) => state.signIn);
  const [steps] = useState(() => assistantSteps(accounts, accountIds));
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());

  const states = steps.map((step): StepState => {
    const outcome = outcomeOf(step, accounts);
    return { step, outcome: outcome ?? (skipped.has(step.key) ? 'skipped' : null) };
  });
  const index = states.findIndex(({ outcome }) => outcome === null);
  const current = states[index]?.step ?? null;
  const ofStep = accounts.filter(({ id }) => current?.accountIds.includes(id));

  // Who is signed in is done: the next one is a press away, without closing a dialog first.
  const closeWhenDone = useEffectEvent(() => {
    const open = signIns.open.value();
    const isOurs = steps.some(({ accountIds: ids }) => ids.includes(open?.request.accountId ?? 0));
    if (running?.stage === 'signed-in' && isOurs && running.accountId === open?.request.accountId) {
      signIns.close();
    }
  });
  useEffect(() => closeWhenDone(), [running]);

  return {
    steps: states,
    current,
    number: index < 0 ? states.length : index + 1,
    accounts: ofStep,
    signIn: () => {
      const [first, ...others] = ofStep.filter(needsSignIn);
      if (!current || !first) return;
      void signIns.begin({
        accountId: first.id,
        alsoAccountIds: others.map(({ id }) => id),
        dialogId: null,
        expected: current.expected,
        sendThrough: current.sendThrough,
        provider: current.provider,
      });
    },
    skip: () => {
      if (current) setSkipped((before) => new Set([...before, current.key]));
    },
    again: () => setSkipped(new Set()),
  };
}
