import { useEffect, useRef, useState } from 'react';
import type { ImportPlan, ImportResult } from '../../shared/transfer.ts';
import type { AppFailure } from '../call.ts';
import { useServices } from '../services.tsx';
import { fileFault, readFile } from './read-file.ts';
import type { FileFault, ReadFile } from './read-file.ts';

/** Where an import stands. */
export type ImportStep =
  | { readonly kind: 'choose'; readonly fault: FileFault | null; readonly failure: AppFailure | null }
  | { readonly kind: 'reading'; readonly name: string }
  | {
      readonly kind: 'plan';
      readonly file: ReadFile;
      readonly plan: ImportPlan;
      /** null: the secrets of the file stay closed. */
      readonly passphrase: string | null;
      readonly failure: AppFailure | null;
      readonly isOpening: boolean;
      readonly isApplying: boolean;
      /** The plan is another one than the person agreed to. */
      readonly isFresh: boolean;
    }
  | { readonly kind: 'done'; readonly plan: ImportPlan; readonly result: ImportResult };

type PlanStep = Extract<ImportStep, { kind: 'plan' }>;

export interface Import {
  readonly step: ImportStep;
  readonly take: (files: readonly File[]) => void;
  /** Opens the secrets of the file. */
  readonly open: (passphrase: string) => void;
  readonly apply: () => void;
  /** Stops what is under way, as far as that goes, and begins anew. */
  readonly chooseAnother: () => void;
}

const choose = { kind: 'choose', fault: null, failure: null } as const satisfies ImportStep;

/** Answers an import: a file, what it would do, and doing it. Nothing but `apply` changes anything. */
export function useImport(): Import {
  const { call } = useServices();
  const [step, setStep] = useState<ImportStep>(choose);
  // What belongs to an earlier file, or comes after the dialog was closed, is thrown away.
  const run = useRef(0);
  useEffect(
    () => () => {
      run.current += 1;
    },
    [],
  );
  const begin = () => {
    run.current += 1;
    const mine = run.current;
    return () => mine === run.current;
  };

  const planOf = (file: ReadFile, passphrase: string | null) =>
    call('importPlan', { base64: file.base64, passphrase });
  const planned = (file: ReadFile, plan: ImportPlan, more: Partial<PlanStep> = {}): PlanStep => ({
    kind: 'plan',
    file,
    plan,
    passphrase: null,
    failure: null,
    isOpening: false,
    isApplying: false,
    isFresh: false,
    ...more,
  });

  const take = async (files: readonly File[]) => {
    const isCurrent = begin();
    const fault = fileFault(files);
    const [picked] = files;
    if (fault !== null || !picked) return setStep({ ...choose, fault });
    setStep({ kind: 'reading', name: picked.name });
    const file = await readFile(picked);
    if (!isCurrent()) return;
    if (file === 'unreadable') return setStep({ ...choose, fault: file });
    const answer = await planOf(file, null);
    if (!isCurrent()) return;
    setStep(answer.ok ? planned(file, answer.value) : { ...choose, failure: answer.error });
  };

  const open = async (now: PlanStep, passphrase: string) => {
    const isCurrent = begin();
    setStep({ ...now, isOpening: true, failure: null });
    const answer = await planOf(now.file, passphrase);
    if (!isCurrent()) return;
    if (answer.ok) setStep(planned(now.file, answer.value, { passphrase }));
    else setStep({ ...now, isOpening: false, failure: answer.error });
  };

  const apply = async (now: PlanStep) => {
    const isCurrent = begin();
    setStep({ ...now, isApplying: true, failure: null });
    const { file, plan, passphrase } = now;
    const answer = await call('importApply', { base64: file.base64, passphrase, planId: plan.planId });
    if (!isCurrent()) return;
    if (answer.ok) return setStep({ kind: 'done', plan, result: answer.value });
    // Accounts may have changed since the plan was made: the person sees the new one before anything happens.
    const again = await planOf(file, passphrase);
    if (!isCurrent()) return;
    if (again.ok && again.value.planId !== plan.planId) {
      return setStep(planned(file, again.value, { passphrase, isFresh: true }));
    }
    setStep({ ...now, isApplying: false, failure: answer.error });
  };

  return {
    step,
    take: (files) => void take(files),
    open: (passphrase) => {
      if (step.kind === 'plan' && !step.isApplying) void open(step, passphrase);
    },
    apply: () => {
      if (step.kind === 'plan' && !step.isApplying && !step.isOpening) void apply(step);
    },
    chooseAnother: () => {
      begin();
      setStep(choose);
    },
  };
}
