import { Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { googleEndpoints, microsoftEndpoints, redirectUriOf } from '../../shared/oauth-endpoints.ts';
import type { OAuthEndpoints } from '../../shared/oauth-endpoints.ts';
import { microsoftClouds } from '../../shared/settings.ts';
import { useAppState } from '../services.tsx';
import { Choice } from './choice.tsx';
import {
  clientFindings,
  clientKey,
  clientOf,
  cloudOf,
  redirectOf,
  tenantKinds,
  tenantOf,
} from './client-form.ts';
import type { ClientForm, OwnClientProvider } from './client-form.ts';
import { ClientGuide } from './client-guide.tsx';
import { CopyField } from './copy-field.tsx';
import { clientLines } from './page-rows.ts';
import type { ClientLine } from './page-rows.ts';
import type { RowControl } from './property-page.ts';
import { PropertyRow } from './property-row.tsx';
import { SecretField } from './secret-field.tsx';
import { useLock } from './use-lock.ts';

interface Props {
  readonly provider: OwnClientProvider;
  readonly form: ClientForm;
  readonly onForm: (form: ClientForm) => void;
}

type EndpointLine = keyof OAuthEndpoints;

const isEndpoint = (line: ClientLine): line is EndpointLine => line.endsWith('Endpoint');
// Stands in the endpoints while no tenant is typed.
const noTenant = '…';

function endpointsOf(provider: OwnClientProvider, form: ClientForm): OAuthEndpoints {
  if (provider === 'google') return googleEndpoints;
  const tenant = tenantOf(form);
  const endpoints = microsoftEndpoints(form.cloud, tenant || noTenant);
  if (tenant) return endpoints;
  const readable = (url: string) => url.replace(encodeURIComponent(noTenant), noTenant);
  return {
    authorizationEndpoint: readable(endpoints.authorizationEndpoint),
    tokenEndpoint: readable(endpoints.tokenEndpoint),
    revocationEndpoint: null,
  };
}

/** What is known of the client in use, and whether it can be changed. */
function useClientInUse(provider: OwnClientProvider) {
  const key = clientKey(provider);
  const lock = useLock(key);
  const saved = useAppState((state) => state.settings[key]);
  const client = useAppState((state) => clientOf(state.providers, provider));
  const signedIn = useAppState(
    (state) => state.accounts.filter((row) => row.provider === provider && row.signedInAs !== null).length,
  );
  return {
    lock,
    savedId: saved?.clientId ?? '',
    clientId: client?.clientId ?? '',
    tokenEndpoint: client?.tokenEndpoint ?? '',
    isSecretSet: saved !== null && (client?.secretSet ?? false),
    hasBuiltIn: client?.source !== 'built-in' || client.clientId !== '',
    signedIn,
  };
}

/** Lines of the OAuth client of one provider: the built-in one, or one of the company's own. */
export function ClientRows({ provider, form, onForm }: Props) {
  const { t } = useTranslation();
  const inUse = useClientInUse(provider);
  const { lock, isSecretSet } = inUse;
  const isLocked = lock !== null;
  const endpoints = endpointsOf(provider, form);
  const findings = isLocked ? [] : clientFindings(provider, form, { clientId: inUse.savedId, isSecretSet });
  const set = (change: Partial<ClientForm>) => onForm({ ...form, ...change });

  const notes = (): Partial<Record<ClientLine, string>> => {
    // A sign-in belongs to its client and endpoints: it is not used with others.
    const isOther = form.isOwn
      ? form.clientId.trim() !== inUse.clientId || endpoints.tokenEndpoint !== inUse.tokenEndpoint
      : inUse.savedId !== '';
    const source = [
      ...(form.isOwn || inUse.hasBuiltIn ? [] : [t('oauthClients.noneBuiltIn')]),
      ...(isOther && lock === null && inUse.signedIn > 0
        ? [t('oauthClients.newSignIn', { count: inUse.signedIn })]
        : []),
    ];
    const isDesktop = !form.isWeb;
    const hasSecret = form.secret.kind === 'typed' || (isSecretSet && form.secret.kind === 'unchanged');
    return {
      source: source.join(' '),
      ...(provider === 'microsoft' && isDesktop && hasSecret && { secret: t('oauthClients.confidential') }),
      ...(isDesktop && {
        redirectUri: t(
          provider === 'google' ? 'oauthClients.noRegistration' : 'oauthClients.microsoftDesktop',
        ),
      }),
    };
  };
  const noteOf = notes();

  const text = (line: 'clientId' | 'ownTenant' | 'redirectPort' | 'redirectPath', control: RowControl) => (
    <Input
      {...control}
      size="small"
      dir="ltr"
      spellCheck={false}
      readOnly={isLocked}
      inputMode={line === 'redirectPort' ? 'numeric' : 'text'}
      maxLength={line === 'redirectPort' ? 5 : line === 'redirectPath' ? 200 : 255}
      value={form[line]}
      onChange={(_event, { value }) => set({ [line]: value })}
    />
  );
  const value = (line: ClientLine, control: RowControl): ReactNode => {
    const choice = (
      now: string,
      options: readonly { value: string; text: string }[],
      take: (to: string) => void,
    ) => <Choice control={control} value={now} options={options} isLocked={isLocked} onChoose={take} />;
    if (isEndpoint(line)) {
      return <Input {...control} size="small" dir="ltr" readOnly data-greyed value={endpoints[line] ?? ''} />;
    }
    switch (line) {
      case 'source':
        return choice(
          form.isOwn ? 'own' : 'builtIn',
          (['builtIn', 'own'] as const).map((each) => ({
            value: each,
            text: t(`oauthClients.sources.${each}`),
          })),
          (to) => set({ isOwn: to === 'own' }),
        );
      case 'secret':
        return (
          <SecretField
            control={control}
            what={t('oauthClients.fields.secret')}
            isSet={isSecretSet}
            edit={form.secret}
            onEdit={(secret) => set({ secret })}
          />
        );
      case 'tenant':
        return choice(
          form.tenantKind,
          tenantKinds.map((kind) => ({ value: kind, text: t(`oauthClients.tenants.${kind}`) })),
          (to) => set({ tenantKind: tenantKinds.find((kind) => kind === to) ?? 'organizations' }),
        );
      case 'cloud':
        return choice(
          form.cloud,
          microsoftClouds.map((cloud) => ({ value: cloud, text: t(`oauthClients.clouds.${cloud}`) })),
          (to) => set({ cloud: cloudOf(to) }),
        );
      case 'type':
        return choice(
          form.isWeb ? 'web' : 'desktop',
          (['desktop', 'web'] as const).map((each) => ({
            value: each,
            text: t(`oauthClients.types.${each}`),
          })),
          (to) => set({ isWeb: to === 'web' }),
        );
      case 'redirectUri':
        return (
          <CopyField
            control={control}
            what={t('oauthClients.fields.redirectUri')}
            text={redirectUriOf(redirectOf(form))}
          />
        );
      case 'guide':
        return (
          <ClientGuide
            provider={provider}
            labelledBy={control.id}
            redirectUri={redirectUriOf(redirectOf(form))}
            isWeb={form.isWeb}
          />
        );
      default:
        return text(line, control);
    }
  };

  return clientLines(provider, form).map((line) => {
    const finding = findings.find(({ field }) => field === line);
    const isGreyed = isEndpoint(line) || line === 'redirectUri' || line === 'guide';
    // Who fixes a client need not know its secret: that can still be entered here.
    const isOpen = isGreyed || line === 'secret';
    return (
      <PropertyRow
        key={line}
        id={`${clientKey(provider)}.${line}`}
        label={t(`oauthClients.fields.${line}`)}
        {...(line === 'source' && { code: clientKey(provider) })}
        help={t(`oauthClients.help.${isEndpoint(line) ? 'endpoint' : line}`)}
        defaultText={
          line === 'source'
            ? t('settings.defaultIs', { value: t('oauthClients.sources.builtIn') })
            : isGreyed
              ? ''
              : t('settings.noDefault')
        }
        lock={isOpen ? null : lock}
        remark={finding ? { level: finding.level, text: t(`oauthClients.findings.${finding.code}`) } : null}
        note={noteOf[line]}
        isPlain={line === 'guide'}
      >
        {(control) => value(line, control)}
      </PropertyRow>
    );
  });
}
