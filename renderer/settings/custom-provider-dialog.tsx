import { Button } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomProvider } from '../../shared/settings.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { useAppState } from '../services.tsx';
import type { SecretEdit } from './client-form.ts';
import { CustomProviderFields } from './custom-provider-fields.tsx';
import { openProviderForm, providerFindings, toCustomProvider } from './custom-provider-form.ts';
import styles from './settings.module.css';

interface Props {
  /** null: a new one. */
  readonly provider: CustomProvider | null;
  readonly secret: SecretEdit;
  readonly otherIds: readonly string[];
  readonly onDone: (provider: CustomProvider, secret: SecretEdit) => void;
  readonly onClose: () => void;
}

function fieldOf(element: EventTarget): string {
  const row = element instanceof Element ? element.closest<HTMLElement>('[data-field]') : null;
  return row?.dataset.field ?? '';
}

/** Adds or changes an authorization server of another company; it counts once the settings are saved. */
export function CustomProviderDialog({ provider, secret, otherIds, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const isSecretSet = useAppState(
    (state) => state.providers.find(({ id }) => id === provider?.id)?.client.secretSet ?? false,
  );
  const [opened] = useState(() => ({ ...openProviderForm(provider), secret }));
  const [form, setForm] = useState(opened);
  const [isPressed, setPressed] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isAsking, setAsking] = useState(false);
  const content = useRef<HTMLDivElement>(null);
  const typed = useRef(new Set<string>());

  const findings = providerFindings(form, { takenIds: otherIds, isSecretSet });
  // Nobody is told that a field is empty before having had the time to fill it in.
  const shown = findings.filter(({ field, level }) => isPressed || left.has(field) || level === 'warning');

  const focusField = (field: string) =>
    content.current?.querySelector<HTMLElement>(`[data-field="${field}"] :is(input, select)`)?.focus();
  useEffect(() => focusField('name'), []);

  const done = () => {
    setPressed(true);
    const fault = findings.find(({ level }) => level === 'error');
    if (fault) focusField(fault.field);
    else onDone(toCustomProvider(form), form.secret);
  };
  const cancel = () => {
    if (JSON.stringify(form) === JSON.stringify(opened)) onClose();
    else setAsking(true);
  };
  return (
    <>
      <AppDialog
        title={t(provider ? 'customProviders.editTitle' : 'customProviders.addTitle')}
        size="medium"
        onCancel={cancel}
        onKeyDown={(event) => {
          const isField = event.target instanceof HTMLElement && event.target.matches('input, select');
          if (event.key !== 'Enter' || !isField || event.defaultPrevented) return;
          event.preventDefault();
          done();
        }}
        actions={[
          <Button key="done" appearance="primary" onClick={done}>
            {t(provider ? 'customProviders.editDo' : 'customProviders.addDo')}
          </Button>,
          <Button key="cancel" onClick={cancel}>
            {t('shell.cancel')}
          </Button>,
        ]}
      >
        <div
          ref={content}
          onInput={({ target }) => typed.current.add(fieldOf(target))}
          onBlur={({ target }) => {
            const field = fieldOf(target);
            if (typed.current.has(field)) setLeft((before) => new Set([...before, field]));
          }}
        >
          <CustomProviderFields
            form={form}
            onForm={setForm}
            findings={shown}
            isNew={provider === null}
            isSecretSet={isSecretSet}
          />
          <p className={styles.dialogNote}>{t('customProviders.note')}</p>
        </div>
      </AppDialog>
      {isAsking && (
        <AppDialog
          title={t('customProviders.discardTitle')}
          isAlert
          onCancel={() => setAsking(false)}
          actions={[
            <Button key="discard" onClick={onClose}>
              {t('customProviders.discard')}
            </Button>,
            <Button key="keep" appearance="primary" onClick={() => setAsking(false)}>
              {t('customProviders.keepEditing')}
            </Button>,
          ]}
        >
          {t('customProviders.discardText')}
        </AppDialog>
      )}
    </>
  );
}
