import { Input } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ClientInfo } from '../../shared/app-state.ts';
import { clientKey } from './client-form.ts';
import type { OwnClientProvider } from './client-form.ts';
import { CopyField } from './copy-field.tsx';
import { policyClientLines } from './page-rows.ts';
import { PropertyRow } from './property-row.tsx';
import { useLockText } from './use-lock.ts';

interface Props {
  readonly provider: OwnClientProvider;
  readonly client: ClientInfo;
}

/** Lines of an OAuth client that the policy names: to be read, and registered, but not changed. */
export function PolicyClientRows({ provider, client }: Props) {
  const { t } = useTranslation();
  const lock = useLockText();
  return policyClientLines.map((line) => {
    const text = line === 'source' ? t('oauthClients.sources.policy') : (client[line] ?? '');
    const isUri = line === 'redirectUri';
    const helpOf = line.endsWith('Endpoint') ? 'endpoint' : (line as 'source' | 'clientId' | 'redirectUri');
    return (
      <PropertyRow
        key={line}
        id={`${clientKey(provider)}.${line}`}
        label={t(`oauthClients.fields.${line}`)}
        {...(line === 'source' && { code: clientKey(provider) })}
        help={t(`oauthClients.help.${helpOf}`)}
        lock={line === 'source' ? lock : null}
      >
        {(control) =>
          isUri ? (
            <CopyField control={control} what={t('oauthClients.fields.redirectUri')} text={text} />
          ) : (
            <Input {...control} size="small" dir={line === 'source' ? 'auto' : 'ltr'} readOnly value={text} />
          )
        }
      </PropertyRow>
    );
  });
}
