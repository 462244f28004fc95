import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { providerName } from '../accounts/send-through-name.ts';
import { useAppState, useServices } from '../services.tsx';
import { expectedFor } from '../sign-in/sign-ins.ts';
import styles from './settings.module.css';

/** The default account in the order and words of SalesPad's Sales Email Confirmation; `…` signs in. */
export function DefaultAccountDetails({ accountId }: { readonly accountId: number }) {
  const { t } = useTranslation();
  const { openAccount, signIns } = useServices();
  const providers = useAppState((state) => state.providers);
  const account = useAppState((state) => state.accounts).find(({ id }) => id === accountId);
  if (!account) return null;
  const rows = {
    host: account.host,
    user: account.user,
    password: account.passwordSet ? t('accountDialog.passwordSet') : '',
    provider: providerName(providers, account.provider, t),
    port: String(account.port),
    tls: t(account.tls ? 'settings.isTrue' : 'settings.isFalse'),
    tlsMethod: t(`accounts.tlsMethods.${account.tlsMethod}`),
  };
  const signIn = () =>
    void signIns.begin({
      accountId: account.id,
      dialogId: null,
      expected: expectedFor(account),
      sendThrough: account.sendThrough,
      provider: account.provider === 'none' ? null : account.provider,
    });
  return (
    <dl className={styles.details}>
      {(['host', 'user', 'password', 'provider', 'port', 'tls', 'tlsMethod'] as const).map((field) => (
        <div key={field} className={styles.detail}>
          <dt>{t(`settings.details.${field}`)}</dt>
          <dd>
            <span dir="auto">{rows[field]}</span>
            {field === 'user' && (
              <Button
                size="small"
                className={styles.ellipsis}
                aria-label={t('settings.signInAccount', { id: account.id })}
                title={t('settings.signInAccount', { id: account.id })}
                onClick={signIn}
              >
                <span aria-hidden className={styles.dots} />
              </Button>
            )}
          </dd>
        </div>
      ))}
      <div className={styles.detail}>
        <dt />
        <dd>
          <Button size="small" onClick={() => openAccount.set(account.id)}>
            {t('settings.editAccount', { id: account.id })}
          </Button>
        </dd>
      </div>
    </dl>
  );
}
