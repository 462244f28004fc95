import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { NoticeBar } from '../failures/notice-bar.tsx';
import { useAppState } from '../services.tsx';
import { managedBy } from './managed-by.ts';

interface Props {
  /** The account that a new one begins as a copy of. */
  readonly copied: AccountRow | null;
  readonly isManaged: boolean;
}

/** What is special about the account in the dialog: the administrator's, or a copy. */
export function AccountNote({ copied, isManaged }: Props) {
  const { t } = useTranslation();
  const policy = useAppState((state) => state.policy);
  if (isManaged) {
    return (
      <NoticeBar
        intent="info"
        title={`${managedBy(policy, t)}.`}
        text={t('accountDialog.managedText')}
        isInset
      />
    );
  }
  if (!copied) return null;
  return (
    <NoticeBar
      intent="info"
      title={t('accountDialog.copyTitle', { id: copied.id })}
      text={t('accountDialog.copyText')}
      isInset
    />
  );
}
