import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { AppDialog } from '../dialog/app-dialog.tsx';

interface Props {
  readonly onDiscard: () => void;
  readonly onKeep: () => void;
}

/** Asks once before edits of the SMTP Setup dialog are lost. */
export function DiscardQuestion({ onDiscard, onKeep }: Props) {
  const { t } = useTranslation();
  return (
    <AppDialog
      title={t('accountDialog.discardTitle')}
      isAlert
      onCancel={onKeep}
      actions={[
        <Button key="discard" onClick={onDiscard}>
          {t('accountDialog.discard')}
        </Button>,
        <Button key="keep" appearance="primary" onClick={onKeep}>
          {t('accountDialog.keepEditing')}
        </Button>,
      ]}
    >
      {t('accountDialog.discardText')}
    </AppDialog>
  );
}
