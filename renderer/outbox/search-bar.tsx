import { Button, Field, Input, Select } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import { useAppState } from '../services.tsx';
import { FilterBox } from '../toolbar/filter-box.tsx';
import styles from './outbox.module.css';
import type { OutboxSearch } from './outbox-search.ts';

interface Props {
  readonly search: OutboxSearch;
  readonly onSearch: (search: OutboxSearch) => void;
  /** On to what was found. */
  readonly onLeave: () => void;
  readonly onExport: () => void;
  readonly canExport: boolean;
}

/** What the Outbox is searched by: words, account and period; what is found can be exported. */
export function SearchBar({ search, onSearch, onLeave, onExport, canExport }: Props) {
  const { t } = useTranslation();
  const accounts = useAppState((state) => state.accounts);
  const set = (change: Partial<OutboxSearch>) => onSearch({ ...search, ...change });
  return (
    <div role="search" aria-label={t('outbox.search.label')} className={styles.search}>
      <FilterBox
        label={t('outbox.search.text')}
        placeholder={t('outbox.search.text')}
        value={search.text}
        onChange={(text) => set({ text })}
        onLeave={onLeave}
      />
      <Select
        size="small"
        aria-label={t('outbox.search.account')}
        value={search.accountId}
        onChange={(_event, { value }) => set({ accountId: value })}
      >
        <option value="">{t('outbox.search.allAccounts')}</option>
        {accounts.map(({ id, user, host }) => (
          <option key={id} value={id}>
            {t('outbox.accountShort', { id, user: user || host })}
          </option>
        ))}
      </Select>
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={t(`outbox.search.${end}`)} orientation="horizontal" size="small">
          <Input
            type="date"
            size="small"
            value={search[end]}
            onChange={(_event, { value }) => set({ [end]: value })}
          />
        </Field>
      ))}
      <Button size="small" disabled={!canExport} onClick={onExport}>
        {t('outbox.search.exportCsv')}
      </Button>
    </div>
  );
}
