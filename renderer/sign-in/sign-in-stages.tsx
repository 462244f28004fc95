import { Button, Link, Spinner } from '@fluentui/react-components';
import { CheckmarkCircle20Filled as DoneIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { Circle20Regular as OpenIcon } from '@fluentui/react-icons/svg/circle';
import { ErrorCircle20Filled as FailedIcon } from '@fluentui/react-icons/svg/error-circle';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../shared/errors.ts';
import type { SignInView } from '../../shared/message.ts';
import { ExplainError } from '../diagnose/explain-error.tsx';
import { FixCard } from '../diagnose/fix-card.tsx';
import { useFixCard } from '../diagnose/use-fix-card.ts';
import { FailureDetails } from '../failures/failure-details.tsx';
import { useAppState, useServices } from '../services.tsx';
import { useCopy } from '../use-copy.ts';
import { DeviceCode } from './device-code.tsx';
import styles from './email-sign-in.module.css';
import { RefreshTokenForm } from './refresh-token-form.tsx';
import { useTimeLeft } from './time-left.ts';
import type { SignInActions } from './use-sign-in-actions.ts';

interface Props {
  readonly view: SignInView;
  readonly actions: SignInActions;
}

type StepState = 'finished' | 'current' | 'failed' | 'open';

const stepStates: Readonly<Record<SignInView['stage'], readonly [StepState, StepState, StepState]>> = {
  waiting: ['current', 'open', 'open'],
  checking: ['finished', 'current', 'open'],
  'signed-in': ['finished', 'finished', 'finished'],
  'wrong-account': ['finished', 'failed', 'open'],
  cancelled: ['failed', 'open', 'open'],
  'timed-out': ['failed', 'open', 'open'],
  failed: ['failed', 'open', 'open'],
};

function StepIcon({ state }: { readonly state: StepState }) {
  if (state === 'finished') return <DoneIcon aria-hidden />;
  if (state === 'failed') return <FailedIcon aria-hidden />;
  return state === 'current' ? <Spinner size="extra-tiny" aria-hidden /> : <OpenIcon aria-hidden />;
}

function Steps({ view }: { readonly view: SignInView }) {
  const { t } = useTranslation();
  const { stage, userCode } = view;
  const isAtChecking = view.stage === 'failed' && view.atChecking === true;
  const [waiting, checking, signedIn] = stepStates[isAtChecking ? 'wrong-account' : stage];
  const steps = [
    {
      state: waiting,
      text: t(userCode !== undefined ? 'signIn.steps.waitingForOwner' : 'signIn.steps.waiting'),
    },
    { state: checking, text: t('signIn.steps.checking') },
    { state: signedIn, text: t('signIn.steps.signedIn') },
  ];
  return (
    <ol className={styles.steps} aria-label={t('signIn.steps.label')}>
      {steps.map(({ state, text }) => (
        <li key={text} data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
          <span className={styles.stepIcon}>
            <StepIcon state={state} />
          </span>
          <span>{text}</span>
          {state !== 'open' && <span className="sr-only">({t(`signIn.steps.${state}`)})</span>}
        </li>
      ))}
    </ol>
  );
}

function Waiting({ view, actions }: Props) {
  const { t } = useTranslation();
  const { isCopied, copy } = useCopy();
  const time = useTimeLeft(view.expiresAtMs);
  const offersCode = useAppState((state) => state.providers).some(
    ({ id, deviceCode }) => id === view.provider && deviceCode,
  );
  return (
    <>
      <p>{t('signIn.waitingText')}</p>
      <div className={styles.buttons}>
        <Button onClick={() => actions.openAgain(view)}>{t('signIn.openAgain')}</Button>
        <Button onClick={() => copy(view.url)}>
          {t(isCopied ? 'signIn.linkCopied' : 'signIn.copyLink')}
        </Button>
        <span className={styles.time} role="timer">
          {t('signIn.timeLeft', { time })}
        </span>
      </div>
      {offersCode && (
        <p>
          <Link inline as="button" onClick={() => actions.byCode(view)}>
            {t('signIn.code.open')}
          </Link>
        </p>
      )}
      <BrowserError view={view} />
      <RefreshTokenForm onUse={(token) => actions.takeToken(view, token)} />
    </>
  );
}

function useAccountOf({ accountId }: SignInView) {
  return useAppState((state) => state.accounts).find(({ id }) => id === accountId) ?? null;
}

/** Some errors stay on the page of the provider: whoever copies their text here learns what to do. */
function BrowserError({ view }: { readonly view: SignInView }) {
  const { signIns } = useServices();
  return <ExplainError account={useAccountOf(view)} provider={view.provider} onLeave={signIns.close} />;
}

interface FailedProps extends Props {
  readonly failure: Failure;
}

function Failed({ view, actions, failure }: FailedProps) {
  const { t } = useTranslation();
  const { signIns } = useServices();
  const account = useAccountOf(view);
  const { code, detail } = failure;
  const symptom = { code, ...(detail && { detail }) };
  const { id } = useFixCard(symptom, account, view.provider);
  const again = (
    <Button appearance="primary" data-next onClick={() => actions.again(view)}>
      {t(view.userCode === undefined ? 'signIn.tryAgain' : 'signIn.code.again')}
    </Button>
  );
  if (id === null) {
    return (
      <Ended
        title={t(`failures.codes.${code}.title`)}
        text={t(`failures.codes.${code}.todo`)}
        failure={failure}
      >
        {again}
      </Ended>
    );
  }
  return (
    <>
      <FixCard
        symptom={symptom}
        account={account}
        provider={view.provider}
        withSignIn={false}
        onLeave={signIns.close}
      />
      <div className={styles.buttons}>{again}</div>
    </>
  );
}

interface EndProps {
  readonly title: string;
  readonly text: string;
  readonly failure?: Failure;
  readonly children: ReactNode;
}

function Ended({ title, text, failure, children }: EndProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <h2 className={styles.outcome}>{title}</h2>
      <p>
        {text}{' '}
        {failure && (
          <Link inline as="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? 'shell.hideDetails' : 'shell.details')}
          </Link>
        )}
      </p>
      {isOpen && failure && <FailureDetails failure={failure} />}
      <div className={styles.buttons}>{children}</div>
    </>
  );
}

