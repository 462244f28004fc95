import { Button, ProgressBar } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchProgress } from '../../shared/message.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { showToast } from '../failures/toast-list.ts';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import styles from './outbox.module.css';

// Cancelling what waits is final, so it is asked once, and the question goes when there is nothing left to cancel.
function CancelQuestion({ waiting, onClose }: { readonly waiting: number; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const request = useRequest();
  const { toasts } = useServices();
  const cancel = async () => {
    onClose();
    const answer = await request('outboxCancelBatch', {});
    if (answer) showToast(toasts, { text: t('outbox.batch.cancelled', { count: answer.cancelled }) });
  };
  return (
    <AppDialog
      title={t('outbox.batch.cancelTitle')}
      isAlert
      onCancel={onClose}
      actions={[
        <Button key="cancel" onClick={() => void cancel()}>
          {t('outbox.batch.cancelDo')}
        </Button>,
        <Button key="keep" appearance="primary" onClick={onClose}>
          {t('outbox.batch.keep')}
        </Button>,
      ]}
    >
      {t('outbox.batch.cancelText', { count: waiting })}
    </AppDialog>
  );
}

function Progress({ batch }: { readonly batch: BatchProgress }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { done, total, perMinute, expectedEndMs } = batch;
  const sending = t('outbox.batch.sending', { done: format.number(done), total: format.number(total) });
  return (
    <>
      <ProgressBar
        className={styles.batchBar}
        aria-label={sending}
        thickness="large"
        value={done}
        max={total}
      />
      <span>{sending}</span>
      {perMinute !== null && (
        <span className={styles.batchRate}>{t('outbox.batch.rate', { rate: format.number(perMinute) })}</span>
      )}
      {expectedEndMs !== null && <span>{t('outbox.batch.end', { time: format.time(expectedEndMs) })}</span>}
    </>
  );
}

/** How far many messages are that go out together, and the way to stop them; it stands in the foot of the Outbox, whose height stays. */
export function BatchLine() {
  const { t } = useTranslation();
  const batch = useAppState((state) => state.outbox.batch);
  const [isAsking, setAsking] = useState(false);
  if (!batch) return null;
  return (
    <div role="group" aria-label={t('outbox.batch.label')} className={styles.batch}>
      <Progress batch={batch} />
      <Button size="small" appearance="subtle" onClick={() => setAsking(true)}>
        {t('outbox.batch.cancel')}
      </Button>
      {isAsking && <CancelQuestion waiting={batch.total - batch.done} onClose={() => setAsking(false)} />}
    </div>
  );
}
