import { Button, Field, Input, Spinner } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../shared/account.ts';
import { isEmailAddress } from '../../shared/email-address.ts';
import type { OutboxItem } from '../../shared/message.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { newId } from '../new-id.ts';
import { StateCell } from '../outbox/state-cell.tsx';
import { useAppState, useRequest, useServices } from '../services.tsx';
import { openTab } from '../tabs/tab-state.ts';
import styles from './account-dialog.module.css';

interface Props {
  readonly account: AccountRow;
  readonly onClose: () => void;
}

interface OutcomeProps {
  readonly item: OutboxItem;
  readonly onCheck: () => void;
}

function Outcome({ item, onCheck }: OutcomeProps) {
  const { t } = useTranslation();
  const isGoing = item.state === 'queued' || item.state === 'sending';
  return (
    <div role="status" className={styles.outcome}>
      {isGoing && item.because === null ? (
        <Spinner size="tiny" labelPosition="after" label={t(`outbox.states.${item.state}`)} />
      ) : (
        <StateCell state={item.state} />
      )}
      {item.because !== null && (
        <p>
          {t(`failures.codes.${item.because}.title`)}. {t(`failures.codes.${item.because}.todo`)}
        </p>
      )}
      {item.reply !== null && <p dir="auto">{item.reply}</p>}
      {item.because !== null && (
        <Button size="small" onClick={onCheck}>
          {t('accounts.toolbar.check')}
        </Button>
      )}
    </div>
  );
}

/** Sends a short message by one account, through the outbox like any other, and shows what becomes of it. */
export function SendTestDialog({ account, onClose }: Props) {
  const { t } = useTranslation();
  const request = useRequest();
  const { tabs, shownItem, check } = useServices();
  const version = useAppState((state) => state.outbox.version);
  const [to, setTo] = useState(account.user);
  const [isFaulty, setFaulty] = useState(false);
  const [itemId, setItemId] = useState<string | null>(null);
  const [item, setItem] = useState<OutboxItem | null>(null);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (itemId === null) return undefined;
    let isStale = false;
    const look = async () => {
      const found = await request('outboxGet', { itemId });
      if (found && !isStale) setItem(found);
    };
    void look();
    return () => {
      isStale = true;
    };
  }, [itemId, version, request]);

  const send = async () => {
    const address = to.trim();
    setFaulty(!isEmailAddress(address));
    if (!isEmailAddress(address)) return field.current?.focus();
    const submitted = await request('outboxSubmit', {
      submissionKey: newId(),
      accountId: account.id,
      records: [],
      to: [address],
      cc: [],
      bcc: [],
      subject: t('accounts.test.subject'),
      body: t('accounts.test.body', { id: account.id, host: account.host }),
      documentIds: [],
    });
    if (submitted) setItemId(submitted.itemId);
  };
  const showInOutbox = () => {
    // A dialog on a tab that is hidden at the same time would leave the page closed to screen readers.
    flushSync(onClose);
    shownItem.set(itemId);
    tabs.update((now) => openTab(now, 'outbox'));
  };

  return (
    <AppDialog
      title={t('accounts.test.title')}
      onCancel={onClose}
      actions={[
        itemId === null ? null : (
          <Button key="outbox" appearance="subtle" onClick={showInOutbox}>
            {t('accounts.test.openOutbox')}
          </Button>
        ),
        <Button key="send" appearance="primary" onClick={() => void send()}>
          {t(itemId === null ? 'accounts.test.send' : 'accounts.test.again')}
        </Button>,
        <Button key="close" onClick={onClose}>
          {t('accounts.test.close')}
        </Button>,
      ]}
    >
      <p className={styles.testAccount}>
        {t('accounts.test.account', { id: account.id, user: account.user || account.host })}
      </p>
      <Field
        label={t('accounts.test.to')}
        validationState={isFaulty ? 'error' : 'none'}
        validationMessage={isFaulty ? t('accountDialog.findings.user-invalid') : null}
      >
        <Input
          input={{ ref: field }}
          type="email"
          maxLength={254}
          value={to}
          onChange={(_event, { value }) => setTo(value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void send();
          }}
        />
      </Field>
      {item && (
        <Outcome
          item={item}
          onCheck={() => {
            flushSync(onClose);
            check.set(account.id);
          }}
        />
      )}
    </AppDialog>
  );
}
