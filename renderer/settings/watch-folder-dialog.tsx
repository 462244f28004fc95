import { Button, Field, Input, Textarea } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppFailure } from '../call.ts';
import type { WatchFolderDraft } from '../../shared/watch.ts';
import { isEmptyRecord, isWholeRecord, toBusinessRecords } from '../compose/draft.ts';
import type { RecordLine } from '../compose/draft.ts';
import { RecordLines } from '../compose/record-lines.tsx';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { showToast } from '../failures/toast-list.ts';
import { useAppState, useServices } from '../services.tsx';
import { Choice } from './choice.tsx';
import styles from './settings.module.css';

interface Props {
  readonly canPick: boolean;
  /** Folders that are watched already. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

const recipientPlaces = ['file-name', 'sidecar'] as const;

/** Adds a watch folder, and says what its messages are made of. */
export function WatchFolderDialog({ canPick, taken, onClose }: Props) {
  const { t } = useTranslation();
  const { call, toasts } = useServices();
  const accounts = useAppState((state) => state.accounts);
  const [folder, setFolder] = useState('');
  const [recipients, setRecipients] = useState<WatchFolderDraft['recipients']>('file-name');
  const [accountId, setAccountId] = useState('');
  const [lines, setLines] = useState<readonly RecordLine[]>([]);
  const [subject, setSubject] = useState('{name}');
  const [body, setBody] = useState('');
  const [isPressed, setPressed] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const [failure, setFailure] = useState<AppFailure | null>(null);
  const content = useRef<HTMLDivElement>(null);
  const focusFolder = () =>
    content.current
      ?.querySelector<HTMLElement>('[data-field=folder] :is(button, input:not([readonly]))')
      ?.focus();
  useEffect(focusFolder, []);

  const path = folder.trim();
  const folderFault = path === '' ? 'required' : taken.includes(path) ? 'taken' : null;
  const records = lines.filter((line) => !isEmptyRecord(line));
  const isIncomplete = accountId === '' && !records.every(isWholeRecord);
  const shownFault = path === '' && !isPressed ? null : folderFault;

  const pick = async () => {
    const answer = await call('watchFolderPick', {});
    if (!answer.ok) setFailure(answer.error);
    else if (answer.value.folder !== null) {
      setFailure(null);
      setFolder(answer.value.folder);
    }
  };
  const add = async () => {
    setPressed(true);
    if (folderFault) focusFolder();
    if (folderFault || isIncomplete || isAdding) return;
    setAdding(true);
    const chosen = accountId === '' ? null : Number(accountId);
    const answer = await call('watchFolderAdd', {
      ...{ folder: path, recipients, subject, body, accountId: chosen },
      records: chosen === null ? toBusinessRecords(records) : [],
    });
    setAdding(false);
    if (answer.ok) {
      const { alreadyThere: count } = answer.value;
      if (count > 0) showToast(toasts, { text: t('watchFolders.alreadyThere', { count, folder: path }) });
      return onClose();
    }
    setFailure(answer.error);
    focusFolder();
  };

  return (
    <AppDialog
      title={t('watchFolders.dialog.title')}
      size="medium"
      onCancel={onClose}
      actions={[
        <Button key="add" appearance="primary" onClick={() => void add()}>
          {t('watchFolders.add')}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t('shell.cancel')}
        </Button>,
      ]}
    >
      <div ref={content}>
        <Field
          data-field="folder"
          orientation="horizontal"
          className={styles.field}
          label={t('watchFolders.dialog.folder')}
          required
          hint={t(canPick ? 'watchFolders.dialog.pickHint' : 'watchFolders.dialog.folderHint')}
          validationState={shownFault || failure ? 'error' : 'none'}
          validationMessage={
            shownFault ? (
              t(`watchFolders.dialog.${shownFault}`)
            ) : failure ? (
              <span dir="auto">{failure.message}</span>
            ) : null
          }
        >
          {(control) => (
            <span className={styles.secret}>
              <Input
                {...control}
                dir="ltr"
                spellCheck={false}
                maxLength={4_096}
                readOnly={canPick}
                value={folder}
                onChange={(_event, { value }) => {
                  setFailure(null);
                  setFolder(value);
                }}
                onKeyDown={(event) => event.key === 'Enter' && void add()}
              />
              {canPick && <Button onClick={() => void pick()}>{t('watchFolders.dialog.pick')}</Button>}
            </span>
          )}
        </Field>
        <Field
          orientation="horizontal"
          className={styles.field}
          label={t('watchFolders.dialog.recipients')}
          hint={t(
            recipients === 'sidecar' ? 'watchFolders.dialog.sidecarHint' : 'watchFolders.dialog.nameHint',
          )}
        >
          {(control) => (
            <Choice
              control={control}
              size="medium"
              value={recipients}
              options={recipientPlaces.map((value) => ({
                value,
                text: t(`watchFolders.recipients.${value}`),
              }))}
              onChoose={(value) => setRecipients(value === 'sidecar' ? value : 'file-name')}
            />
          )}
        </Field>
        <Field orientation="horizontal" className={styles.field} label={t('watchFolders.dialog.account')}>
          {(control) => (
            <Choice
              control={control}
              size="medium"
              value={accountId}
              options={[
                { value: '', text: t('watchFolders.dialog.byRecords') },
                ...accounts
                  .filter(({ enabled }) => enabled)
                  .map(({ id, user, host }) => ({
                    value: String(id),
                    text: t('settings.accountChoice', { id, user: user || host }),
                  })),
              ]}
              onChoose={setAccountId}
            />
          )}
        </Field>
        {accountId === '' && (
          <div role="group" aria-labelledby="watch-records" className={styles.recordField}>
            <span id="watch-records">{t('watchFolders.dialog.records')}</span>
            <RecordLines
              lines={lines}
              onLines={setLines}
              problem={
                isPressed &&
                isIncomplete && (
                  <span role="alert" className={styles.note} data-level="error">
                    {t('watchFolders.dialog.incomplete')}
                  </span>
                )
              }
            />
          </div>
        )}
        <Field
          orientation="horizontal"
          className={styles.field}
          label={t('watchFolders.dialog.subject')}
          hint={t('watchFolders.dialog.subjectHint')}
        >
          <Input
            dir="auto"
            maxLength={998}
            value={subject}
            onChange={(_event, { value }) => setSubject(value)}
          />
        </Field>
        <Field orientation="horizontal" className={styles.field} label={t('watchFolders.dialog.body')}>
          <Textarea
            dir="auto"
            rows={4}
            resize="vertical"
            value={body}
            onChange={(_event, { value }) => setBody(value)}
          />
        </Field>
      </div>
    </AppDialog>
  );
}
