import { Button, ProgressBar } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { showToast } from '../failures/toast-list.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { signOutSteps } from './account-targets.ts';
import type { SharedSignIn } from './account-targets.ts';
import { providerName } from './send-through-name.ts';
import styles from './accounts-dialogs.module.css';

interface Props {
  readonly signIns: readonly SharedSignIn[];
  readonly onClose: () => void;
}

/** Names that are written out; more are counted. */
const namedSignIns = 5;

function UsedSignIns({ signIns }: Pick<Props, 'signIns'>) {
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  return (
    <>
      <p>{t('accounts.signOut.uses', { count: signIns.length })}</p>
      <ul className={styles.list}>
        {signIns.slice(0, namedSignIns).map(({ accounts: [account, ...others] }) =>
          account ? (
            <li key={account.id}>
              {t('accounts.signOut.signIn', {
                name: account.signedInAs ?? '',
                provider: providerName(providers, account.provider, t),
                count: others.length + 1,
              })}
            </li>
          ) : null,
        )}
        {signIns.length > namedSignIns && (
          <li>{t('accounts.signOut.more', { count: signIns.length - namedSignIns })}</li>
        )}
      </ul>
    </>
  );
}

/** Asks once, with counts, and signs out one after the other. */
export function SignOutDialog({ signIns, onClose }: Props) {
  const { t } = useTranslation();
  const request = useRequest();
  const { toasts } = useServices();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const isStopped = useRef(false);
  const selected = signIns.flatMap(({ selectedIds }) => selectedIds);
  const total = signIns.reduce((sum, { accounts }) => sum + accounts.length, 0);
  const others = total - selected.length;
  const [first] = selected;
  const only = signIns.length === 1 ? signIns[0] : undefined;

  const signOut = async (all: boolean) => {
    const steps = signOutSteps(signIns, all);
    let done = 0;
    let revoked = false;
    let consentPageUrl: string | null = null;
    for (const step of steps) {
      if (isStopped.current) break;
      setProgress({ done, total: all ? total : selected.length });
      const answer = await request('signOut', { accountId: step.accountId, allAccounts: step.allAccounts });
      if (!answer) continue;
      done += step.count;
      revoked ||= answer.revoked;
      consentPageUrl = answer.consentPageUrl ?? consentPageUrl;
    }
    onClose();
    if (done === 0) return;
    const text = t('accounts.signOut.done', { count: done, id: first ?? 0 });
    showToast(toasts, {
      text: revoked ? `${text} ${t('accounts.signOut.revoked')}` : text,
      ...(consentPageUrl !== null && {
        link: { label: t('accounts.signOut.consentPage'), url: consentPageUrl },
      }),
    });
  };
  const stop = () => {
    if (progress) isStopped.current = true;
    else onClose();
  };

  return (
    <AppDialog
      title={
        only
          ? t('accounts.signOut.title', { name: only.accounts[0]?.signedInAs ?? '' })
          : t('accounts.signOut.titleMany', { count: selected.length })
      }
      isAlert
      size={others > 0 ? 'medium' : 'small'}
      onCancel={stop}
      actions={[
        progress ? null : (
          <Button key="selected" onClick={() => void signOut(false)}>
            {t(others > 0 ? 'accounts.signOut.onlySelected' : 'accounts.signOut.signOut', {
              count: selected.length,
              id: first ?? 0,
            })}
          </Button>
        ),
        progress || others === 0 ? null : (
          <Button key="all" onClick={() => void signOut(true)}>
            {t('accounts.signOut.all', { count: total })}
          </Button>
        ),
        <Button key="cancel" appearance="primary" onClick={stop}>
          {t(progress ? 'accounts.signOut.stop' : 'shell.cancel')}
        </Button>,
      ]}
    >
      {progress ? (
        <div role="status">
          <p>{t('accounts.signOut.progress', progress)}</p>
          <ProgressBar aria-hidden value={progress.done / progress.total} />
        </div>
      ) : (
        <>
          {only ? (
            <p>{t('accounts.signOut.shared', { count: only.accounts.length })}</p>
          ) : (
            <UsedSignIns signIns={signIns} />
          )}
          {!only && others > 0 && <p>{t('accounts.signOut.others', { count: others })}</p>}
        </>
      )}
    </AppDialog>
  );
}
