import { ArrowSyncCircle16Regular as BusyIcon } from '@fluentui/react-icons/svg/arrow-sync-circle';
import { CheckmarkCircle16Filled as ReadyIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleHint16Regular as NotCheckedIcon } from '@fluentui/react-icons/svg/circle-hint';
import { EditPerson16Regular as CorrectionIcon } from '@fluentui/react-icons/svg/edit-person';
import { ErrorCircle16Filled as RefusedIcon } from '@fluentui/react-icons/svg/error-circle';
import { Key16Regular as PasswordIcon } from '@fluentui/react-icons/svg/key';
import { LockClosed16Regular as UnreadableIcon } from '@fluentui/react-icons/svg/lock-closed';
import { PauseCircle16Regular as DisabledIcon } from '@fluentui/react-icons/svg/pause-circle';
import { Record16Regular as RecordIcon } from '@fluentui/react-icons/svg/record';
import { PersonArrowRight16Regular as SignInIcon } from '@fluentui/react-icons/svg/person-arrow-right';
import { ShieldProhibitedRegular as BlockedIcon } from '@fluentui/react-icons/svg/shield-prohibited';
import { useTranslation } from 'react-i18next';
import type { AccountStatusKind } from '../../shared/account.ts';
import { toneOf } from './account-status.ts';
import styles from './status-cell.module.css';

const icons = {
  ready: ReadyIcon,
  'not-checked': NotCheckedIcon,
  'signing-in': BusyIcon,
  'sign-in-needed': SignInIcon,
  'password-needed': PasswordIcon,
  'correction-needed': CorrectionIcon,
  refused: RefusedIcon,
  blocked: BlockedIcon,
  disabled: DisabledIcon,
  unreadable: UnreadableIcon,
} as const;

interface Props {
  readonly kind: AccountStatusKind;
  /** Until when its protocol log is recorded; empty: it is not. */
  readonly recordedUntil?: string;
}

/** Draws a status as icon and word; why it is so is said by `statusReason`. */
export function StatusCell({ kind, recordedUntil = '' }: Props) {
  const { t } = useTranslation();
  const Icon = icons[kind];
  return (
    <span className={styles.status} data-tone={toneOf(kind)}>
      <span aria-hidden className={styles.icon}>
        <Icon />
      </span>
      <span className={styles.word} data-text>
        {t(`accounts.status.${kind}`)}
      </span>
      {recordedUntil !== '' && (
        <span className={styles.recording} data-recorded>
          <RecordIcon aria-hidden />
          <span aria-hidden>{t('accounts.protocolLog.until', { time: recordedUntil })}</span>
          <span className="sr-only">{t('accounts.protocolLog.label', { time: recordedUntil })}</span>
        </span>
      )}
    </span>
  );
}
