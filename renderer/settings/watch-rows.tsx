import { Button } from '@fluentui/react-components';
import { Add16Regular as AddIcon } from '@fluentui/react-icons/svg/add';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WatchFolderRow, WatchStatus } from '../../shared/watch.ts';
import { DialogNotThere } from '../part-stand-ins.tsx';
import { createPart } from '../part.tsx';
import { useAppState, useRequest } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import { focusRowButton } from './focus-row.ts';
import { listRowId } from './page-rows.ts';
import { PropertyRow } from './property-row.tsx';
import type { RowRemark } from './property-row.tsx';
import { RemoveQuestion } from './remove-question.tsx';
import styles from './settings.module.css';
import type { Polled } from './use-polled.ts';

const WatchFolderDialog = createPart(
  DialogNotThere,
  async () => (await import('./watch-folder-dialog.tsx')).WatchFolderDialog,
);

/** Codes are for programs. */
const codeAtEnd = / \([a-z-]+\)$/;

function useSummary(): (folder: WatchFolderRow) => string {
  const { t } = useTranslation();
  const accounts = useAppState((state) => state.accounts);
  const accountText = (id: number | null) => {
    if (id === null) return t('watchFolders.byRecords');
    const account = accounts.find((each) => each.id === id);
    return account
      ? t('watchFolders.account', { id, user: account.user || account.host })
      : t('watchFolders.accountGone', { id });
  };
  return ({ accountId, recipients, subject }) =>
    t('watchFolders.summary', {
      account: accountText(accountId),
      recipients: t(`watchFolders.recipients.${recipients}`),
      subject,
    });
}

/** Answers how a folder is, in the order in which a person asks. */
function useFolderState(): (folder: WatchFolderRow) => {
  remark: RowRemark | null;
  facts: readonly string[];
} {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ state, waiting, onTheWay, problem, last }) => {
    const stateText = t(`watchFolders.states.${state}`);
    const isWell = problem === null && (state === 'watching' || state === 'starting');
    const level = state === 'unreachable' ? 'error' : 'warning';
    const facts = [
      isWell && stateText,
      waiting > 0 && t('watchFolders.waiting', { count: waiting }),
      onTheWay > 0 && t('watchFolders.onTheWay', { count: onTheWay }),
      last && t(`watchFolders.last.${last.outcome}`, { file: last.file, time: format.time(last.timeMs) }),
    ];
    return {
      remark: isWell ? null : { level, text: problem?.replace(codeAtEnd, '') ?? stateText },
      facts: facts.filter((fact) => typeof fact === 'string'),
    };
  };
}

/** Watch folders: a line each with how it is, and one to add another; they take effect at once. */
export function WatchRows({ watch }: { readonly watch: Polled<WatchStatus> }) {
  const { t } = useTranslation();
  const request = useRequest();
  const summaryOf = useSummary();
  const stateOf = useFolderState();
  const [isAdding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<WatchFolderRow | null>(null);
  const folders = watch.value?.folders ?? [];
  const help = t('watchFolders.help');

  const remove = async ({ id }: WatchFolderRow) => {
    setRemoved(null);
    await request('watchFolderRemove', { id });
    watch.refresh();
    focusRowButton('watchFolders');
  };
  return (
    <>
      {folders.map((folder) => {
        const { remark, facts } = stateOf(folder);
        return (
          <PropertyRow
            key={folder.id}
            id={listRowId('watchFolders', String(folder.id))}
            label={folder.folder}
            help={help}
            remark={remark}
            note={facts.length > 0 && <span dir="auto">{facts.join(' · ')}</span>}
            isPlain
          >
            {() => (
              <>
                <span dir="auto" className={styles.summary}>
                  {summaryOf(folder)}
                </span>
                <Button size="small" onClick={() => setRemoved(folder)}>
                  {t('watchFolders.remove')} <span className="sr-only">{folder.folder}</span>
                </Button>
              </>
            )}
          </PropertyRow>
        );
      })}
      <PropertyRow
        id="watchFolders"
        label={t('watchFolders.label')}
        help={help}
        remark={watch.failure && { level: 'error', text: t('watchFolders.unreadable') }}
        isPlain
      >
        {() => (
          <>
            {watch.value && folders.length === 0 && (
              <span className={styles.summary}>{t('watchFolders.none')}</span>
            )}
            <Button size="small" icon={<AddIcon />} onClick={() => setAdding(true)}>
              {t('watchFolders.add')}
            </Button>
          </>
        )}
      </PropertyRow>
      {isAdding && (
        <WatchFolderDialog
          onGiveUp={() => setAdding(false)}
          canPick={watch.value?.canPick ?? false}
          taken={folders.map(({ folder }) => folder)}
          onClose={() => {
            setAdding(false);
            watch.refresh();
          }}
        />
      )}
      {removed && (
        <RemoveQuestion
          title={t('watchFolders.removeTitle')}
          removeText={t('watchFolders.remove')}
          keepText={t('watchFolders.removeKeep')}
          onRemove={() => void remove(removed)}
          onKeep={() => setRemoved(null)}
        >
          {t('watchFolders.removeText', { folder: removed.folder })}
        </RemoveQuestion>
      )}
    </>
  );
}