function WrongAccount({ view, actual, actions }: Props & { readonly actual: string }) {
  const { t } = useTranslation();
  const hasSignInAccount = useAppState((state) =>
    state.accounts.some(({ id, signInAccount }) => id === view.accountId && signInAccount.trim() !== ''),
  );
  const text = view.userCode === undefined ? 'signIn.wrongText' : 'signIn.code.wrongText';
  return (
    <Ended title={t('signIn.wrongTitle')} text={t(text, { actual, expected: view.expected })}>
      <Button appearance="primary" onClick={() => actions.again(view)}>
        {t('signIn.signInAgainAs', { name: view.expected })}
      </Button>
      <Button onClick={() => actions.acceptActual(view, actual)}>
        {t(hasSignInAccount ? 'signIn.changeSignInAccountTo' : 'signIn.changeUserTo', { name: actual })}
      </Button>
    </Ended>
  );
}

function Stage({ view, actions }: Props) {
  const { t } = useTranslation();
  const { userCode } = view;
  const byCode = userCode !== undefined;
  if (view.stage === 'waiting') {
    if (!byCode) return <Waiting view={view} actions={actions} />;
    return (
      <>
        <DeviceCode view={view} userCode={userCode} onUseBrowser={() => actions.inBrowser(view)} />
        <BrowserError view={view} />
      </>
    );
  }
  if (view.stage === 'checking') return <p>{t('signIn.checkingText')}</p>;
  if (view.stage === 'signed-in') {
    return <p className={styles.outcome}>{t('signIn.signedInAs', { name: view.signedInAs })}</p>;
  }
  if (view.stage === 'wrong-account') {
    return <WrongAccount view={view} actual={view.signedInAs} actions={actions} />;
  }
  const { failure, stage } = view;
  if (stage === 'failed') return <Failed view={view} actions={actions} failure={failure} />;
  const words = {
    cancelled: { title: t('signIn.cancelledTitle'), text: t('signIn.cancelledText') },
    'timed-out': byCode
      ? { title: t('signIn.code.expiredTitle'), text: t('signIn.code.expiredText') }
      : { title: t('signIn.timedOutTitle'), text: t('signIn.timedOutText') },
  };
  return (
    <>
      <Ended {...words[stage]}>
        <Button appearance="primary" onClick={() => actions.again(view)}>
          {t(userCode !== undefined ? 'signIn.code.again' : 'signIn.tryAgain')}
        </Button>
      </Ended>
      <BrowserError view={view} />
    </>
  );
}

/** Where the sign-in stands: three steps, and below them what can be done now. */
export function SignInStages({ view, actions }: Props) {
  return (
    <>
      <Steps view={view} />
      <div aria-live="polite" className={styles.stage}>
        <Stage view={view} actions={actions} />
      </div>
    </>
  );
}
