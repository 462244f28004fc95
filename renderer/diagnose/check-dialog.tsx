import { Button, Spinner } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import type { CheckView } from '../../shared/diagnose.ts';
import { SendTestDialog } from '../accounts/send-test-dialog.tsx';
import { useCell } from '../cell.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { FailureNotice } from '../failures/notice-bar.tsx';
import { useAppState, useServices } from '../services.tsx';
import styles from './check-dialog.module.css';
import { CheckSteps } from './check-steps.tsx';
import { useDiagnoseWords } from './diagnose-words.ts';
import { FixCard } from './fix-card.tsx';
import { SignInHistory } from './sign-in-history.tsx';
import { useCheck } from './use-check.ts';

function Summary({ view, isGone }: { readonly view: CheckView | null; readonly isGone: boolean }) {
  const d = useDiagnoseWords();
  const failed = view?.steps.find(({ state }) => state === 'failed');
  const text = () => {
    if (isGone) return d('check.gone');
    if (view?.outcome === 'passed') return d('check.passed');
    if (view?.outcome === 'cancelled') return d('check.cancelled');
    return view?.outcome === 'failed' && failed
      ? d('check.failed', { step: d(`stepNames.${failed.name}`) })
      : null;
  };
  return (
    <p role="status" className={styles.summary} data-outcome={view?.outcome}>
      {text() ?? <Spinner size="tiny" labelPosition="after" label={d('check.running')} />}
    </p>
  );
}

function Checking({ account, onClose }: { readonly account: AccountRow; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const d = useDiagnoseWords();
  const { supportBundle } = useServices();
  const [isTesting, setTesting] = useState(false);
  const { view, isGone, failure, again, cancel } = useCheck(account.id);
  const isRunning = view?.outcome === 'running' || (view === null && !isGone && failure === null);
  const close = () => {
    cancel();
    onClose();
  };
  const openSupport = () => {
    flushSync(onClose);
    supportBundle.set(true);
  };
  if (isTesting) return <SendTestDialog account={account} onClose={onClose} />;
  const isFailed = view?.outcome === 'failed';
  return (
    <AppDialog
      title={d('check.title')}
      size="medium"
      onCancel={close}
      actions={[
        // One button, so that the focus stays where it is.
        <Button
          key="again"
          appearance={isRunning || view?.outcome === 'passed' ? 'secondary' : 'primary'}
          onClick={isRunning ? cancel : again}
        >
          {d(isRunning ? 'check.cancel' : 'check.again')}
        </Button>,
        view?.outcome === 'passed' && account.enabled && (
          <Button key="test" appearance="primary" onClick={() => setTesting(true)}>
            {d('check.sendTest')}
          </Button>
        ),
        isFailed && (
          <Button key="support" onClick={openSupport}>
            {d('check.support')}
          </Button>
        ),
        <Button key="close" onClick={close}>
          {t('shell.close')}
        </Button>,
      ]}
    >
      <p className={styles.account} dir="auto">
        {d('check.account', {
          id: account.id,
          name: account.user || account.from || t('shell.none'),
          host: account.host,
          port: account.port,
        })}
      </p>
      <p className={styles.note}>{d('check.note')}</p>
      <div role="alert">{failure && <FailureNotice failure={failure} isInset />}</div>
      {view && <CheckSteps steps={view.steps} />}
      {!failure && <Summary view={view} isGone={isGone} />}
      {view?.failure && (
        <FixCard
          symptom={{
            code: view.failure.code,
            reply: view.reply,
            ...(view.failure.detail && { detail: view.failure.detail }),
          }}
          account={account}
          onLeave={onClose}
        />
      )}
      {account.provider !== 'none' && <SignInHistory account={account} />}
    </AppDialog>
  );
}

/** Check: goes to the server of an account step by step, without sending, and says what to do where it stops. */
export function CheckDialog() {
  const { check } = useServices();
  const accountId = useCell(check);
  const account = useAppState((state) => state.accounts).find(({ id }) => id === accountId);
  const isGone = accountId !== null && !account;
  useEffect(() => {
    if (isGone) check.set(null);
  }, [isGone, check]);
  if (!account) return null;
  return <Checking key={account.id} account={account} onClose={() => check.set(null)} />;
}
