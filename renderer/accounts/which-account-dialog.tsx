import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useCell } from '../cell.ts';
import { isEmptyRecord, isWholeRecord } from '../compose/draft.ts';
import type { RecordLine } from '../compose/draft.ts';
import { RecordLines } from '../compose/record-lines.tsx';
import { useResolution } from '../compose/use-resolution.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { newId } from '../new-id.ts';
import { useAppState, useServices } from '../services.tsx';
import { openTab } from '../tabs/tab-state.ts';
import styles from './which-account.module.css';
import { WhichAccountResult } from './which-account-result.tsx';

const emptyLine = (): RecordLine => ({ key: newId(), businessObject: '', column: '', value: '' });

/** "Which Account?": records in, the account that would send and why out; nothing is sent. */
export function WhichAccountDialog() {
  const { t } = useTranslation();
  const { whichAccount, shownAccount, draft, tabs } = useServices();
  const opened = useCell(whichAccount);
  const userName = useAppState((state) => state.settings.systemUser || state.host.userName);
  // A line to type in from the start.
  const [first] = useState(emptyLine);
  const lines = opened.lines.length > 0 ? opened.lines : [first];
  const resolution = useResolution(lines);
  const incomplete = lines.findIndex((line) => !isWholeRecord(line) && !isEmptyRecord(line));
  const close = () => whichAccount.update((now) => ({ ...now, isOpen: false }));

  const show = (accountId: number) => {
    // A dialog on a tab that is hidden at the same time would leave the page closed to screen readers.
    flushSync(close);
    tabs.update((now) => openTab(now, 'accounts'));
    shownAccount.set(accountId);
  };
  const useInCompose = () => {
    flushSync(close);
    draft.update((now) => ({
      ...now,
      accountId: null,
      records: lines.filter((line) => !isEmptyRecord(line)),
    }));
    tabs.update((now) => openTab(now, 'compose'));
  };

  return (
    <AppDialog
      title={t('whichAccount.title')}
      size="large"
      onCancel={close}
      actions={[
        <Button key="use" onClick={useInCompose}>
          {t('whichAccount.useInCompose')}
        </Button>,
        <Button key="close" appearance="primary" onClick={close}>
          {t('shell.close')}
        </Button>,
      ]}
    >
      <p className={styles.intro}>{t('whichAccount.intro')}</p>
      <RecordLines
        lines={lines}
        onLines={(next) => whichAccount.set({ isOpen: true, lines: next })}
        problem={
          incomplete >= 0 && (
            <p className={styles.hint}>{t('whichAccount.incomplete', { number: incomplete + 1 })}</p>
          )
        }
        beside={
          <span className={styles.hint}>
            {t('compose.recordsHint', {
              systemUser: t('compose.key', {
                businessObject: 'SystemUser',
                columnName: 'User_Name',
                columnValue: userName,
              }),
            })}
          </span>
        }
      />
      <WhichAccountResult resolution={resolution} onShow={show} />
    </AppDialog>
  );
}
