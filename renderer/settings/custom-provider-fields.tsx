import { Field, Input } from '@fluentui/react-components';
import type { FieldControlProps } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tlsMethods } from '../../shared/account.ts';
import { redirectUriOf } from '../../shared/oauth-endpoints.ts';
import { Choice } from './choice.tsx';
import { redirectOf } from './client-form.ts';
import { CopyField } from './copy-field.tsx';
import {
  clientAuthentications,
  longest,
  mechanisms,
  tlsMethodOf,
  typeProviderText,
} from './custom-provider-form.ts';
import type {
  ProviderField,
  ProviderFinding,
  ProviderForm,
  ProviderTextField,
} from './custom-provider-form.ts';
import { SecretField } from './secret-field.tsx';
import styles from './settings.module.css';

interface Props {
  readonly form: ProviderForm;
  readonly onForm: (form: ProviderForm) => void;
  readonly findings: readonly ProviderFinding[];
  readonly isNew: boolean;
  readonly isSecretSet: boolean;
}

type Row =
  | ProviderField
  | 'clientAuthentication'
  | 'mechanism'
  | 'tlsMethod'
  | 'redirectType'
  | 'redirectUri';

const hints: Partial<
  Record<Row, 'id' | 'issuer' | 'endpoint' | 'scopes' | 'extraParameters' | 'redirectPort'>
> = {
  id: 'id',
  issuer: 'issuer',
  authorizationEndpoint: 'endpoint',
  tokenEndpoint: 'endpoint',
  revocationEndpoint: 'endpoint',
  scopes: 'scopes',
  extraParameters: 'extraParameters',
  redirectPort: 'redirectPort',
};
const required: ReadonlySet<Row> = new Set(['name', 'id', 'issuer', 'scopes', 'clientId', 'host', 'port']);

interface ChoiceOptions<Value extends string> {
  readonly value: Value;
  readonly values: readonly Value[];
  readonly text: (value: Value) => string;
  readonly onChoose: (value: Value) => void;
}

/** All fields of a custom provider, in three sections. */
export function CustomProviderFields({ form, onForm, findings, isNew, isSecretSet }: Props) {
  const { t } = useTranslation();

  const row = (field: Row, control: (props: FieldControlProps) => ReactElement) => {
    const finding = findings.find((each) => each.field === field);
    const hint = hints[field];
    return (
      <Field
        data-field={field}
        orientation="horizontal"
        className={styles.field}
        label={t(`customProviders.fields.${field}`)}
        required={required.has(field)}
        hint={hint ? t(`customProviders.hints.${hint}`) : null}
        validationState={finding ? finding.level : 'none'}
        validationMessage={finding ? t(`customProviders.findings.${finding.code}`) : null}
      >
        {control}
      </Field>
    );
  };
  const text = (field: ProviderTextField) =>
    row(field, (control) => (
      <Input
        {...control}
        dir={field === 'name' ? 'auto' : 'ltr'}
        spellCheck={false}
        readOnly={field === 'id' && !isNew}
        inputMode={field === 'port' || field === 'redirectPort' ? 'numeric' : 'text'}
        maxLength={longest[field]}
        value={form[field]}
        onChange={(_event, { value }) => onForm(typeProviderText(form, field, value))}
      />
    ));
  const choice = <Value extends string>(field: Row, options: ChoiceOptions<Value>) =>
    row(field, (control) => (
      <Choice
        control={control}
        size="medium"
        value={options.value}
        options={options.values.map((value) => ({ value, text: options.text(value) }))}
        onChoose={(chosen) => {
          const value = options.values.find((each) => each === chosen);
          if (value) options.onChoose(value);
        }}
      />
    ));
  const section = (title: 'server' | 'client' | 'mail', rows: ReactNode) => (
    <fieldset className={styles.fields}>
      <legend>{t(`customProviders.sections.${title}`)}</legend>
      {rows}
    </fieldset>
  );
  return (
    <>
      {text('name')}
      {text('id')}
      {section(
        'server',
        <>
          {text('issuer')}
          {text('authorizationEndpoint')}
          {text('tokenEndpoint')}
          {text('revocationEndpoint')}
          {text('scopes')}
          {text('extraParameters')}
        </>,
      )}
      {section(
        'client',
        <>
          {text('clientId')}
          {choice('clientAuthentication', {
            value: form.clientAuthentication,
            values: clientAuthentications,
            text: (each) => t(`customProviders.authentications.${each}`),
            onChoose: (clientAuthentication) => onForm({ ...form, clientAuthentication }),
          })}
          {form.clientAuthentication !== 'none' &&
            row('secret', (control) => (
              <SecretField
                control={control}
                size="medium"
                what={t('customProviders.fields.secret')}
                isSet={isSecretSet}
                edit={form.secret}
                onEdit={(secret) => onForm({ ...form, secret })}
              />
            ))}
          {choice('redirectType', {
            value: form.isWeb ? 'web' : 'desktop',
            values: ['desktop', 'web'],
            text: (each) => t(`oauthClients.types.${each}`),
            onChoose: (type) => onForm({ ...form, isWeb: type === 'web' }),
          })}
          {form.isWeb && text('redirectPort')}
          {form.isWeb && text('redirectPath')}
          {row('redirectUri', (control) => (
            <CopyField
              control={control}
              size="medium"
              what={t('customProviders.fields.redirectUri')}
              text={redirectUriOf(redirectOf(form))}
            />
          ))}
        </>,
      )}
      {section(
        'mail',
        <>
          {text('host')}
          {text('port')}
          {choice('tlsMethod', {
            value: form.tlsMethod,
            values: tlsMethods,
            text: (each) => t(`accounts.tlsMethods.${each}`),
            onChoose: (tlsMethod) => onForm({ ...form, tlsMethod: tlsMethodOf(tlsMethod) }),
          })}
          {choice('mechanism', {
            value: form.mechanism,
            values: mechanisms,
            text: (each) => each,
            onChoose: (mechanism) => onForm({ ...form, mechanism }),
          })}
        </>,
      )}
    </>
  );
}
