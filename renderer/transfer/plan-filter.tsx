import { Button } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../use-format.ts';
import { planFilters } from './import-rows.ts';
import type { PlanFilter } from './import-rows.ts';
import styles from './transfer.module.css';

interface Props {
  readonly counts: Readonly<Record<PlanFilter, number>>;
  readonly filter: PlanFilter;
  readonly onFilter: (filter: PlanFilter) => void;
}

/** How many lines there are of each kind; pressing one shows only those. One Tab stop, arrows go along. */
export function PlanFilters({ counts, filter, onFilter }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  // What there is none of can stay away, but not what a person would look for.
  const shown = planFilters.filter((each) => counts[each] > 0 || each === 'all' || each === 'refused');
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const steps: Partial<Record<string, number>> = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 };
    const step = steps[event.key];
    const next = step === undefined ? undefined : shown.at((shown.indexOf(filter) + step) % shown.length);
    if (!next) return;
    event.preventDefault();
    onFilter(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-filter="${next}"]`)?.focus();
  };
  return (
    <div
      role="radiogroup"
      aria-label={t('transfer.importing.show')}
      className={styles.filters}
      onKeyDown={onKeyDown}
    >
      {shown.map((each) => (
        <Button
          key={each}
          size="small"
          role="radio"
          aria-checked={each === filter}
          appearance={each === filter ? 'primary' : 'secondary'}
          tabIndex={each === filter ? 0 : -1}
          data-filter={each}
          onClick={() => onFilter(each)}
        >
          {t(`transfer.importing.filters.${each}`, { number: format.number(counts[each]) })}
        </Button>
      ))}
    </div>
  );
}
