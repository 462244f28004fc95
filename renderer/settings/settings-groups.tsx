import { Button } from '@fluentui/react-components';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RelayStatus } from '../../shared/relay.ts';
import type { Settings } from '../../shared/settings.ts';
import type { WatchStatus } from '../../shared/watch.ts';
import { useAppState, useServices } from '../services.tsx';
import { AboutRows } from './about-rows.tsx';
import { BusinessObjectRows } from './business-object-rows.tsx';
import { policyClient } from './client-form.ts';
import type { OwnClientProvider } from './client-form.ts';
import { ClientRows } from './client-rows.tsx';
import { CustomProviderRows } from './custom-provider-rows.tsx';
import { DefaultAccountRows } from './default-account-rows.tsx';
import { editClient, editObjects, editProviders } from './page-edits.ts';
import { settingGroups } from './page-rows.ts';
import type { SettingGroup } from './page-rows.ts';
import { PolicyClientRows } from './policy-client-rows.tsx';
import { PropertyGroup } from './property-group.tsx';
import { RelayRows } from './relay-rows.tsx';
import { settingFields } from './setting-fields.ts';
import type { SettingField } from './setting-fields.ts';
import { SettingRow } from './setting-row.tsx';
import { edit } from './settings-form.ts';
import type { DefaultAccount } from './use-default-account.ts';
import type { Polled } from './use-polled.ts';
import type { SettingsEdits } from './use-settings-edits.ts';
import { WatchRows } from './watch-rows.tsx';

interface Props {
  readonly settings: Settings;
  readonly page: SettingsEdits;
  readonly lines: DefaultAccount;
  /** Groups of which the filter leaves something. */
  readonly groups: ReadonlySet<SettingGroup>;
  readonly watch: Polled<WatchStatus>;
  readonly relay: Polled<RelayStatus>;
}

// What stands beside the choice of the default account: what the lines below mean, and the way to all its fields.
function DefaultAccountNote({ lines }: { readonly lines: DefaultAccount }) {
  const { t } = useTranslation();
  const { openAccount } = useServices();
  const { account } = lines;
  if (lines.isEdited) {
    return (
      <Button size="small" onClick={lines.discard}>
        {t('settings.linesDiscard')}
      </Button>
    );
  }
  if (!account) return t('settings.noDefaultAccount');
  return (
    <>
      <Button size="small" onClick={() => openAccount.set(account.id)}>
        {t('settings.editAccount', { id: account.id })}
      </Button>
      {!account.enabled && t('settings.linesOff')}
    </>
  );
}

/** All groups of the page, each with its lines. */
export function SettingsGroups({ settings, page, lines, groups, watch, relay }: Props) {
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  const { edits, setEdits, saved } = page;
  const row = (
    field: SettingField,
    more: Pick<ComponentProps<typeof SettingRow>, 'lock' | 'remark' | 'note'> = {},
  ) => (
    <SettingRow
      key={field.key}
      field={field}
      value={page.valueOf(field.key)}
      onEdit={(value) => setEdits({ ...edits, plain: edit(edits.plain, saved, field.key, value) })}
      {...more}
    />
  );
  const loginStart = useAppState((state) => state.loginStart);
  const login = () => {
    if (loginStart === 'unavailable') return { lock: t('settings.loginStart.unavailable') };
    if (loginStart !== 'needs-approval' && loginStart !== 'failed') return {};
    return { remark: { level: 'warning', text: t(`settings.loginStart.${loginStart}`) } } as const;
  };
  const [defaultAccount, ...others] = settingFields.confirmation;
  const confirmation = (
    <>
      {defaultAccount &&
        row(defaultAccount, {
          lock: lines.isEdited ? t('settings.linesEdited') : null,
          note: <DefaultAccountNote lines={lines} />,
        })}
      <DefaultAccountRows lines={lines} />
      {others.map((field) => row(field))}
    </>
  );
  const client = (provider: OwnClientProvider) => {
    const fixed = policyClient(providers, settings, provider);
    if (fixed) return <PolicyClientRows provider={provider} client={fixed} />;
    return (
      <ClientRows
        provider={provider}
        form={page.clients[provider]}
        onForm={(form) => setEdits(editClient(edits, settings, provider, form))}
      />
    );
  };
  const content: Readonly<Record<SettingGroup, ReactNode>> = {
    sending: settingFields.sending.map((field) => row(field)),
    confirmation,
    google: client('google'),
    microsoft: client('microsoft'),
    customProviders: (
      <CustomProviderRows
        list={page.customProviders}
        secrets={edits.providerSecrets}
        onChange={(list, secret) => setEdits(editProviders(edits, settings, list, secret))}
      />
    ),
    businessObjects: (
      <BusinessObjectRows
        list={page.businessObjects}
        onChange={(list) => setEdits(editObjects(edits, settings, list))}
      />
    ),
    agent: (
      <>
        {settingFields.agent.map((field) => row(field, login()))}
        <WatchRows watch={watch} />
      </>
    ),
    relay: (
      <>
        {settingFields.relay.map((field) => row(field))}
        <RelayRows relay={relay} isEdited={'relayEnabled' in edits.plain || 'relayPort' in edits.plain} />
      </>
    ),
    history: settingFields.history.map((field) => row(field)),
    appearance: settingFields.appearance.map((field) => row(field)),
    about: <AboutRows />,
  };
  return settingGroups
    .filter((group) => groups.has(group))
    .map((group) => (
      <PropertyGroup key={group} group={group}>
        {content[group]}
      </PropertyGroup>
    ));
}
