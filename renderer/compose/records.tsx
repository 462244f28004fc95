import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useAppState, useServices } from '../services.tsx';
import styles from './compose.module.css';
import type { Draft } from './draft.ts';
import type { DraftProblem } from './draft-problems.ts';
import { RecordLines } from './record-lines.tsx';

interface Props {
  readonly draft: Draft;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly problems: readonly DraftProblem[];
}

/** The records a message is about, in order: they decide which account sends. */
export function Records({ draft, onDraft, problems }: Props) {
  const { t } = useTranslation();
  const { whichAccount } = useServices();
  const userName = useAppState((state) => state.settings.systemUser || state.host.userName);
  const systemUser = t('compose.key', {
    businessObject: 'SystemUser',
    columnName: 'User_Name',
    columnValue: userName,
  });
  const faulty = problems.find((problem) => problem.kind === 'incomplete');
  return (
    <div role="group" aria-labelledby="records-label" className={styles.plainRow} data-field="records">
      <span id="records-label" className={styles.label}>
        {t('compose.records')}
      </span>
      <RecordLines
        lines={draft.records}
        onLines={(records) => onDraft({ records })}
        problem={
          faulty && (
            <span role="alert" className={styles.problem}>
              {t('compose.problems.recordIncomplete')}
            </span>
          )
        }
        beside={
          <>
            <Button
              size="small"
              appearance="transparent"
              className={styles.textButton}
              onClick={() => whichAccount.set({ isOpen: true, lines: draft.records })}
            >
              {t('accounts.toolbar.whichAccount')}
            </Button>
            <span className={styles.hint}>{t('compose.recordsHint', { systemUser })}</span>
          </>
        }
      />
    </div>
  );
}
