import { Button, Checkbox, Spinner } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportedFile } from '../../shared/transfer.ts';
import type { AppFailure } from '../call.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { FailureNotice } from '../failures/notice-bar.tsx';
import { showToast } from '../failures/toast-list.ts';
import { useServices } from '../services.tsx';
import { saveFile } from '../transfer/save-file.ts';
import { useFormat } from '../use-format.ts';
import { useDiagnoseWords } from './diagnose-words.ts';
import styles from './support-dialog.module.css';

type Bundle =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly file: ExportedFile }
  | { readonly kind: 'refused'; readonly failure: AppFailure };

/** Asks for the bundle again whenever the choice changes; an answer that comes too late is thrown away. */
function useBundle(maskAddresses: boolean): Bundle {
  const { call } = useServices();
  const [bundle, setBundle] = useState<Bundle>({ kind: 'loading' });
  useEffect(() => {
    let isStale = false;
    const ask = async () => {
      const answer = await call('supportBundle', { maskAddresses });
      if (isStale) return;
      setBundle(
        answer.ok ? { kind: 'loaded', file: answer.value } : { kind: 'refused', failure: answer.error },
      );
    };
    void ask();
    return () => {
      isStale = true;
      setBundle({ kind: 'loading' });
    };
  }, [call, maskAddresses]);
  return bundle;
}

/** The support bundle: what is in it is shown before it is saved. */
export function SupportDialog() {
  const { t } = useTranslation();
  const d = useDiagnoseWords();
  const format = useFormat();
  const { supportBundle, toasts } = useServices();
  const [isMasked, setMasked] = useState(true);
  const bundle = useBundle(isMasked);
  const close = () => supportBundle.set(false);
  const file = bundle.kind === 'loaded' ? bundle.file : null;
  const save = () => {
    if (!file) return;
    saveFile(file);
    showToast(toasts, { text: d('support.saved', { name: file.fileName }) });
    close();
  };
  return (
    <AppDialog
      title={d('support.title')}
      size="large"
      onCancel={close}
      actions={[
        <Button key="save" appearance="primary" disabledFocusable={!file} onClick={save}>
          {d('support.save')}
        </Button>,
        <Button key="cancel" onClick={close}>
          {t('shell.cancel')}
        </Button>,
      ]}
    >
      <p className={styles.intro}>{d('support.intro')}</p>
      <div className={styles.options}>
        <Checkbox
          label={d('support.mask')}
          checked={isMasked}
          onChange={(_event, { checked }) => setMasked(checked === true)}
        />
        <span className={styles.size}>
          {file && d('support.size', { size: format.size(new Blob([file.text]).size) })}
        </span>
      </div>
      <div role="alert">
        {bundle.kind === 'refused' && <FailureNotice failure={bundle.failure} isInset />}
      </div>
      <div role="status">
        {bundle.kind === 'loading' && (
          <Spinner size="tiny" labelPosition="after" label={d('support.loading')} />
        )}
      </div>
      {file && (
        <textarea
          className={styles.preview}
          aria-label={d('support.preview')}
          readOnly
          dir="ltr"
          rows={16}
          value={file.text}
        />
      )}
    </AppDialog>
  );
}
