import { useTranslation } from 'react-i18next';
import { fieldName, valueText } from './field-name.ts';
import type { PlanRow } from './import-rows.ts';
import { planTitle, refusalText, refusalTodo, warningTexts } from './plan-columns.tsx';
import styles from './transfer.module.css';

/** All about one line of a plan: every field before and after, or why it is refused and what to do. */
export function PlanDetails({ row }: { readonly row: PlanRow | null }) {
  const { t } = useTranslation();
  const isAdded = row?.action === 'added';
  return (
    <section aria-label={t('transfer.importing.details')} className={styles.details}>
      {!row && <p>{t('transfer.importing.detailsHint')}</p>}
      {row && (
        <>
          <h2 dir="auto">{planTitle(row, t)}</h2>
          {row.failure && (
            <>
              <p dir="auto">{refusalText(row, t)}</p>
              <p>{refusalTodo(row, t)}</p>
            </>
          )}
          {warningTexts(row, t).map((text) => (
            <p key={text} dir="auto">
              {text}
            </p>
          ))}
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
                    {!isAdded && <td dir="auto">{valueText(field, from, t)}</td>}
                    <td dir="auto">{valueText(field, to, t)}</td>
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
