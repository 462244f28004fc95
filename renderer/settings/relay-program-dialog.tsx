import { Button, Checkbox, Field, Input, SearchBox } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppFailure } from '../call.ts';
import type { RelayStatus } from '../../shared/relay.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { useAppState, useServices } from '../services.tsx';
import { RelayProgramDone } from './relay-program-done.tsx';
import { matchingAccounts, newProgramPassword, programNameFault } from './relay-program-form.ts';
import styles from './settings.module.css';

interface Props {
  /** Names of the programs that are there. */
  readonly taken: readonly string[];
  readonly status: RelayStatus | null;
  readonly onAdded: () => void;
  readonly onClose: () => void;
}

/** So many are seen at a glance. */
const fewAccounts = 12;
/** A company has thousands; nobody looks through them one by one. */
const shownAccounts = 100;

/** Adds a program that may hand over mail, and shows its password once. */
export function RelayProgramDialog({ taken, status, onAdded, onClose }: Props) {
  const { t } = useTranslation();
  const { call } = useServices();
  const accounts = useAppState((state) => state.accounts);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(
    new Set(accounts.length === 1 ? accounts.map(({ id }) => id) : []),
  );
  // Made here and sent in, so that no password ever comes out of the app; the same for every try.
  const [password] = useState(newProgramPassword);
  const [filter, setFilter] = useState('');
  const [isPressed, setPressed] = useState(false);
  const [isAdded, setAdded] = useState(false);
  const [failure, setFailure] = useState<AppFailure | null>(null);
  const content = useRef<HTMLDivElement>(null);
  const focusOn = (field: string) =>
    content.current?.querySelector<HTMLElement>(`[data-field=${field}] input`)?.focus();
  useEffect(() => focusOn('name'), []);

  if (isAdded) return <RelayProgramDone name={name} password={password} status={status} onClose={onClose} />;

  const matching = matchingAccounts(accounts, filter, chosen);
  const nameFault = programNameFault(name, taken);
  const shownFault = name === '' && !isPressed ? null : nameFault;
  const add = async () => {
    setPressed(true);
    if (nameFault) return focusOn('name');
    if (chosen.size === 0) return focusOn('accounts');
    const accountIds = [...chosen].toSorted((a, b) => a - b);
    const answer = await call('relayProgramAdd', { name, password, accountIds });
    if (!answer.ok) {
      setFailure(answer.error);
      return focusOn('name');
    }
    setAdded(true);
    onAdded();
  };
  const choose = (id: number, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, id] : [...before].filter((each) => each !== id)));

  return (
    <AppDialog
      title={t('relay.dialog.title')}
      size="medium"
      onCancel={onClose}
      actions={[
        <Button key="add" appearance="primary" onClick={() => void add()}>
          {t('relay.add')}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t('shell.cancel')}
        </Button>,
      ]}
    >
      <div ref={content}>
        <Field
          data-field="name"
          orientation="horizontal"
          className={styles.field}
          label={t('relay.dialog.name')}
          required
          hint={t('relay.dialog.nameHint')}
          validationState={shownFault || failure ? 'error' : 'none'}
          validationMessage={
            shownFault ? (
              t(`relay.dialog.${shownFault}`)
            ) : failure ? (
              <span dir="auto">{failure.message}</span>
            ) : null
          }
        >
          {(control) => (
            <Input
              {...control}
              dir="ltr"
              spellCheck={false}
              autoCapitalize="none"
              maxLength={32}
              value={name}
              onChange={(_event, { value }) => {
                setFailure(null);
                setName(value);
              }}
              onKeyDown={(event) => event.key === 'Enter' && void add()}
            />
          )}
        </Field>
        <fieldset className={styles.fields} data-field="accounts" aria-describedby="program-accounts-hint">
          <legend>{t('relay.dialog.accounts')}</legend>
          {accounts.length > fewAccounts && (
            <SearchBox
              size="small"
              aria-label={t('relay.dialog.filter')}
              placeholder={t('relay.dialog.filter')}
              value={filter}
              onChange={(_event, { value }) => setFilter(value)}
            />
          )}
          <div className={styles.choices}>
            {accounts.length === 0 && t('relay.dialog.noAccounts')}
            {matching.slice(0, shownAccounts).map(({ id, user, host }) => (
              <Checkbox
                key={id}
                label={t('relay.dialog.accountChoice', { id, user: user || host })}
                checked={chosen.has(id)}
                onChange={(_event, { checked }) => choose(id, checked === true)}
              />
            ))}
          </div>
          {matching.length > shownAccounts && (
            <p className={styles.dialogNote}>
              {t('relay.dialog.more', { count: matching.length - shownAccounts })}
            </p>
          )}
          <p id="program-accounts-hint" className={styles.dialogNote}>
            {t('relay.dialog.accountsHint')}
          </p>
          {isPressed && chosen.size === 0 && (
            <p role="alert" className={styles.note} data-level="error">
              {t('relay.dialog.accountsRequired')}
            </p>
          )}
        </fieldset>
      </div>
    </AppDialog>
  );
}
