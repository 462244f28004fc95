import { Button } from '@fluentui/react-components';
import { ArrowClockwise20Regular as RefreshIcon } from '@fluentui/react-icons/svg/arrow-clockwise';
import { ArrowForward20Regular as ResendIcon } from '@fluentui/react-icons/svg/arrow-forward';
import { DismissCircle20Regular as CancelIcon } from '@fluentui/react-icons/svg/dismiss-circle';
import { DismissSquare20Regular as CloseIcon } from '@fluentui/react-icons/svg/dismiss-square';
import { MailCheckmark20Regular as MarkSentIcon } from '@fluentui/react-icons/svg/mail-checkmark';
import { Send20Regular as SendNowIcon } from '@fluentui/react-icons/svg/send';
import { SendClock20Regular as SendAgainIcon } from '@fluentui/react-icons/svg/send-clock';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '../../shared/message.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { useAppState, useRequest } from '../services.tsx';
import { Command, CommandBar, CommandDivider } from '../toolbar/command-bar.tsx';
import { actionsFor, resendChoices } from './outbox-states.ts';
import type { OutboxAction, ResendChoice } from './outbox-states.ts';

const methods = {
  cancel: 'outboxCancel',
  'send-now': 'outboxSendNow',
  'mark-sent': 'outboxMarkSent',
  'send-again': 'outboxSendAgain',
} as const satisfies Record<OutboxAction, string>;

interface Props {
  /** What the commands are for: the selected messages. */
  readonly items: readonly OutboxItem[];
  readonly onClose: () => void;
  readonly onRefresh: () => void;
  readonly onResend: (item: OutboxItem, choice: ResendChoice) => void;
  readonly end: ReactNode;
}

/** Close | Refresh | Cancel Message, Send Now, Mark as Sent, Send Again Anyway, Resend. */
export function OutboxToolbar({ items, onClose, onRefresh, onResend, end }: Props) {
  const { t } = useTranslation();
  const request = useRequest();
  const isMac = useAppState((state) => state.host.platform === 'macos');
  const [asked, setAsked] = useState<readonly OutboxItem[] | null>(null);
  const allowing = (action: OutboxAction) => items.filter((item) => actionsFor(item).includes(action));

  const run = async (action: OutboxAction, targets: readonly OutboxItem[]) => {
    setAsked(null);
    await Promise.all(targets.map(({ itemId }) => request(methods[action], { itemId })));
  };
  const [only] = items;
  const resent = only && items.length === 1 && resendChoices(only).length > 0 ? only : null;
  const command = (action: OutboxAction) => ({
    isDisabled: allowing(action).length === 0,
    onRun: () => void run(action, allowing(action)),
  });

  return (
    <>
      <CommandBar label={t('outbox.toolbar.label')} end={end}>
        <Command icon={<CloseIcon />} text={t('shell.close')} onRun={onClose} shortcut="Mod+W" />
        <CommandDivider />
        <Command
          icon={<RefreshIcon />}
          text={t('shell.refresh')}
          onRun={onRefresh}
          shortcut={isMac ? 'Mod+R' : 'F5'}
        />
        <CommandDivider />
        <Command icon={<CancelIcon />} text={t('outbox.toolbar.cancel')} {...command('cancel')} />
        <Command icon={<SendNowIcon />} text={t('outbox.toolbar.sendNow')} {...command('send-now')} isMain />
        <Command icon={<MarkSentIcon />} text={t('outbox.toolbar.markSent')} {...command('mark-sent')} />
        <Command
          icon={<SendAgainIcon />}
          text={t('outbox.toolbar.sendAgain')}
          isDisabled={allowing('send-again').length === 0}
          onRun={() => setAsked(allowing('send-again'))}
        />
        <Command
          icon={<ResendIcon />}
          text={t('outbox.toolbar.resend')}
          isDisabled={resent === null}
          onRun={() => resent && onResend(resent, 'same')}
        />
      </CommandBar>
      {asked && (
        <AppDialog
          title={t('outbox.sendAgainTitle')}
          isAlert
          onCancel={() => setAsked(null)}
          actions={[
            <Button key="again" onClick={() => void run('send-again', asked)}>
              {t('outbox.toolbar.sendAgain')}
            </Button>,
            <Button key="leave" appearance="primary" onClick={() => setAsked(null)}>
              {t('outbox.keepWaiting')}
            </Button>,
          ]}
        >
          {t('outbox.sendAgainText')}
        </AppDialog>
      )}
    </>
  );
}
