import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '../../shared/message.ts';
import type { AppFailure } from '../call.ts';
import { newDraft } from '../compose/draft.ts';
import { problemsOf, toSubmission } from '../compose/draft-problems.ts';
import { RecipientFields } from '../compose/recipient-fields.tsx';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { FailureNotice } from '../failures/notice-bar.tsx';
import { useAppState, useServices } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import { resendRecipients } from './outbox-states.ts';
import type { ResendChoice } from './outbox-states.ts';
import styles from './outbox.module.css';

interface Props {
  readonly item: OutboxItem;
  /** Who stands in the fields at first. */
  readonly choice: ResendChoice;
  readonly onClose: () => void;
}

/** Resend: who gets the same text and documents once more, as a new message. */
export function ResendDialog({ item, choice, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { call, shownItem } = useServices();
  const faxFormat = useAppState((state) => state.settings.emailToFaxFormat);
  const [draft, setDraft] = useState(() => {
    const { to, cc, bcc } = resendRecipients(item, choice);
    return { ...newDraft(), to: to.join('; '), cc: cc.join('; '), bcc: bcc.join('; ') };
  });
  const [isPressed, setPressed] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<AppFailure | null>(null);
  const problems = problemsOf(draft, null, faxFormat);

  const send = async () => {
    if (isBusy) return;
    setPressed(true);
    setFailure(null);
    if (problems.length > 0) return;
    setBusy(true);
    const { submissionKey, to, cc, bcc } = toSubmission(draft, faxFormat);
    const { itemId } = item;
    const answer = await call('outboxResend', {
      ...{ submissionKey, itemId, accountId: null, recipients: { to, cc, bcc } },
    });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    shownItem.set(answer.value.itemId);
    onClose();
  };

  return (
    <AppDialog
      title={t('outbox.resend.title')}
      size="medium"
      onCancel={onClose}
      actions={[
        <Button key="send" appearance="primary" disabledFocusable={isBusy} onClick={() => void send()}>
          {t('outbox.resend.send')}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t('shell.cancel')}
        </Button>,
      ]}
    >
      <div className={styles.resend}>
        <div role="alert">{failure && <FailureNotice failure={failure} isInset />}</div>
        <p>{t('outbox.resend.text', { subject: item.subject || t('outbox.noSubject') })}</p>
        <RecipientFields
          draft={draft}
          onDraft={(change) => setDraft((now) => ({ ...now, ...change }))}
          problems={isPressed ? problems : []}
        />
        {item.documents.length > 0 && (
          <p className={styles.resendDocuments}>
            {t('outbox.resend.documents', { names: format.list(item.documents.map(({ name }) => name)) })}
          </p>
        )}
      </div>
    </AppDialog>
  );
}
