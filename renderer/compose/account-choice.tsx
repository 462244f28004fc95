import { Field, Select } from '@fluentui/react-components';
import { useTranslation } from 'react-i18next';
import type { AccountKey, Resolution } from '../../shared/account.ts';
import { needsAttention } from '../accounts/account-status.ts';
import { useAppState } from '../services.tsx';
import { useFormat } from '../use-format.ts';
import styles from './compose.module.css';
import type { Draft } from './draft.ts';
import type { DraftProblem } from './draft-problems.ts';

interface Props {
  readonly draft: Draft;
  readonly onDraft: (change: Partial<Draft>) => void;
  readonly resolution: Resolution | null;
  readonly problems: readonly DraftProblem[];
}

/** The account that sends: chosen, or the one that the records lead to, and why. */
export function AccountChoice({ draft, onDraft, resolution, problems }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const accounts = useAppState((state) => state.accounts);
  const chosenId = draft.accountId ?? resolution?.accountId ?? null;
  const account = accounts.find(({ id }) => id === chosenId);
  const keyText = ({ businessObject, columnName, columnValue }: AccountKey) =>
    t('compose.key', { businessObject, columnName, columnValue });

  const why = (): string => {
    if (draft.accountId !== null) return t('compose.why.chosen');
    if (!resolution) return t('compose.resolving');
    if (resolution.rule === 'default') return t('compose.why.default');
    if (!resolution.matched) return t('compose.why.none');
    const losers = format.list(resolution.losers.map(String));
    return [
      t('compose.why.key', { key: keyText(resolution.matched) }),
      resolution.losers.length > 0 &&
        t('compose.why.losers', { count: resolution.losers.length, ids: losers }),
    ]
      .filter(Boolean)
      .join(' ');
  };
  const hasProblem = problems.some(({ kind }) => kind === 'no-account');
  const isMissing = draft.accountId === null && resolution?.accountId === null;
  const text = [
    account && t('compose.willUse', { user: account.user || account.host, id: account.id }),
    why(),
    account &&
      needsAttention(account) &&
      t('compose.statusHint', { status: t(`accounts.status.${account.status.kind}`) }),
    isMissing &&
      resolution.tried.length > 0 &&
      t('compose.why.tried', { keys: format.list(resolution.tried.map(keyText)) }),
  ].filter(Boolean);

  return (
    <Field
      label={t('compose.account')}
      orientation="horizontal"
      className={styles.row}
      data-field="account"
      validationState={
        hasProblem ? 'error' : isMissing || (account && needsAttention(account)) ? 'warning' : 'none'
      }
      validationMessage={
        <span role="status">{hasProblem ? t('compose.problems.noAccount') : text.join(' ')}</span>
      }
    >
      <Select
        value={String(draft.accountId ?? '')}
        onChange={(_event, { value }) => onDraft({ accountId: value === '' ? null : Number(value) })}
      >
        <option value="">{t('compose.automatic')}</option>
        {accounts
          .filter(({ enabled, id }) => enabled || id === draft.accountId)
          .map(({ id, user, host }) => (
            <option key={id} value={id}>
              {t('compose.accountChoice', { id, user: user || host })}
            </option>
          ))}
      </Select>
    </Field>
  );
}
