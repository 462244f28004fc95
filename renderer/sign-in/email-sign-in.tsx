import { Button, Spinner } from '@fluentui/react-components';
import { Info16Regular as InfoIcon } from '@fluentui/react-icons/svg/info';
import { useEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useCell } from '../cell.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { useAppState, useServices } from '../services.tsx';
import styles from './email-sign-in.module.css';
import { SignInStages } from './sign-in-stages.tsx';
import { useSignInActions } from './use-sign-in-actions.ts';

function ProviderChoice({ onChoose }: { readonly onChoose: (provider: string) => void }) {
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  return (
    <div role="group" aria-label={t('signIn.choose')} className={styles.choices}>
      {providers.map(({ id, name }) => (
        <Button key={id} size="large" className={styles.choice} onClick={() => onChoose(id)}>
          <span aria-hidden className={styles.initial} data-provider={id}>
            {name.slice(0, 1)}
          </span>
          {t('signIn.with', { provider: name })}
        </Button>
      ))}
    </div>
  );
}

// Each stage has its own buttons: when it changes, the focus goes to the next thing to do and never falls out of the dialog.
function useStageFocus(stage: string): RefObject<HTMLDivElement | null> {
  const content = useRef<HTMLDivElement>(null);
  const shown = useRef(stage);
  useEffect(() => {
    // The dialog itself chooses where the focus is when it opens.
    if (shown.current === stage) return;
    shown.current = stage;
    const dialog = content.current?.closest('[role=dialog]');
    const next =
      content.current?.querySelector('[data-next]') ??
      content.current?.querySelector('button:not(.fui-Link)') ??
      dialog?.querySelector('[data-dismiss]');
    if (next instanceof HTMLElement) next.focus();
  }, [stage]);
  return content;
}

/** "Email Sign In": whom to sign in with, then what happens in the browser, stage by stage. */
export function EmailSignIn() {
  const { t } = useTranslation();
  const { signIns } = useServices();
  const open = useCell(signIns.open);
  const running = useAppState((state) => state.signIn);
  const actions = useSignInActions();
  const attempt = open?.attempt ?? null;
  // State is newer than the answer that began the attempt.
  const view = attempt && running?.attemptId === attempt.attemptId ? running : attempt;
  const content = useStageFocus(view ? `${view.attemptId} ${view.stage}` : String(open?.isStarting));
  if (!open) return null;
  const isRunning = open.isStarting || view?.stage === 'waiting' || view?.stage === 'checking';

  const body = (): ReactNode => {
    if (view) return <SignInStages view={view} actions={actions} />;
    if (open.isStarting) return <Spinner size="tiny" label={t('signIn.starting')} labelPosition="after" />;
    return <ProviderChoice onChoose={actions.choose} />;
  };
  const dismiss = () => (isRunning ? actions.cancel(view) : actions.close());
  const dismissText = () => {
    if (isRunning || !view) return t('signIn.cancel');
    return view.stage === 'signed-in' ? t('signIn.done') : t('signIn.close');
  };
  const other = view && view.stage !== 'signed-in' && (
    <Button key="other" appearance="subtle" onClick={() => actions.chooseOther(view)}>
      {t('signIn.anotherProvider')}
    </Button>
  );
  return (
    <AppDialog
      title={t('signIn.title')}
      onCancel={dismiss}
      actions={[
        other || null,
        <Button
          key="dismiss"
          appearance={view?.stage === 'signed-in' ? 'primary' : 'secondary'}
          data-dismiss
          onClick={dismiss}
        >
          {dismissText()}
        </Button>,
      ]}
    >
      {(!view || (view.stage === 'waiting' && view.userCode === undefined)) &&
        open.request.expected !== '' && <p>{t('signIn.expected', { name: open.request.expected })}</p>}
      <div ref={content}>{body()}</div>
      <p className={styles.note}>
        <InfoIcon aria-hidden />
        {t('signIn.note')}
      </p>
    </AppDialog>
  );
}
