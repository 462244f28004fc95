import {
  Button,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
} from '@fluentui/react-components';
import { Dismiss16Regular as DismissIcon } from '@fluentui/react-icons/svg/dismiss';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppFailure } from '../call.ts';
import { useCell } from '../cell.ts';
import { useServices } from '../services.tsx';
import { FailureDetails } from './failure-details.tsx';
import { dismiss } from './failure-list.ts';
import styles from './bars.module.css';

const shownAtOnce = 3;

function FailureBar({
  failure,
  onDismiss,
}: {
  readonly failure: AppFailure;
  readonly onDismiss: () => void;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <MessageBar intent="error" layout="multiline" shape="square" className={styles.bar}>
      <MessageBarBody>
        <MessageBarTitle>{t(`failures.codes.${failure.code}.title`)}</MessageBarTitle>{' '}
        {t(`failures.codes.${failure.code}.todo`)}{' '}
        <Link inline as="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'shell.hideDetails' : 'shell.details')}
        </Link>
        {isOpen && <FailureDetails failure={failure} />}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            size="small"
            icon={<DismissIcon />}
            aria-label={t('shell.dismiss')}
            onClick={onDismiss}
          />
        }
      />
    </MessageBar>
  );
}

/** Failures of calls, newest first; they stay until somebody dismisses them. */
export function FailureBars() {
  const { t } = useTranslation();
  const { failures } = useServices();
  const shown = useCell(failures);
  const hidden = shown.length - shownAtOnce;
  return (
    <div role="alert">
      {shown.slice(0, shownAtOnce).map(({ key, failure }) => (
        <FailureBar key={key} failure={failure} onDismiss={() => dismiss(failures, key)} />
      ))}
      {hidden > 0 && (
        <div className={styles.more}>
          {t('failures.more', { count: hidden })}{' '}
          <Link as="button" onClick={() => failures.set([])}>
            {t('failures.dismissAll')}
          </Link>
        </div>
      )}
    </div>
  );
}
