import { Tooltip } from '@fluentui/react-components';
import { ArrowSyncCircle16Regular as BusyIcon } from '@fluentui/react-icons/svg/arrow-sync-circle';
import { CheckmarkCircle16Filled as ReadyIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleHint16Regular as NotCheckedIcon } from '@fluentui/react-icons/svg/circle-hint';
import { ErrorCircle16Filled as RefusedIcon } from '@fluentui/react-icons/svg/error-circle';
import { Key16Regular as PasswordIcon } from '@fluentui/react-icons/svg/key';
import { LockClosed16Regular as UnreadableIcon } from '@fluentui/react-icons/svg/lock-closed';
import { PauseCircle16Regular as DisabledIcon } from '@fluentui/react-icons/svg/pause-circle';
import { PersonArrowRight16Regular as SignInIcon } from '@fluentui/react-icons/svg/person-arrow-right';
import { ShieldProhibitedRegular as BlockedIcon } from '@fluentui/react-icons/svg/shield-prohibited';
import { useTranslation } from 'react-i18next';
import type { AccountStatus } from '../../shared/account.ts';
import { toneOf } from './account-status.ts';
import styles from './status-cell.module.css';

const icons = {
  ready: ReadyIcon,
  'not-checked': NotCheckedIcon,
  'signing-in': BusyIcon,
  'sign-in-needed': SignInIcon,
  'password-needed': PasswordIcon,
  refused: RefusedIcon,
  blocked: BlockedIcon,
  disabled: DisabledIcon,
  unreadable: UnreadableIcon,
} as const;

/** Draws a status as icon and word; why it is so shows on hovering and is read out. */
export function StatusCell({ status }: { readonly status: AccountStatus }) {
  const { t } = useTranslation();
  const Icon = icons[status.kind];
  const word = (
    <span className={styles.status} data-tone={toneOf(status.kind)}>
      <span aria-hidden className={styles.icon}>
        <Icon />
      </span>
      <span className={styles.word}>{t(`accounts.status.${status.kind}`)}</span>
    </span>
  );
  if (!status.because) return word;
  const { title, todo } = {
    title: t(`failures.codes.${status.because}.title`),
    todo: t(`failures.codes.${status.because}.todo`),
  };
  return (
    <>
      <Tooltip relationship="inaccessible" positioning="above-end" content={`${title}. ${todo}`}>
        {word}
      </Tooltip>
      <span className="sr-only">
        {title}. {todo}
      </span>
    </>
  );
}
