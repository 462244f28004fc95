import type { TFunction } from 'i18next';
import { checkStepNames } from '../../shared/diagnose.ts';

/** Answers the value of a detail as people call it: a step has a name, everything else stands as it is. */
export function detailValue(name: string, value: string, d: TFunction<'diagnose'>): string {
  const step = name === 'step' ? checkStepNames.find((each) => each === value) : undefined;
  return step ? d(`stepNames.${step}`) : value;
}
