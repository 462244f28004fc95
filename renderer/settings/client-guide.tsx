import { Button, Link } from '@fluentui/react-components';
import { Open16Regular as OpenPageIcon } from '@fluentui/react-icons/svg/open';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnClientProvider } from './client-form.ts';
import styles from './settings.module.css';

const pages = {
  googleProject: 'https://console.cloud.google.com/projectcreate',
  googleApi: 'https://console.cloud.google.com/apis/library/gmail.googleapis.com',
  googleBranding: 'https://console.cloud.google.com/auth/branding',
  googleAudience: 'https://console.cloud.google.com/auth/audience',
  googleScopes: 'https://console.cloud.google.com/auth/scopes',
  googleClients: 'https://console.cloud.google.com/auth/clients',
  microsoftApps: 'https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade',
  microsoftQuickstart: 'https://learn.microsoft.com/entra/identity-platform/quickstart-register-app',
} as const;

const gmailScope = 'https://www.googleapis.com/auth/gmail.send';
const microsoftPermissions = 'SMTP.Send, offline_access, openid, email, Mail.Send';
const enableSmtpAuth = 'Set-CASMailbox user@example.com -SmtpClientAuthenticationDisabled $false';

function Page({ page }: { readonly page: keyof typeof pages }) {
  const { t } = useTranslation();
  // A window of its own: the shell hands it to the system's browser.
  return (
    <Link inline href={pages[page]} target="_blank" rel="noreferrer" className={styles.pageLink}>
      {t(`oauthClients.guide.links.${page}`)}
      <OpenPageIcon aria-hidden />
    </Link>
  );
}

function Exactly({ text }: { readonly text: string }) {
  return (
    <code dir="ltr" className={styles.exactly}>
      {text}
    </code>
  );
}

interface GuideProps {
  readonly redirectUri: string;
  readonly isWeb: boolean;
}

function GoogleGuide({ redirectUri, isWeb }: GuideProps) {
  const { t } = useTranslation();
  const step = (text: string, more?: ReactNode) => (
    <li>
      {text} {more}
    </li>
  );
  return (
    <>
      <ol>
        {step(t('oauthClients.guide.google.project'), <Page page="googleProject" />)}
        {step(t('oauthClients.guide.google.api'), <Page page="googleApi" />)}
        {step(t('oauthClients.guide.google.branding'), <Page page="googleBranding" />)}
        {step(t('oauthClients.guide.google.audience'), <Page page="googleAudience" />)}
        {step(
          t('oauthClients.guide.google.scopes'),
          <>
            <Page page="googleScopes" /> <Exactly text={gmailScope} />
          </>,
        )}
        {step(
          t('oauthClients.guide.google.client', { type: t('oauthClients.fields.type') }),
          <>
            <Page page="googleClients" /> {isWeb && <Exactly text={redirectUri} />}
          </>,
        )}
        {step(t('oauthClients.guide.google.secret'))}
        {step(t('oauthClients.guide.google.save'))}
      </ol>
      <h3>{t('oauthClients.guide.changed')}</h3>
      <ul>
        {(['platform', 'secretOnce', 'origins'] as const).map((each) => (
          <li key={each}>{t(`oauthClients.guide.googleChanges.${each}`)}</li>
        ))}
      </ul>
    </>
  );
}

function MicrosoftGuide({ redirectUri }: GuideProps) {
  const { t } = useTranslation();
  return (
    <>
      <ol>
        <li>
          {t('oauthClients.guide.microsoft.register')} <Page page="microsoftApps" />{' '}
          <Page page="microsoftQuickstart" />
        </li>
        <li>{t('oauthClients.guide.microsoft.accountTypes')}</li>
        <li>
          {t('oauthClients.guide.microsoft.redirect', { type: t('oauthClients.fields.type') })}{' '}
          <Exactly text={redirectUri} />
        </li>
        <li>{t('oauthClients.guide.microsoft.ids')}</li>
        <li>
          {t('oauthClients.guide.microsoft.permissions')} <Exactly text={microsoftPermissions} />
        </li>
        <li>{t('oauthClients.guide.microsoft.consent')}</li>
        <li>{t('oauthClients.guide.microsoft.secret')}</li>
        <li>
          {t('oauthClients.guide.microsoft.smtpAuth')} <Exactly text={enableSmtpAuth} />
        </li>
        <li>{t('oauthClients.guide.microsoft.save')}</li>
      </ol>
      <h3>{t('oauthClients.guide.changed')}</h3>
      <ul>
        {(['names', 'publicClient', 'graph', 'token'] as const).map((each) => (
          <li key={each}>{t(`oauthClients.guide.microsoftChanges.${each}`)}</li>
        ))}
      </ul>
    </>
  );
}

/** How a client is registered at Google or Microsoft, step by step; closed until somebody wants it. */
export function ClientGuide({
  provider,
  labelledBy,
  ...guide
}: GuideProps & {
  readonly provider: OwnClientProvider;
  /** ID of the row's name. */
  readonly labelledBy: string;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const buttonId = useId();
  const Guide = provider === 'google' ? GoogleGuide : MicrosoftGuide;
  return (
    <div className={styles.guide}>
      <Button
        id={buttonId}
        size="small"
        aria-expanded={isOpen}
        aria-labelledby={`${labelledBy} ${buttonId}`}
        onClick={() => setOpen(!isOpen)}
      >
        {t(isOpen ? 'oauthClients.guide.hide' : 'oauthClients.guide.show')}
      </Button>
      {isOpen && (
        <div role="group" aria-labelledby={labelledBy}>
          <Guide {...guide} />
        </div>
      )}
    </div>
  );
}
