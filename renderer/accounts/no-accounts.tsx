import { Button } from '@fluentui/react-components';
import { MailSettingsRegular as AccountsIcon } from '@fluentui/react-icons/svg/mail-settings';
import { Search24Regular as SearchIcon } from '@fluentui/react-icons/svg/search';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../empty-state.tsx';

interface NoAccountsProps {
  readonly onAdd: () => void;
  readonly onSignIn: () => void;
  readonly onImport: () => void;
}

/** What the grid shows before the first account. */
export function NoAccounts({ onAdd, onSignIn, onImport }: NoAccountsProps) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<AccountsIcon />}
      title={t('accounts.empty.title')}
      text={t('accounts.empty.text')}
      action={
        <>
          <Button appearance="primary" onClick={onSignIn}>
            {t('accounts.empty.signIn')}
          </Button>
          <Button onClick={onAdd}>{t('accounts.empty.add')}</Button>
          <Button onClick={onImport}>{t('accounts.empty.import')}</Button>
        </>
      }
    />
  );
}

/** What the grid shows when the filter leaves nothing. */
export function NoMatch({ filter, onClear }: { readonly filter: string; readonly onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<SearchIcon />}
      title={t('grid.noMatchTitle', { filter })}
      text={t('grid.noMatchText')}
      action={<Button onClick={onClear}>{t('grid.clearFilter')}</Button>}
    />
  );
}
