import { Toolbar, ToolbarButton } from '@fluentui/react-components';
import { CheckmarkCircle16Filled as SignedInIcon } from '@fluentui/react-icons/svg/checkmark-circle';
import { Info16Regular as InfoIcon } from '@fluentui/react-icons/svg/info';
import { PersonArrowLeft20Regular as SignOutIcon } from '@fluentui/react-icons/svg/person-arrow-left';
import { PersonArrowRight20Regular as SignInIcon } from '@fluentui/react-icons/svg/person-arrow-right';
import { useTranslation } from 'react-i18next';
import { isSharedMailbox } from '../../shared/account.ts';
import type { AccountRow } from '../../shared/account.ts';
import { useServices } from '../services.tsx';
import { expectedFor } from '../sign-in/sign-ins.ts';
import type { AccountForm } from './account-form.ts';
import styles from './account-dialog.module.css';

interface Props {
  readonly account: AccountRow | null;
  readonly form: AccountForm;
  readonly onForm: (form: AccountForm) => void;
  readonly dialogId: string;
}

/** Sign In and Sign Out at the top of the dialog; both take effect with OK. */
export function AccountSignIn({ account, form, onForm, dialogId }: Props) {
  const { t } = useTranslation();
  const { call, signIns } = useServices();
  const { draft, pending } = form;
  const current = account?.provider === draft.provider ? (account?.signedInAs ?? null) : null;
  const canSignOut = pending !== null || (current !== null && !form.signOut);

  const signIn = () =>
    void signIns.begin({
      accountId: account?.id ?? null,
      dialogId,
      expected: expectedFor(draft),
      sendThrough: draft.sendThrough,
      ...(draft.sendThrough === 'api' && isSharedMailbox(draft) && { permissions: ['shared-mailbox'] }),
      provider: draft.provider === 'none' ? null : draft.provider,
    });
  const signOut = () => {
    if (pending) void call('signInDiscard', { dialogId });
    onForm({ ...form, pending: null, signOut: current !== null });
  };

  const note = () => {
    if (pending) return t('accountDialog.signedInPending', { name: pending.signedInAs });
    if (form.signOut) return t('accountDialog.signOutPending');
    return current === null ? null : t('accountDialog.signedInAs', { name: current });
  };
  const text = note();
  return (
    <div className={styles.signIn}>
      <Toolbar size="small" aria-label={t('signIn.title')} className={styles.signInBar}>
        <ToolbarButton icon={<SignInIcon />} onClick={signIn}>
          {t(current !== null || pending ? 'accountDialog.signInAgain' : 'accountDialog.signIn')}
        </ToolbarButton>
        <ToolbarButton icon={<SignOutIcon />} disabled={!canSignOut} onClick={signOut}>
          {t('accountDialog.signOut')}
        </ToolbarButton>
      </Toolbar>
      <span
        role="status"
        className={styles.signInNote}
        data-good={(!form.signOut && text !== null) || undefined}
      >
        {text !== null && (
          <>
            <span aria-hidden>{form.signOut ? <InfoIcon /> : <SignedInIcon />}</span>
            {text}
          </>
        )}
      </span>
    </div>
  );
}
