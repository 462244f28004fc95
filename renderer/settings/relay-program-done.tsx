import { Button, Field } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { RelayStatus } from '../../shared/relay.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { useAppState } from '../services.tsx';
import { CopyField } from './copy-field.tsx';
import { portOf } from './relay-program-form.ts';
import styles from './settings.module.css';

interface Props {
  readonly name: string;
  readonly password: string;
  readonly status: RelayStatus | null;
  readonly onClose: () => void;
}

/** What a program has to be told, its password among it; only its button closes it, because it is shown once. */
export function RelayProgramDone({ name, password, status, onClose }: Props) {
  const { t } = useTranslation();
  const relayPort = useAppState((state) => state.settings.relayPort);
  const isOn = useAppState((state) => state.settings.relayEnabled);
  const port = portOf(status?.listening ?? [], relayPort);
  const line = (label: string, text: string) => (
    <Field orientation="horizontal" className={styles.field} label={label}>
      {(control) => <CopyField control={control} what={label} text={text} size="medium" />}
    </Field>
  );
  return (
    <AppDialog
      title={t('relay.dialog.doneTitle', { name })}
      size="medium"
      isAlert
      onCancel={() => undefined}
      actions={[
        <Button key="done" appearance="primary" onClick={onClose}>
          {t('relay.dialog.done')}
        </Button>,
      ]}
    >
      {line(t('relay.dialog.server'), 'localhost')}
      {port !== null && line(t('relay.dialog.port'), String(port))}
      {line(t('relay.dialog.name'), name)}
      {line(t('relay.dialog.password'), password)}
      <p className={styles.dialogNote}>{t('relay.dialog.doneText')}</p>
      {!isOn && (
        <p className={styles.note} data-level="warning">
          {t('relay.dialog.off')}
        </p>
      )}
    </AppDialog>
  );
}
