import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { AppDialog } from '../dialog/app-dialog.tsx';

interface Props {
  readonly host: string;
  /** As people know it. */
  readonly provider: string;
  /** SMTP User; empty: the sign-in says it. */
  readonly user: string;
  readonly onConfirm: () => void;
  readonly onCorrect: () => void;
}

/** Asks before the sign-in of an account is shown to a server that is not its provider's. */
export function ConfirmHostQuestion({ host, provider, user, onConfirm, onCorrect }: Props) {
  const { t } = useTranslation();
  const values = { host, provider, user: user || t('accountDialog.somebody') };
  return (
    <AppDialog
      title={t('accountDialog.confirmHostTitle', values)}
      isAlert
      size="medium"
      onCancel={onCorrect}
      actions={[
        <Button key="confirm" onClick={onConfirm}>
          {t('accountDialog.confirmHost', values)}
        </Button>,
        <Button key="correct" appearance="primary" onClick={onCorrect}>
          {t('accountDialog.correctHost')}
        </Button>,
      ]}
    >
      <p>{t('accountDialog.confirmHostText', values)}</p>
      <p>{t('accountDialog.confirmHostAdvice')}</p>
    </AppDialog>
  );
}
