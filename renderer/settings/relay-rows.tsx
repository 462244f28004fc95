import { Button } from '@fluentui/react-components';
import { Add16Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RelayStatus } from '../../shared/relay.ts';
import { DialogNotThere } from '../part-stand-ins.tsx';
import { createPart } from '../part.tsx';
import { useAppState, useRequest } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import { focusRowButton } from './focus-row.ts';
import { listRowId } from './page-rows.ts';
import { PropertyRow } from './property-row.tsx';
import { RemoveQuestion } from './remove-question.tsx';
import styles from './settings.module.css';
import type { Polled } from './use-polled.ts';

const RelayProgramDialog = createPart(
  DialogNotThere,
  async () => (await import('./relay-program-dialog.tsx')).RelayProgramDialog,
);

function StatusRow({
  relay: { value, failure },
  isEdited,
}: {
  readonly relay: Polled<RelayStatus>;
  readonly isEdited: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = (): string => {
    if (!value) return failure ? t('relay.unreadable') : '';
    if (value.listening.length > 0) return t('relay.listening', { addresses: format.list(value.listening) });
    if (!value.enabled) return t('relay.off');
    return t(value.failure ? 'relay.notListening' : 'relay.starting');
  };
  return (
    <PropertyRow
      id="relay.status"
      label={t('relay.status')}
      help={t('relay.statusHelp')}
      remark={value?.failure ? { level: 'error', text: value.failure.message } : null}
      note={isEdited && t('relay.changes')}
      isPlain
    >
      {() => (
        <span role="status" dir="auto" className={styles.summary}>
          {text()}
        </span>
      )}
    </PropertyRow>
  );
}

interface Props {
  readonly relay: Polled<RelayStatus>;
  /** On, off or port are changed and not saved. */
  readonly isEdited: boolean;
}

/** How the relay is, and the programs that may use it: a line each, and one to add another; they take effect at once. */
export function RelayRows({ relay, isEdited }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const request = useRequest();
  const isOn = useAppState((state) => state.settings.relayEnabled);
  const port = useAppState((state) => state.settings.relayPort);
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<string | null>(null);
  const { refresh } = relay;
  const programs = relay.value?.programs ?? [];
  const help = t('relay.help');
  useEffect(refresh, [refresh, isOn, port]);

  const remove = async (name: string) => {
    setRemoved(null);
    await request('relayProgramRemove', { name });
    refresh();
    focusRowButton('relay.programs');
  };
  return (
    <>
      <StatusRow relay={relay} isEdited={isEdited} />
      {programs.map(({ name, accountIds, createdAtMs }) => (
        <PropertyRow key={name} id={listRowId('relayPrograms', name)} label={name} help={help} isPlain>
          {() => (
            <>
              <span className={styles.summary}>
                {t('relay.accounts', { ids: format.list(accountIds.map(String)) })}
                {' · '}
                {t('relay.added', { time: format.time(createdAtMs) })}
              </span>
              <Button size="small" onClick={() => setRemoved(name)}>
                {t('relay.remove')} <span className="sr-only">{name}</span>
              </Button>
            </>
          )}
        </PropertyRow>
      ))}
      <PropertyRow id="relay.programs" label={t('relay.label')} help={help} isPlain>
        {() => (
          <>
            {relay.value && programs.length === 0 && (
              <span className={styles.summary}>{t('relay.none')}</span>
            )}
            <Button size="small" icon={<AddIcon />} onClick={() => setAdding(true)}>
              {t('relay.add')}
            </Button>
          </>
        )}
      </PropertyRow>
      {isAdding && (
        <RelayProgramDialog
          onGiveUp={() => setAdding(false)}
          taken={programs.map(({ name }) => name)}
          status={relay.value}
          onAdded={refresh}
          onClose={() => setAdding(false)}
        />
      )}
      {removed !== null && (
        <RemoveQuestion
          title={t('relay.removeTitle', { name: removed })}
          removeText={t('relay.remove')}
          keepText={t('relay.removeKeep')}
          onRemove={() => void remove(removed)}
          onKeep={() => setRemoved(null)}
        >
          {t('relay.removeText')}
        </RemoveQuestion>
      )}
    </>
  );
}
