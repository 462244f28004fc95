import { Button } from '@fluentui/react-components';
import { DocumentArrowUp24Regular as FileIcon } from '@fluentui/react-icons/svg/document-arrow-up';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { maxImportBytes } from '../../shared/transfer.ts';
import { useFileDrop } from '../compose/use-file-drop.ts';
import { useFormat } from '../use-format.ts';
import type { FileFault } from './read-file.ts';
import styles from './transfer.module.css';

interface Props {
  readonly fault: FileFault | null;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Where a file is chosen or dropped. */
export function ChooseFile({ fault, onFiles }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const picker = useRef<HTMLInputElement>(null);
  const isOver = useFileDrop(onFiles);
  return (
    <>
      <p>{t('transfer.importing.intro')}</p>
      <div className={styles.drop} data-over={isOver || undefined}>
        <FileIcon aria-hidden />
        {isOver ? (
          <span>{t('transfer.importing.dropNow')}</span>
        ) : (
          <>
            <Button appearance="primary" onClick={() => picker.current?.click()}>
              {t('transfer.importing.choose')}
            </Button>
            <span>{t('transfer.importing.drop')}</span>
          </>
        )}
      </div>
      <input
        ref={picker}
        type="file"
        hidden
        accept=".json,.csv,.txt,application/json,text/csv"
        aria-label={t('transfer.importing.choose')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <p role="alert" className={styles.fault}>
        {fault && t(`transfer.importing.faults.${fault}`, { max: format.size(maxImportBytes) })}
      </p>
    </>
  );
}
