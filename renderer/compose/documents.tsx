import { Button, ProgressBar } from '@fluentui/react-components';
import { ArrowClockwise16Regular as RetryIcon } from '@fluentui/react-icons/svg/arrow-clockwise';
import { Dismiss16Regular as RemoveIcon } from '@fluentui/react-icons/svg/dismiss';
import { Document20Regular as DocumentIcon } from '@fluentui/react-icons/svg/document';
import { ErrorCircle20Regular as FailedIcon } from '@fluentui/react-icons/svg/error-circle';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import styles from './compose.module.css';
import type { DocumentUpload } from './document-upload.ts';
import type { DraftProblem } from './draft-problems.ts';
import { useFileDrop } from './use-file-drop.ts';

function DocumentLine({ document }: { readonly document: DocumentUpload }) {
  const { t } = useTranslation();
  const { uploads } = useServices();
  const format = useFormat();
  const { key, name, sizeBytes, progress } = document;
  const isAdding = progress.kind === 'adding';
  const note = () => {
    if (progress.kind === 'ready') return format.size(sizeBytes);
    if (progress.kind === 'adding') {
      return t('compose.documentProgress', {
        done: format.size(progress.doneBytes),
        total: format.size(sizeBytes),
      });
    }
    return t('compose.documentFailed', { reason: t(`failures.codes.${progress.failure.code}.title`) });
  };
  return (
    <li className={styles.document} data-state={progress.kind}>
      <span aria-hidden className={styles.documentIcon}>
        {progress.kind === 'failed' ? <FailedIcon /> : <DocumentIcon />}
      </span>
      <span className={styles.documentName} dir="auto">
        {name}
      </span>
      <span className={styles.documentNote}>{note()}</span>
      {progress.kind === 'failed' && uploads.canRetry(key) && (
        <Button
          size="small"
          appearance="subtle"
          icon={<RetryIcon />}
          aria-label={t('compose.retryDocument', { name })}
          onClick={() => uploads.retry(key)}
        />
      )}
      <Button
        size="small"
        appearance="subtle"
        icon={<RemoveIcon />}
        aria-label={t(isAdding ? 'compose.cancelDocument' : 'compose.removeDocument', { name })}
        onClick={() => uploads.remove(key)}
      />
      {isAdding && (
        <ProgressBar
          className={styles.progress}
          aria-label={t('compose.uploading', { name })}
          value={sizeBytes === 0 ? 1 : progress.doneBytes / sizeBytes}
        />
      )}
    </li>
  );
}

interface Props {
  readonly documents: readonly DocumentUpload[];
  readonly problems: readonly DraftProblem[];
  readonly pickerRef: RefObject<HTMLInputElement | null>;
}

/** The documents of the message: dropped or picked, each with its progress. */
export function Documents({ documents, problems, pickerRef }: Props) {
  const { t } = useTranslation();
  const { uploads } = useServices();
  const format = useFormat();
  const isOver = useFileDrop(uploads.add);
  const size = documents.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const isWaiting = problems.some(({ kind }) => kind === 'not-ready');
  const isIncomplete = problems.some(({ kind }) => kind === 'not-added');
  return (
    <section
      aria-label={t('compose.documents')}
      className={styles.documents}
      data-field="documents"
      data-over={isOver || undefined}
    >
      <input
        ref={pickerRef}
        type="file"
        multiple
        hidden
        aria-label={t('compose.toolbar.addDocument')}
        onChange={(event) => {
          uploads.add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {documents.length === 0 ? (
        <p className={styles.dropHint}>{t(isOver ? 'compose.dropHere' : 'compose.dropHint')}</p>
      ) : (
        <>
          <ul className={styles.documentList}>
            {documents.map((document) => (
              <DocumentLine key={document.key} document={document} />
            ))}
          </ul>
          <p className={styles.hint}>
            {t('compose.total', { count: documents.length, size: format.size(size) })}
          </p>
        </>
      )}
      {isWaiting && (
        <p role="alert" className={styles.problem}>
          {t('compose.waitForDocuments')}
        </p>
      )}
      {isIncomplete && (
        <p role="alert" className={styles.problem}>
          {t('compose.incompleteDocuments')}
        </p>
      )}
    </section>
  );
}
