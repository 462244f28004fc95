import { Link, Spinner } from '@fluentui/react-components';
import { CheckmarkCircle20Filled as PassedIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { Circle20Regular as OpenIcon } from '@fluentui/react-icons/svg/circle';
import { ErrorCircle20Filled as FailedIcon } from '@fluentui/react-icons/svg/error-circle';
import { SubtractCircle20Regular as SkippedIcon } from '@fluentui/react-icons/svg/subtract-circle';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CheckStep } from '../../shared/diagnose.ts';
import { useFormat } from '../use-format.ts';
import styles from './check-dialog.module.css';
import { useDiagnoseWords } from './diagnose-words.ts';
import { stepFacts } from './step-facts.ts';

const icons = {
  waiting: OpenIcon,
  passed: PassedIcon,
  failed: FailedIcon,
  'not-needed': SkippedIcon,
  'not-checked': SkippedIcon,
  'not-reached': OpenIcon,
} as const;

function StepIcon({ state }: { readonly state: CheckStep['state'] }) {
  if (state === 'running') return <Spinner size="extra-tiny" aria-hidden />;
  const Icon = icons[state];
  return <Icon aria-hidden />;
}

/** The steps of a Check with their times; what they found on request, and at the step that failed. */
export function CheckSteps({ steps }: { readonly steps: readonly CheckStep[] }) {
  const { t } = useTranslation();
  const d = useDiagnoseWords();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ol className={styles.steps} aria-label={d('check.stepsLabel')}>
        {steps.map((step) => {
          const { name, state, durationMs } = step;
          return (
            <li key={name} data-state={state} aria-current={state === 'running' ? 'step' : undefined}>
              <span className={styles.icon}>
                <StepIcon state={state} />
              </span>
              <span className={styles.name}>{d(`stepNames.${name}`)}</span>
              <span className={styles.state}>{d(`stepStates.${state}`)}</span>
              <span className={styles.time}>
                {durationMs === null ? '' : d('check.duration', { ms: format.number(durationMs) })}
              </span>
              <span className={styles.facts}>
                {(isOpen || state === 'failed' ? stepFacts(step, format, d) : []).map((line) => (
                  <span key={line} dir="auto">
                    {line}
                  </span>
                ))}
              </span>
            </li>
          );
        })}
      </ol>
      <Link as="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t(isOpen ? 'shell.hideDetails' : 'shell.details')}
      </Link>
    </>
  );
}
