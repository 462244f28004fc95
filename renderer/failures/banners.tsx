import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppState } from '../../shared/app-state.ts';
import { useCell } from '../cell.ts';
import { useAppStateIfAny, useServices } from '../services.tsx';
import { FailureNotice, NoticeBar } from './notice-bar.tsx';

function ConnectionBanner() {
  const { t } = useTranslation();
  const { connection } = useServices();
  const status = useCell({ value: connection.status, subscribe: connection.subscribe });
  if (status === 'open') return null;
  if (status === 'refused') {
    return (
      <NoticeBar
        intent="error"
        title={t('failures.banners.refusedTitle')}
        text={t('failures.banners.refused')}
      />
    );
  }
  return (
    <NoticeBar
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

function StorageBanner({ storage }: { readonly storage: AppState['host']['secretStorage'] }) {
  const { t } = useTranslation();
  const [isSeen, setSeen] = useState(false);
  if (storage === 'memory') {
    return (
      <NoticeBar
        intent="warning"
        title={t('failures.banners.memoryTitle')}
        text={t('failures.banners.memory')}
      />
    );
  }
  if (storage !== 'key-file' || isSeen) return null;
  return (
    <NoticeBar
      intent="warning"
      title={t('failures.banners.keyFileTitle')}
      text={t('failures.banners.keyFile')}
      onDismiss={() => setSeen(true)}
    />
  );
}

function NoSandboxBanner() {
  const { t } = useTranslation();
  const [isSeen, setSeen] = useState(false);
  if (isSeen) return null;
  return (
    <NoticeBar
      intent="warning"
      title={t('failures.banners.noSandboxTitle')}
      text={t('failures.banners.noSandbox')}
      onDismiss={() => setSeen(true)}
    />
  );
}

function PolicyBanner({ policy }: { readonly policy: AppState['policy'] }) {
  const { t } = useTranslation();
  if (policy.status === 'refused') {
    return (
      <NoticeBar
        intent="error"
        title={t('failures.banners.policyRefusedTitle')}
        text={t('failures.banners.policyRefused')}
        failure={policy.failure}
      />
    );
  }
  if (policy.status !== 'last-good') return null;
  return (
    <NoticeBar
      intent="warning"
      title={t('failures.banners.policyLastGoodTitle')}
      text={t('failures.banners.policyLastGood')}
      failure={policy.failure}
    />
  );
}

/** What is true of the whole window: no connection, damaged files, a refused policy, weak storage. */
export function Banners() {
  const problems = useAppStateIfAny((state) => state.problems);
  const policy = useAppStateIfAny((state) => state.policy);
  const storage = useAppStateIfAny((state) => state.host.secretStorage);
  const withoutSandbox = useAppStateIfAny((state) => state.host.withoutSandbox);
  return (
    <div role="alert">
      <ConnectionBanner />
      {problems?.map((failure) => (
        <FailureNotice key={`${failure.code} ${failure.message}`} failure={failure} />
      ))}
      {policy && <PolicyBanner policy={policy} />}
      {storage && <StorageBanner storage={storage} />}
      {withoutSandbox && <NoSandboxBanner />}
    </div>
  );
}
