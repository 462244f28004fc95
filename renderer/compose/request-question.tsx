import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCell } from '../cell.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { useServices } from '../services.tsx';

/** Asks before a link replaces the message that is being written; whoever presses Escape goes on writing. */
export function RequestQuestion() {
  const { t } = useTranslation();
  const { requests } = useServices();
  const request = useCell(requests.asked);
  if (!request) return null;
  return (
    <AppDialog
      title={t('compose.requestTitle')}
      isAlert
      onCancel={() => requests.answer(false)}
      actions={[
        <Button key="begin" onClick={() => requests.answer(true)}>
          {t('compose.beginOther')}
        </Button>,
        <Button key="keep" appearance="primary" onClick={() => requests.answer(false)}>
          {t('compose.keepWriting')}
        </Button>,
      ]}
    >
      <p>{t('compose.requestText')}</p>
      {request.to !== '' && <p dir="auto">{t('compose.requestTo', { to: request.to })}</p>}
      {request.subject !== '' && <p dir="auto">{request.subject}</p>}
    </AppDialog>
  );
}
