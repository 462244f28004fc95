import { Button, Field, Input, Radio, RadioGroup, Spinner } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppFailure } from '../call.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { FailureNotice, NoticeBar } from '../failures/notice-bar.tsx';
import { showToast } from '../failures/toast-list.ts';
import { useServices } from '../services.tsx';
import { exportCall, exportFault, exportKinds, newExport } from './export-form.ts';
import type { ExportForm } from './export-form.ts';
import { shortestPassphrase } from '../../shared/transfer.ts';
import { passphraseStrength } from './passphrase-strength.ts';
import { saveFile } from './save-file.ts';
import styles from './transfer.module.css';
import { useSlow } from './use-slow.ts';

interface FieldsProps {
  readonly form: ExportForm;
  readonly onForm: (form: ExportForm) => void;
  readonly isPressed: boolean;
}

function PassphraseFields({ form, onForm, isPressed }: FieldsProps) {
  const { t } = useTranslation();
  const strength = passphraseStrength(form.passphrase);
  const fault = exportFault(form);
  const isTyped = form.passphrase !== '';
  const isDifferent =
    fault?.field === 'repeated' && (isPressed || form.repeated.length >= form.passphrase.length);
  return (
    <div className={styles.passphrases}>
      <Field
        label={t('transfer.exporting.passphrase')}
        required
        validationState={isPressed && fault?.field === 'passphrase' ? 'error' : 'none'}
        validationMessage={
          isTyped || isPressed
            ? {
                children: (
                  <span className={styles.strength} data-strength={strength}>
                    <span aria-hidden className={styles.meter} />
                    {t(`transfer.exporting.strengths.${strength}`, { count: shortestPassphrase })}
                  </span>
                ),
              }
            : null
        }
        validationMessageIcon={null}
      >
        <Input
          type="password"
          autoComplete="new-password"
          maxLength={1_024}
          value={form.passphrase}
          onChange={(_event, { value }) => onForm({ ...form, passphrase: value })}
        />
      </Field>
      <Field
        label={t('transfer.exporting.repeated')}
        required
        validationState={isDifferent ? 'error' : 'none'}
        validationMessage={isDifferent ? t('transfer.exporting.different') : null}
      >
        <Input
          type="password"
          autoComplete="new-password"
          maxLength={1_024}
          value={form.repeated}
          onChange={(_event, { value }) => onForm({ ...form, repeated: value })}
        />
      </Field>
      <NoticeBar intent="warning" title={t('transfer.exporting.noWayBack')} isInset />
    </div>
  );
}

/** Export: settings and accounts as one file, with secrets only under a passphrase, or the accounts as CSV. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { call, toasts } = useServices();
  const [form, setForm] = useState(newExport);
  const [isPressed, setPressed] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AppFailure | null>(null);
  const content = useRef<HTMLDivElement>(null);
  const isOpen = useRef(true);
  const isSlow = useSlow(isBusy);

  // An answer that comes after Cancel is thrown away.
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);

  const start = async () => {
    if (isBusy) return;
    setPressed(true);
    setFailure(null);
    const fault = exportFault(form);
    if (fault) {
      const inputs = content.current?.querySelectorAll<HTMLElement>('input[type=password]');
      return inputs?.[fault.field === 'passphrase' ? 0 : 1]?.focus();
    }
    setBusy(true);
    const { name, input } = exportCall(form);
    const answer = await (name === 'exportProfile' ? call(name, input) : call(name, input));
    if (!isOpen.current) return;
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    saveFile(answer.value);
    showToast(toasts, { text: t('transfer.exporting.done', { name: answer.value.fileName }) });
    onClose();
  };
  return (
    <AppDialog
      title={t('transfer.exporting.title')}
      size="medium"
      onCancel={onClose}
      onKeyDown={(event) => {
        const isField = event.target instanceof HTMLElement && event.target.matches('input');
        if (event.key !== 'Enter' || !isField) return;
        event.preventDefault();
        void start();
      }}
      actions={[
        <Button key="export" appearance="primary" disabledFocusable={isBusy} onClick={() => void start()}>
          {t('transfer.exporting.start')}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t('shell.cancel')}
        </Button>,
      ]}
    >
      <div ref={content}>
        <div role="alert">{failure && <FailureNotice failure={failure} isInset />}</div>
        <Field label={t('transfer.exporting.what')}>
          <RadioGroup
            value={form.kind}
            onChange={(_event, { value }) => {
              const kind = exportKinds.find((each) => each === value);
              if (kind) setForm({ ...form, kind });
              setPressed(false);
            }}
          >
            {exportKinds.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={
                  <>
                    {t(`transfer.exporting.kinds.${kind}`)}
                    <span className={styles.hint}>{t(`transfer.exporting.hints.${kind}`)}</span>
                  </>
                }
              />
            ))}
          </RadioGroup>
        </Field>
        {form.kind === 'sealed' && <PassphraseFields form={form} onForm={setForm} isPressed={isPressed} />}
        <div role="status" className={styles.progress}>
          {isSlow && <Spinner size="tiny" label={t('transfer.exporting.busy')} labelPosition="after" />}
        </div>
      </div>
    </AppDialog>
  );
}
