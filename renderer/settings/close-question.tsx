import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { AppDialog } from '../dialog/app-dialog.tsx';

interface Props {
  readonly count: number;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  readonly onStay: () => void;
}

/** Asks what is to become of changes that are not saved when Settings is closed. */
export function CloseQuestion({ count, onSave, onDiscard, onStay }: Props) {
  const { t } = useTranslation();
  return (
    <AppDialog
      title={t('settings.closeTitle')}
      isAlert
      onCancel={onStay}
      actions={[
        <Button key="save" appearance="primary" onClick={onSave}>
          {t('settings.toolbar.save')}
        </Button>,
        <Button key="discard" onClick={onDiscard}>
          {t('settings.discard')}
        </Button>,
        <Button key="stay" onClick={onStay}>
          {t('settings.stay')}
        </Button>,
      ]}
    >
      {t('settings.closeText', { count })}
    </AppDialog>
  );
}
