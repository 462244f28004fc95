import { Button } from '@fluentui/react-components';
import { Add16Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomProvider } from '../../shared/settings.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { DialogNotThere } from '../part-stand-ins.tsx';
import { createPart } from '../part.tsx';
import { useAppState } from '../services.tsx';
import type { SecretEdit } from './client-form.ts';
import { ownClientProviders } from './client-form.ts';
import { listRowId } from './page-rows.ts';
import { PropertyRow } from './property-row.tsx';
import styles from './settings.module.css';
import { useLock, useLockText } from './use-lock.ts';

const CustomProviderDialog = createPart(
  DialogNotThere,
  async () => (await import('./custom-provider-dialog.tsx')).CustomProviderDialog,
);

type OnChange = (
  list: readonly CustomProvider[],
  secret?: { readonly id: string; readonly edit: SecretEdit },
) => void;

interface Props {
  readonly list: readonly CustomProvider[];
  readonly secrets: Readonly<Record<string, SecretEdit>>;
  readonly onChange: OnChange;
}

/** Answers the providers that the policy brings, which nobody can change here. */
export function usePolicyProviders(): readonly {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}[] {
  const providers = useAppState((state) => state.providers);
  const builtIn: ReadonlySet<string> = new Set(ownClientProviders);
  return providers
    .filter(({ id, client }) => client.source === 'policy' && !builtIn.has(id))
    .map(({ id, name, client }) => ({ id, name, url: client.authorizationEndpoint }));
}

function Summary({ id, url }: { readonly id: string; readonly url: string }) {
  const { t } = useTranslation();
  return (
    <span dir="auto" className={styles.summary}>
      {t('customProviders.summary', { id, issuer: url })}
    </span>
  );
}

/** The company's own authorization servers: a line each, and one to add another. */
export function CustomProviderRows({ list, secrets, onChange }: Props) {
  const { t } = useTranslation();
  const lock = useLock('customProviders');
  const lockText = useLockText();
  const fixed = usePolicyProviders().filter(({ id }) => list.every((other) => other.id !== id));
  const accounts = useAppState((state) => state.accounts);
  // null: closed; empty: a new one.
  const [editedId, setEditedId] = useState<string | null>(null);
  const [removedId, setRemovedId] = useState<string | null>(null);
  const removed = list.find(({ id }) => id === removedId);
  const usersOf = (id: string) => accounts.filter(({ provider }) => provider === id).length;
  const help = t('customProviders.help');

  const remove = (id: string) => {
    setRemovedId(null);
    onChange(list.filter((other) => other.id !== id));
  };
  const apply = (provider: CustomProvider, edit: SecretEdit) => {
    setEditedId(null);
    const isKnown = list.some(({ id }) => id === provider.id);
    onChange(
      isKnown ? list.map((other) => (other.id === provider.id ? provider : other)) : [...list, provider],
      { id: provider.id, edit },
    );
  };
  return (
    <>
      {fixed.map(({ id, name, url }) => (
        <PropertyRow
          key={id}
          id={listRowId('customProviders', id)}
          label={name}
          help={help}
          lock={lockText}
          isPlain
        >
          {() => <Summary id={id} url={url} />}
        </PropertyRow>
      ))}
      {list.map(({ id, name, issuer }) => (
        <PropertyRow
          key={id}
          id={listRowId('customProviders', id)}
          label={name}
          help={help}
          lock={lock}
          isPlain
        >
          {() => (
            <>
              <Summary id={id} url={issuer} />
              {lock === null && (
                <span className={styles.buttons}>
                  <Button size="small" onClick={() => setEditedId(id)}>
                    {t('customProviders.edit')} <span className="sr-only">{name}</span>
                  </Button>
                  <Button size="small" onClick={() => (usersOf(id) > 0 ? setRemovedId(id) : remove(id))}>
                    {t('customProviders.remove')} <span className="sr-only">{name}</span>
                  </Button>
                </span>
              )}
            </>
          )}
        </PropertyRow>
      ))}
      <PropertyRow
        id="customProviders"
        label={t('settings.groups.customProviders')}
        code="customProviders"
        help={help}
        defaultText={t('settings.noDefault')}
        lock={lock}
        isPlain
      >
        {() => (
          <>
            {list.length + fixed.length === 0 && (
              <span className={styles.summary}>{t('customProviders.none')}</span>
            )}
            {lock === null && (
              <Button size="small" icon={<AddIcon />} onClick={() => setEditedId('')}>
                {t('customProviders.add')}
              </Button>
            )}
          </>
        )}
      </PropertyRow>
      {editedId !== null && (
        <CustomProviderDialog
          provider={list.find(({ id }) => id === editedId) ?? null}
          secret={secrets[editedId] ?? { kind: 'unchanged' }}
          otherIds={[...list, ...fixed].map(({ id }) => id).filter((id) => id !== editedId)}
          onDone={apply}
          onClose={() => setEditedId(null)}
          onGiveUp={() => setEditedId(null)}
        />
      )}
      {removed && (
        <AppDialog
          title={t('customProviders.removeTitle', { name: removed.name })}
          isAlert
          onCancel={() => setRemovedId(null)}
          actions={[
            <Button key="remove" onClick={() => remove(removed.id)}>
              {t('customProviders.remove')}
            </Button>,
            <Button key="keep" appearance="primary" onClick={() => setRemovedId(null)}>
              {t('customProviders.removeKeep')}
            </Button>,
          ]}
        >
          {t('customProviders.removeText', { count: usersOf(removed.id) })}
        </AppDialog>
      )}
    </>
  );
}
