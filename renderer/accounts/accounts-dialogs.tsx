import { Button, Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { useAppState } from '../services.tsx';
import { SendTestDialog } from './send-test-dialog.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';
import type { AccountsDialog, RemoveChoice } from './use-account-commands.ts';

interface Props {
  readonly dialog: AccountsDialog;
  readonly commands: {
    readonly closeDialog: () => void;
    readonly removeWith: (accountIds: readonly number[], waiting: RemoveChoice) => void;
  };
}

function WaitingItemsDialog({
  dialog,
  commands,
}: Props & { readonly dialog: Extract<AccountsDialog, { kind: 'waiting-items' }> }) {
  const { t } = useTranslation();
  const { accountIds, waitingItems } = dialog;
  const others = useAppState((state) => state.accounts).filter(
    ({ id, enabled }) => enabled && !accountIds.includes(id),
  );
  const [chosen, setChosen] = useState<number | null>(null);
  const [isChoosing, setChoosing] = useState(false);
  const count = accountIds.length;
  const move = () => {
    if (!isChoosing) {
      setChoosing(true);
      setChosen(others[0]?.id ?? null);
    } else if (chosen !== null) commands.removeWith(accountIds, { moveToAccountId: chosen });
  };
  return (
    <AppDialog
      title={t('accounts.remove.title', { count })}
      isAlert
      size="medium"
      onCancel={commands.closeDialog}
      actions={[
        <Button key="move" disabledFocusable={others.length === 0} onClick={move}>
          {t(isChoosing ? 'accounts.remove.moveThem' : 'accounts.remove.chooseAnother', {
            count: waitingItems,
          })}
        </Button>,
        <Button key="cancel" onClick={() => commands.removeWith(accountIds, 'cancel')}>
          {t('accounts.remove.cancelThem', { count: waitingItems })}
        </Button>,
        <Button key="keep" appearance="primary" onClick={commands.closeDialog}>
          {t('accounts.remove.keep', { count })}
        </Button>,
      ]}
    >
      <p>{t('accounts.remove.waiting', { count: waitingItems })}</p>
      {others.length === 0 && <p>{t('accounts.remove.chooseNone')}</p>}
      {isChoosing && (
        <Field label={t('accounts.remove.chooseLabel')}>
          <Select value={String(chosen ?? '')} onChange={(_event, { value }) => setChosen(Number(value))}>
            {others.map(({ id, user, host }) => (
              <option key={id} value={id}>
                {t('accounts.test.account', { id, user: user || host })}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </AppDialog>
  );
}

/** The dialogs of the SMTP Setup screen, apart from SMTP Setup itself. */
export function AccountsDialogs({ dialog, commands }: Props) {
  if (dialog.kind === 'waiting-items') return <WaitingItemsDialog dialog={dialog} commands={commands} />;
  if (dialog.kind === 'sign-out')
    return <SignOutDialog signIns={dialog.signIns} onClose={commands.closeDialog} />;
  return <SendTestDialog account={dialog.account} onClose={commands.closeDialog} />;
}
