import { Button, Link } from '@fluentui/react-components';
import { Dismiss16Regular as DismissIcon } from '@fluentui/react-icons/svg/dismiss';
import { ErrorCircle20Filled as ErrorIcon } from '@fluentui/react-icons/svg/error-circle';
import { Info20Filled as InfoIcon } from '@fluentui/react-icons/svg/info';
import { Warning20Filled as WarningIcon } from '@fluentui/react-icons/svg/warning';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppFailure } from '../call.ts';
import styles from './bars.module.css';
import { FailureDetails } from './failure-details.tsx';

const icons = { info: InfoIcon, warning: WarningIcon, error: ErrorIcon } as const;

interface Props {
  readonly intent: keyof typeof icons;
  readonly title: string;
  readonly text?: string;
  /** Shown behind Details. */
  readonly failure?: AppFailure | null;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
  /** Stands inside a dialog or form instead of across the window. */
  readonly isInset?: boolean;
}

/** One persistent message: what is so, what can be done, details on request. */
export function NoticeBar({ intent, title, text, failure, actions, onDismiss, isInset }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const Icon = icons[intent];
  return (
    <div className={styles.bar} data-intent={intent} data-inset={isInset || undefined}>
      <span aria-hidden className={styles.icon}>
        <Icon />
      </span>
      <div className={styles.text}>
        <strong>{title}</strong> {text}{' '}
        {failure && (
          <Link inline as="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? 'shell.hideDetails' : 'shell.details')}
          </Link>
        )}
        {isOpen && failure && <FailureDetails failure={failure} />}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
      {onDismiss && (
        <Button
          appearance="transparent"
          size="small"
          icon={<DismissIcon />}
          aria-label={t('shell.dismiss')}
          onClick={onDismiss}
        />
      )}
    </div>
  );
}

/** The message for a failure, in the window's words for its code. */
export function FailureNotice({
  failure,
  onDismiss,
  isInset = false,
}: {
  readonly failure: AppFailure;
  readonly onDismiss?: () => void;
  readonly isInset?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <NoticeBar
      intent="error"
      title={t(`failures.codes.${failure.code}.title`)}
      text={t(`failures.codes.${failure.code}.todo`)}
      failure={failure}
      isInset={isInset}
      {...(onDismiss && { onDismiss })}
    />
  );
}
