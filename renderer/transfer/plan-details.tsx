import { useTranslation } from 'react-i18next';
import { fieldName } from './field-name.ts';
import type { PlanRow } from './import-rows.ts';
import { planTitle, refusalText } from './plan-columns.tsx';
import styles from './transfer.module.css';

/** All about one line of a plan: every field before and after, or why it is refused and what to do. */
export function PlanDetails({ row }: { readonly row: PlanRow | null }) {
  const { t } = useTranslation();
  const empty = t('transfer.importing.empty');
  const isAdded = row?.action === 'added';
  return (
    <section aria-label={t('transfer.importing.details')} className={styles.details}>
      {row && (
        <>
          <h2 dir="auto">{planTitle(row, t)}</h2>
          {row.failure && (
            <>
              <p dir="auto">{refusalText(row, t)}</p>
              <p>{t(`failures.codes.${row.failure.code}.todo`)}</p>
            </>
          )}
          {row.action === 'same' && <p>{t('transfer.importing.sameDetails')}</p>}
          {row.changes.length > 0 && row.action !== 'same' && (
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('transfer.importing.field')}</th>
                  {!isAdded && <th scope="col">{t('transfer.importing.before')}</th>}
                  <th scope="col">{t('transfer.importing.after')}</th>
                </tr>
              </thead>
              <tbody>
                {row.changes.map(({ field, from, to }) => (
                  <tr key={field}>
                    <th scope="row">{fieldName(field, t)}</th>
                    {!isAdded && <td dir="auto">{from || empty}</td>}
                    <td dir="auto">{to || empty}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </section>
  );
}
