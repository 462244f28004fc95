import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportResult } from '../../shared/transfer.ts';
import styles from './transfer.module.css';
import { useCount } from './use-count.ts';

interface Props {
  readonly result: ImportResult;
  /** What can be done about refused lines. */
  readonly refused: ReactNode;
}

/** What an import did, and what is to be done next. */
export function ImportDone({ result, refused }: Props) {
  const { t } = useTranslation();
  const count = useCount();
  const { signInNeeded, passwordNeeded } = result;
  const parts = [
    ['added', result.added],
    ['changed', result.changed],
    ['settings', result.settingsChanged],
    ['same', result.same],
    ['refused', result.refused],
  ] as const;
  const done = parts.filter(([, number]) => number > 0);
  return (
    <div className={styles.done}>
      <ul aria-label={t('transfer.importing.doneTitle')}>
        {done.map(([what, number]) => (
          <li key={what}>{t(`transfer.importing.done.${what}`, count(number))}</li>
        ))}
        {done.length === 0 && <li>{t('transfer.importing.done.nothing')}</li>}
      </ul>
      {refused}
      {signInNeeded.length > 0 && (
        <p className={styles.next}>{t('transfer.importing.signInNeeded', count(signInNeeded.length))}</p>
      )}
      {passwordNeeded.length > 0 && (
        <p className={styles.next}>
          {t('transfer.importing.passwordNeeded', {
            ...count(passwordNeeded.length),
            ids: passwordNeeded.slice(0, 20).join(', '),
          })}
        </p>
      )}
    </div>
  );
}
