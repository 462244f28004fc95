import { Button, ProgressBar } from '@fluentui/react-components';
import { ArrowForward20Regular as SkippedIcon } from '@fluentui/react-icons/svg/arrow-forward';
import { CheckmarkCircle20Filled as ReadyIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { Circle20Regular as OpenIcon } from '@fluentui/react-icons/svg/circle';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { providerName } from '../accounts/send-through-name.ts';
import { useCell } from '../cell.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { useAppState, useServices } from '../services.tsx';
import styles from './sign-in-assistant.module.css';
import { useAssistant } from './use-assistant.ts';
import type { Assistant, StepState } from './use-assistant.ts';

const icons = { ready: ReadyIcon, skipped: SkippedIcon, gone: SkippedIcon, open: OpenIcon } as const;

function nameOf({ user, host }: AccountRow): string {
  return user || host;
}

function Step({ assistant }: { readonly assistant: Assistant }) {
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  const { current, accounts } = assistant;
  if (!current) return null;
  const [first] = accounts;
  return (
    <div className={styles.step}>
      <h2 dir="auto">
        {current.expected === ''
          ? t('assistant.anybody', { id: first?.id ?? 0 })
          : t('assistant.expected', { name: current.expected })}
      </h2>
      <p>{t('assistant.with', { provider: providerName(providers, current.provider, t) })}</p>
      <p>{t('assistant.shared', { count: accounts.length })}</p>
      <ul>
        {accounts.map((row) => (
          <li key={row.id} dir="auto">
            {t('assistant.account', { id: row.id, name: nameOf(row) })}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Results({ steps }: { readonly steps: readonly StepState[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.results} aria-label={t('assistant.results')}>
      {steps.map(({ step, outcome }) => {
        const Icon = icons[outcome ?? 'open'];
        return (
          <li key={step.key} data-outcome={outcome}>
            <Icon aria-hidden />
            <span dir="auto">
              {step.expected || t('accounts.accountNumber', { id: step.accountIds[0] ?? 0 })}
            </span>
            <span>{outcome && t(`assistant.outcomes.${outcome}`)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Goes through accounts that need a sign-in, next, next, next, and ends with what came of it. */
export function SignInAssistant() {
  const { t } = useTranslation();
  const { assistant: cell, signIns } = useServices();
  const assistant = useAssistant(useCell(cell) ?? []);
  const isSigningIn = useCell(signIns.open) !== null;
  const content = useRef<HTMLDivElement>(null);
  const { steps, current, number } = assistant;
  const total = steps.length;
  const accounts = steps.reduce((sum, { step }) => sum + step.accountIds.length, 0);
  const countOf = (outcome: StepState['outcome']) =>
    steps
      .filter((each) => each.outcome === outcome)
      .reduce((sum, { step }) => sum + step.accountIds.length, 0);
  const ready = countOf('ready');
  const left = countOf('skipped');
  const close = () => cell.set(null);

  // The next thing to press has the focus: Sign In of the next step, or Close at the end.
  const key = current?.key ?? 'done';
  useEffect(() => {
    if (isSigningIn) return undefined;
    const frame = requestAnimationFrame(() => {
      const dialog = content.current?.closest('[role=dialog]');
      dialog?.querySelector<HTMLElement>('[data-next]')?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [key, isSigningIn]);

  const actions = current
    ? [
        <Button key="sign-in" appearance="primary" data-next onClick={assistant.signIn}>
          {t('assistant.signIn')}
        </Button>,
        <Button key="skip" onClick={assistant.skip}>
          {t('assistant.skip')}
        </Button>,
        <Button key="stop" onClick={close}>
          {t('assistant.stop')}
        </Button>,
      ]
    : [
        <Button key="close" appearance="primary" data-next onClick={close}>
          {t('assistant.close')}
        </Button>,
        left > 0 && (
          <Button key="again" onClick={assistant.again}>
            {t('assistant.again')}
          </Button>
        ),
      ];
  return (
    <AppDialog
      title={current ? t('assistant.title', { count: accounts }) : t('assistant.doneTitle')}
      size="small"
      onCancel={close}
      actions={actions}
    >
      <div ref={content} className={styles.assistant}>
        {current && (
          <>
            <div className={styles.progress}>
              <ProgressBar
                aria-label={t('assistant.progressLabel')}
                aria-valuetext={t('assistant.progress', { number, total })}
                max={total}
                value={steps.filter(({ outcome }) => outcome !== null).length}
              />
              <span role="status">{t('assistant.progress', { number, total })}</span>
            </div>
            <Step assistant={assistant} />
          </>
        )}
        {!current && (
          <>
            <p role="status">
              {t('assistant.done', { count: ready })} {left > 0 && t('assistant.left', { count: left })}
            </p>
            <Results steps={steps} />
            {left > 0 && <p>{t('assistant.leftText')}</p>}
          </>
        )}
      </div>
    </AppDialog>
  );
}
