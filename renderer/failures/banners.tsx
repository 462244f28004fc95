import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { Dismiss16Regular as DismissIcon } from '@fluentui/react-icons/svg/dismiss';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../shared/app-state.ts';
import { useCell } from '../cell.ts';
import { useServices } from '../services.tsx';
import { FailureDetails } from './failure-details.tsx';
import styles from './bars.module.css';

interface BannerProps {
  readonly intent: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly text: string;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
  readonly onDismiss?: () => void;
}

function Banner({ intent, title, text, actions, children, onDismiss }: BannerProps) {
  const { t } = useTranslation();
  const dismiss = onDismiss && (
    <Button
      appearance="transparent"
      size="small"
      icon={<DismissIcon />}
      aria-label={t('shell.dismiss')}
      onClick={onDismiss}
    />
  );
  return (
    <MessageBar intent={intent} layout="multiline" shape="square" className={styles.bar}>
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle> {text}
        {children}
      </MessageBarBody>
      {(actions || dismiss) && (
        <MessageBarActions {...(dismiss && { containerAction: dismiss })}>{actions}</MessageBarActions>
      )}
    </MessageBar>
  );
}

function ConnectionBanner() {
  const { t } = useTranslation();
  const { connection } = useServices();
  const status = useCell({ value: connection.status, subscribe: connection.subscribe });
  if (status === 'open') return null;
  if (status === 'refused') {
    return (
      <Banner
        intent="error"
        title={t('failures.banners.refusedTitle')}
        text={t('failures.banners.refused')}
      />
    );
  }
  return (
    <Banner
      intent="error"
      title={t('failures.banners.connectionLostTitle')}
      text={t('failures.banners.connectionLost')}
      actions={
        <Button size="small" onClick={connection.retryNow}>
          {t('failures.banners.retryNow')}
        </Button>
      }
    />
  );
}

function StateBanners({ state }: { readonly state: AppState }) {
  const { t } = useTranslation();
  const [isStorageSeen, setStorageSeen] = useState(false);
  const { policy, problems } = state;
  const storage = state.host.secretStorage;
  return (
    <>
      {problems.map((failure) => (
        <Banner
          key={`${failure.code} ${failure.message}`}
          intent="error"
          title={t(`failures.codes.${failure.code}.title`)}
          text={t(`failures.codes.${failure.code}.todo`)}
        >
          <FailureDetails failure={failure} />
        </Banner>
      ))}
      {policy.status === 'refused' && (
        <Banner
          intent="error"
          title={t('failures.banners.policyRefusedTitle')}
          text={t('failures.banners.policyRefused')}
        >
          {policy.failure && <FailureDetails failure={policy.failure} />}
        </Banner>
      )}
      {policy.status === 'last-good' && (
        <Banner
          intent="warning"
          title={t('failures.banners.policyLastGoodTitle')}
          text={t('failures.banners.policyLastGood')}
        >
          {policy.failure && <FailureDetails failure={policy.failure} />}
        </Banner>
      )}
      {storage === 'memory' && (
        <Banner
          intent="warning"
          title={t('failures.banners.memoryTitle')}
          text={t('failures.banners.memory')}
        />
      )}
      {storage === 'key-file' && !isStorageSeen && (
        <Banner
          intent="warning"
          title={t('failures.banners.keyFileTitle')}
          text={t('failures.banners.keyFile')}
          onDismiss={() => setStorageSeen(true)}
        />
      )}
    </>
  );
}

/** What is true of the whole window: no connection, damaged files, a refused policy, weak storage. */
export function Banners() {
  const { store } = useServices();
  const state = useCell({ value: store.state, subscribe: store.subscribe });
  return (
    <>
      <ConnectionBanner />
      {state && <StateBanners state={state} />}
    </>
  );
}
