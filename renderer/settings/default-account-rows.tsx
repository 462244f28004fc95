import { Button, Input } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tlsMethods } from '../../shared/account.ts';
import type { AccountDraft } from '../../shared/account.ts';
import { chooseProvider, presetOf, typeNumber } from '../accounts/account-form.ts';
import { useAppState } from '../services.tsx';
import { Choice } from './choice.tsx';
import { tlsMethodOf } from './custom-provider-form.ts';
import { accountLines } from './page-rows.ts';
import type { AccountLine } from './page-rows.ts';
import type { RowControl } from './property-page.ts';
import { PropertyRow } from './property-row.tsx';
import { SecretField } from './secret-field.tsx';
import styles from './settings.module.css';
import type { DefaultAccount } from './use-default-account.ts';
import { useLock, useLockText } from './use-lock.ts';

const fixedByPreset: ReadonlySet<AccountLine> = new Set(['host', 'port', 'tls', 'tlsMethod']);

/** Answers why the lines cannot be changed: the policy, or a provider that fixes its server. */
function useLineLock({ account, form }: DefaultAccount): (line: AccountLine) => string | null {
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  const noDefault = useLock('defaultAccountId');
  const policyText = useLockText();
  const { draft } = form;
  const policy = account ? (account.managed ? policyText : null) : noDefault;
  const name = providers.find(({ id }) => id === draft.provider)?.name ?? draft.provider;
  const isFixed = presetOf(providers, draft)?.locked ?? false;
  return (line) =>
    policy ??
    (isFixed && fixedByPreset.has(line) ? t('accountDialog.hints.locked', { provider: name }) : null);
}

/** Sales Email Confirmation: the default account, line by line; without one the lines are empty and create it. */
export function DefaultAccountRows({ lines }: { readonly lines: DefaultAccount }) {
  const { t } = useTranslation();
  const providers = useAppState((state) => state.providers);
  const lockOf = useLineLock(lines);
  const { account, form, findings } = lines;
  const { draft } = form;
  const isBlank = !account && !lines.isBegun;
  const isCleared = form.password.kind === 'cleared';
  const isElsewhere = findings.some(({ code }) => code === 'password-again');
  const set = (change: Partial<AccountDraft>) => lines.set({ ...form, draft: { ...draft, ...change } });

  const text = (line: 'host' | 'user' | 'port', control: RowControl) => (
    <Input
      {...control}
      size="small"
      spellCheck={false}
      readOnly={lockOf(line) !== null}
      inputMode={line === 'port' ? 'numeric' : 'text'}
      maxLength={line === 'port' ? 5 : line === 'host' ? 255 : 320}
      value={isBlank ? '' : line === 'port' ? form.portText : draft[line]}
      onChange={(_event, { value }) =>
        line === 'port' ? lines.set(typeNumber(form, 'port', value)) : set({ [line]: value })
      }
    />
  );
  const value = (line: AccountLine, control: RowControl): ReactNode => {
    const isLocked = lockOf(line) !== null;
    const choice = (
      now: string,
      options: readonly { readonly value: string; readonly text: string }[],
      onChoose: (value: string) => void,
    ) => (
      <Choice
        control={control}
        value={isBlank ? '' : now}
        options={options}
        isLocked={isLocked}
        onChoose={onChoose}
      />
    );
    switch (line) {
      case 'user':
        return (
          <span className={styles.secret} data-together>
            {text(line, control)}
            {!isLocked && (
              <Button
                size="small"
                className={styles.ellipsis}
                aria-label={signInText}
                title={signInText}
                onClick={lines.signIn}
              >
                <span aria-hidden className={styles.dots} />
              </Button>
            )}
          </span>
        );
      case 'password':
        return (
          <SecretField
            key={account?.id ?? 0}
            control={control}
            what={t('accountDialog.fields.password')}
            isSet={(account?.passwordSet ?? false) && (isCleared || !isElsewhere)}
            edit={form.password}
            onEdit={(password) => lines.set({ ...form, password })}
            isLocked={isLocked}
          />
        );
      case 'provider':
        return choice(
          draft.provider,
          [{ id: 'none', name: t('accountDialog.providerNone') }, ...providers].map(({ id, name }) => ({
            value: id,
            text: name,
          })),
          (provider) => lines.set(chooseProvider(form, providers, provider)),
        );
      case 'tls':
        return choice(
          String(draft.tls),
          [
            { value: 'true', text: t('settings.isTrue') },
            { value: 'false', text: t('settings.isFalse') },
          ],
          (chosen) => set({ tls: chosen === 'true' }),
        );
      case 'tlsMethod':
        return choice(
          draft.tlsMethod,
          tlsMethods.map((method) => ({ value: method, text: t(`accounts.tlsMethods.${method}`) })),
          (chosen) => set({ tlsMethod: tlsMethodOf(chosen) }),
        );
      default:
        return text(line, control);
    }
  };
  const signInText = account ? t('settings.signInAccount', { id: account.id }) : t('settings.signInNew');

  const defaults: Partial<Record<AccountLine, string>> = {
    provider: t('accountDialog.providerNone'),
    port: String(587),
    tls: t('settings.isTrue'),
    tlsMethod: t('accounts.tlsMethods.auto'),
  };
  const note = (line: AccountLine): string | null => {
    if (line !== 'user') return null;
    if (form.pending) return t('settings.signedInPending', { name: form.pending.signedInAs });
    const isSame = account !== null && account.signedInAs !== null && account.provider === draft.provider;
    return isSame ? t('settings.signedInAs', { name: account.signedInAs }) : null;
  };
  return accountLines.map((line) => {
    const isKnown = line === 'password' && isCleared;
    const found = isKnown
      ? undefined
      : (findings.find(({ field, level }) => field === line && level === 'error') ??
        findings.find(({ field }) => field === line));
    const defaultValue = defaults[line];
    return (
      <PropertyRow
        key={line}
        id={`account.${line}`}
        label={t(`settings.details.${line}`)}
        help={t(`settings.detailHelp.${line}`)}
        defaultText={
          defaultValue === undefined
            ? t('settings.noDefault')
            : t('settings.defaultIs', { value: defaultValue })
        }
        lock={lockOf(line)}
        remark={
          found
            ? {
                level: found.level,
                text: t(`accountDialog.findings.${found.code}`, { accountId: 0, ...found.values }),
              }
            : null
        }
        note={note(line)}
      >
        {(control) => value(line, control)}
      </PropertyRow>
    );
  });
}
