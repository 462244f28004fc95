import { Button } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../shared/errors.ts';
import type { OutboxItem } from '../../shared/message.ts';
import { needsAttention } from '../accounts/account-status.ts';
import { FixCard } from '../diagnose/fix-card.tsx';
import { useFixCard } from '../diagnose/use-fix-card.ts';
import { useAppState, useServices } from '../services.tsx';
import { signInRequestOf } from '../sign-in/sign-ins.ts';
import { useCopy } from '../use-copy.ts';
import { useFormat } from '../use-format.ts';
import { accountText, nextTryText, stateText } from './outbox-columns.tsx';
import { resendChoices } from './outbox-states.ts';
import type { ResendChoice } from './outbox-states.ts';
import styles from './outbox.module.css';
import { StateCell } from './state-cell.tsx';

/** Reasons that end when somebody signs in. */
const signInReasons: ReadonlySet<ErrorCode> = new Set([
  'sign-in-required',
  'sign-in-cancelled',
  'sign-in-timed-out',
  'wrong-account',
  'grant-revoked',
]);

interface WhyProps {
  readonly item: OutboxItem;
  readonly because: ErrorCode;
}

function Why({ item, because }: WhyProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { signIns, openAccount, check } = useServices();
  const account = useAppState((state) => state.accounts).find(({ id }) => id === item.accountId) ?? null;
  const symptom = { code: because, reply: item.reply, ...(item.detail && { detail: item.detail }) };
  const { id: card } = useFixCard(symptom, account);
  const nextTry = nextTryText(item, format, t);
  const needsSignIn = signInReasons.has(because);
  const checkButton = account && (
    <Button size="small" onClick={() => check.set(account.id)}>
      {t('outbox.detail.check')}
    </Button>
  );
  const signIn = () => {
    if (!account) return;
    void signIns.begin(signInRequestOf(account));
  };
  const nextTryLine = nextTry !== '' && (
    <p>
      {t('outbox.detail.nextTry')}: {nextTry}
    </p>
  );
  if (card !== null) {
    return (
      <>
        <FixCard symptom={symptom} account={account} />
        {nextTryLine}
        {checkButton}
      </>
    );
  }
  return (
    <div className={styles.why}>
      <strong>{t(`failures.codes.${because}.title`)}</strong>
      <p>{t(`failures.codes.${because}.todo`)}</p>
      {item.reply !== null && (
        <p>
          {t('outbox.detail.reply')}: <q dir="auto">{item.reply}</q>
        </p>
      )}
      {nextTryLine}
      {account && (
        <div className={styles.whyButtons}>
          {needsSignIn && (
            <Button size="small" appearance="primary" onClick={signIn}>
              {t('outbox.detail.signIn')}
            </Button>
          )}
          {(needsSignIn || needsAttention(account)) && (
            <Button size="small" onClick={() => openAccount.set(account.id)}>
              {t('outbox.detail.editAccount')}
            </Button>
          )}
          {checkButton}
        </div>
      )}
    </div>
  );
}

function Recipients({ item }: { readonly item: OutboxItem }) {
  const { t } = useTranslation();
  const outcomeOf = (address: string) => {
    const refused = item.refused.find((each) => each.address === address);
    if (refused) return { kind: 'refused', reply: refused.reply } as const;
    return item.accepted.includes(address)
      ? ({ kind: 'accepted', reply: null } as const)
      : ({ kind: 'pending', reply: null } as const);
  };
  return (['to', 'cc', 'bcc'] as const).map((field) =>
    item[field].length === 0 ? null : (
      <div key={field} className={styles.fact}>
        <dt>{t(`outbox.detail.${field}`)}</dt>
        <dd>
          <ul className={styles.recipients}>
            {item[field].map((address) => {
              const { kind, reply } = outcomeOf(address);
              return (
                <li key={address}>
                  <span dir="auto">{address}</span>{' '}
                  {kind !== 'pending' && (
                    <span className={styles.outcome} data-kind={kind}>
                      {t(`outbox.detail.${kind}`)}
                    </span>
                  )}
                  {reply !== null && (
                    <span className={styles.reply} dir="auto">
                      {reply}
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
        </dd>
      </div>
    ),
  );
}

function Facts({ item }: { readonly item: OutboxItem }) {
  const { t } = useTranslation();
  const format = useFormat();
  const accounts = useAppState((state) => state.accounts);
  const { isCopied, copy } = useCopy();
  const facts: readonly (readonly [string, string | null])[] = [
    [t('outbox.detail.reason'), item.reason],
    // Beside the way out, where there is one.
    [t('outbox.detail.reply'), item.because === null ? item.reply : null],
    [t('outbox.detail.account'), accountText(accounts, item.accountId, t)],
    [
      t('outbox.detail.documents'),
      item.documents.length === 0
        ? null
        : format.list(item.documents.map(({ name, sizeBytes }) => `${name} (${format.size(sizeBytes)})`)),
    ],
    [t('outbox.detail.created'), format.exactTime(item.createdAtMs)],
    [t('outbox.detail.sendAt'), item.sendAtMs === null ? null : format.exactTime(item.sendAtMs)],
    [t('outbox.detail.changed'), format.exactTime(item.changedAtMs)],
    [t('outbox.detail.attempts'), format.number(item.attempts)],
    [
      t('outbox.detail.origin'),
      t(item.origin === 'user' ? 'outbox.detail.originUser' : 'outbox.detail.originAgent'),
    ],
    [t('outbox.detail.messageId'), item.messageId],
  ];
  return (
    <>
      <dl className={styles.facts}>
        <Recipients item={item} />
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className={styles.fact}>
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ),
        )}
      </dl>
      <Button size="small" onClick={() => copy(item.messageId)}>
        {t(isCopied ? 'shell.copied' : 'outbox.detail.copyMessageId')}
      </Button>
    </>
  );
}

interface Props {
  readonly item: OutboxItem | null;
  readonly onResend: (item: OutboxItem, choice: ResendChoice) => void;
}

/** What became of one message: reason and way out first, then recipients, reply and times. */
export function OutboxDetail({ item, onResend }: Props) {
  const { t } = useTranslation();
  return (
    <aside className={styles.detail} aria-label={t('outbox.detail.label')} tabIndex={-1}>
      {item ? (
        <>
          <h2 dir="auto">{item.subject || t('outbox.noSubject')}</h2>
          <StateCell state={item.state} text={stateText(item, t)} />
          {resendChoices(item).includes('refused') && (
            <div className={styles.whyButtons}>
              <Button size="small" appearance="primary" onClick={() => onResend(item, 'refused')}>
                {t('outbox.detail.resendRefused')}
              </Button>
            </div>
          )}
          {item.because !== null && <Why item={item} because={item.because} />}
          <Facts item={item} />
        </>
      ) : (
        <p className={styles.choose}>{t('outbox.detail.choose')}</p>
      )}
    </aside>
  );
}
