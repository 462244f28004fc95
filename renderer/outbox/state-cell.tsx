import { ArrowSyncCircle16Regular as SendingIcon } from '@fluentui/react-icons/svg/arrow-sync-circle';
import { CheckmarkCircle16Filled as SentIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { Clock16Regular as QueuedIcon } from '@fluentui/react-icons/svg/clock';
import { DismissCircle16Regular as CancelledIcon } from '@fluentui/react-icons/svg/dismiss-circle';
import { ErrorCircle16Filled as FailedIcon } from '@fluentui/react-icons/svg/error-circle';
import { PauseCircle16Regular as HeldIcon } from '@fluentui/react-icons/svg/pause-circle';
import { QuestionCircle16Regular as UnconfirmedIcon } from '@fluentui/react-icons/svg/question-circle';
import { useTranslation } from 'react-i18next';
import type { OutboxState } from '../../shared/message.ts';
import type { StatusTone } from '../accounts/account-status.ts';
import styles from '../accounts/status-cell.module.css';

const looks = {
  queued: { Icon: QueuedIcon, tone: 'busy' },
  sending: { Icon: SendingIcon, tone: 'busy' },
  held: { Icon: HeldIcon, tone: 'ask' },
  sent: { Icon: SentIcon, tone: 'good' },
  failed: { Icon: FailedIcon, tone: 'bad' },
  unconfirmed: { Icon: UnconfirmedIcon, tone: 'ask' },
  cancelled: { Icon: CancelledIcon, tone: 'neutral' },
} as const satisfies Record<OutboxState, { Icon: unknown; tone: StatusTone }>;

/** Draws the state of a message as icon and word. */
export function StateCell({ state, text }: { readonly state: OutboxState; readonly text?: string }) {
  const { t } = useTranslation();
  const { Icon, tone } = looks[state];
  return (
    <span className={styles.status} data-tone={tone}>
      <span aria-hidden className={styles.icon}>
        <Icon />
      </span>
      <span className={styles.word} data-text>
        {text ?? t(`outbox.states.${state}`)}
      </span>
    </span>
  );
}
