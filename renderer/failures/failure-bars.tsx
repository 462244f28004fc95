import { Link } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useCell } from '../cell.ts';
import { useServices } from '../services.tsx';
import styles from './bars.module.css';
import { dismiss } from './failure-list.ts';
import { FailureNotice } from './notice-bar.tsx';

const shownAtOnce = 3;

/** Failures of calls, newest first; they stay until somebody dismisses them. */
export function FailureBars() {
  const { t } = useTranslation();
  const { failures } = useServices();
  const shown = useCell(failures);
  const hidden = shown.length - shownAtOnce;
  return (
    <div role="alert">
      {shown.slice(0, shownAtOnce).map(({ key, failure }) => (
        <FailureNotice key={key} failure={failure} onDismiss={() => dismiss(failures, key)} />
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
