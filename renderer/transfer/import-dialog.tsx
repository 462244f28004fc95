import { Button, Spinner } from '@fluentui/react-components';
import { Copy16Regular as CopyIcon } from '@fluentui/react-icons/svg/copy';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { FailureNotice, NoticeBar } from '../failures/notice-bar.tsx';
import { rowsAsText } from '../grid/copied-text.ts';
import { useServices } from '../services.tsx';
import { openTab } from '../tabs/tab-state.ts';
import { useCopy } from '../use-copy.ts';
import { ChooseFile } from './choose-file.tsx';
import { ImportDone } from './import-done.tsx';
import { countActions, filterPlan, planRows, writtenBy } from './import-rows.ts';
import type { PlanFilter, PlanRow } from './import-rows.ts';
import { PassphraseBar } from './passphrase-bar.tsx';
import { planColumns } from './plan-columns.tsx';
import { PlanFilters } from './plan-filter.tsx';
import { PlanTable } from './plan-table.tsx';
import styles from './transfer.module.css';
import { useCount } from './use-count.ts';
import { useImport } from './use-import.ts';
import type { Import, ImportStep } from './use-import.ts';
import { useSlow } from './use-slow.ts';

function CopyRefused({ rows }: { readonly rows: readonly PlanRow[] }) {
  const { t } = useTranslation();
  const count = useCount();
  const { isCopied, copy } = useCopy();
  const refused = rows.filter(({ action }) => action === 'refused');
  if (refused.length === 0) return null;
  return (
    <Button size="small" icon={<CopyIcon />} onClick={() => copy(rowsAsText(planColumns(t), refused))}>
      {isCopied ? t('shell.copied') : t('transfer.importing.copyRefused', count(refused.length))}
    </Button>
  );
}

interface PlanProps {
  readonly step: Extract<ImportStep, { kind: 'plan' }>;
  readonly rows: readonly PlanRow[];
  readonly passphrase: string;
  readonly onPassphrase: (passphrase: string) => void;
  readonly onOpen: Import['open'];
}

function Plan({ step, rows, passphrase, onPassphrase, onOpen }: PlanProps) {
  const { t } = useTranslation();
  const count = useCount();
  const [filter, setFilter] = useState<PlanFilter>('all');
  const counts = useMemo(() => countActions(rows), [rows]);
  const shown = useMemo(() => filterPlan(rows, filter), [rows, filter]);
  const isSlow = useSlow(step.isApplying);
  const { plan, failure } = step;
  const isWrong = failure?.code === 'passphrase-wrong';
  return (
    <div className={styles.plan}>
      <p className={styles.fileName} dir="auto">
        {t('transfer.importing.file', { name: step.file.name })}
      </p>
      <div role="alert">
        {failure && !isWrong && <FailureNotice failure={failure} isInset />}
        {step.isFresh && <NoticeBar intent="warning" title={t('transfer.importing.planAgain')} isInset />}
      </div>
      {plan.secrets !== 'none' && (
        <PassphraseBar
          secrets={plan.secrets}
          isWrong={isWrong}
          isOpening={step.isOpening}
          passphrase={passphrase}
          onPassphrase={onPassphrase}
          onOpen={onOpen}
        />
      )}
      {plan.ignoredColumns.length > 0 && (
        <NoticeBar
          intent="info"
          title={t('transfer.importing.ignored', {
            ...count(plan.ignoredColumns.length),
            titles: plan.ignoredColumns.join(', '),
          })}
          isInset
        />
      )}
      <div className={styles.filterLine}>
        <PlanFilters counts={counts} filter={filter} onFilter={setFilter} />
        <CopyRefused rows={rows} />
      </div>
      {/* Other lines begin at their top. */}
      <PlanTable key={filter} rows={shown} isEmpty={rows.length === 0} />
      <div role="status" className={styles.progress}>
        {isSlow && <Spinner size="tiny" label={t('transfer.importing.importing')} labelPosition="after" />}
      </div>
    </div>
  );
}

function useStartText(rows: readonly PlanRow[]): string | null {
  const { t } = useTranslation();
  const count = useCount();
  const { accounts, settings } = useMemo(() => writtenBy(rows), [rows]);
  if (accounts === 0 && settings === 0) return null;
  if (settings === 0) return t('transfer.importing.start.accounts', count(accounts));
  if (accounts === 0) return t('transfer.importing.start.settings', count(settings));
  return t('transfer.importing.start.both', {
    accounts: t('transfer.importing.start.bothAccounts', count(accounts)),
    settings: t('transfer.importing.start.bothSettings', count(settings)),
  });
}

/** Import: a file, what it would change line by line, and only then the change itself. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { assistant, shownAccount, tabs } = useServices();
  const count = useCount();
  const importing = useImport();
  const [passphrase, setPassphrase] = useState('');
  const { step } = importing;
  const plan = step.kind === 'plan' || step.kind === 'done' ? step.plan : null;
  const rows = useMemo(() => (plan ? planRows(plan) : []), [plan]);
  const startText = useStartText(rows);
  const isSlow = useSlow(step.kind === 'reading');
  const isApplying = step.kind === 'plan' && step.isApplying;
  const content = useRef<HTMLDivElement>(null);

  // Each step has its own controls: the focus goes to the first of them and never falls out of the dialog.
  const shown = useRef(step.kind);
  useEffect(() => {
    if (shown.current === step.kind) return;
    shown.current = step.kind;
    const dialog = content.current?.closest('[role=dialog]');
    const inside = { choose: 'button', reading: null, plan: 'input[type=password], [role=grid]', done: null }[
      step.kind
    ];
    const next =
      (inside && content.current?.querySelector(inside)) ?? dialog?.querySelector('[data-dismiss]');
    if (next instanceof HTMLElement) next.focus();
  }, [step.kind]);

  // Nothing may look as if it had been stopped while it goes on.
  const cancel = () => {
    if (!isApplying) onClose();
  };
  // Whoever typed a passphrase wants the secrets too, and sees what they bring before anything is imported.
  const start = () => {
    if (step.kind === 'plan' && step.plan.secrets === 'sealed' && passphrase !== '')
      importing.open(passphrase);
    else importing.apply();
  };
  const chooseAnother = () => {
    setPassphrase('');
    importing.chooseAnother();
  };
  const signIn = (accountIds: readonly number[]) => {
    onClose();
    assistant.set(accountIds);
  };
  const body = (): ReactNode => {
    switch (step.kind) {
      case 'choose':
        return (
          <>
            <div role="alert">{step.failure && <FailureNotice failure={step.failure} isInset />}</div>
            <ChooseFile fault={step.fault} onFiles={importing.take} />
          </>
        );
      case 'reading':
        return (
          <div role="status" className={styles.reading}>
            {isSlow && (
              <Spinner
                size="tiny"
                label={t('transfer.importing.reading', { name: step.name })}
                labelPosition="after"
              />
            )}
          </div>
        );
      case 'plan':
        return (
          <Plan
            step={step}
            rows={rows}
            passphrase={passphrase}
            onPassphrase={setPassphrase}
            onOpen={importing.open}
          />
        );
      default:
        return <ImportDone result={step.result} refused={<CopyRefused rows={rows} />} />;
    }
  };
  const actions = (): readonly ReactNode[] => {
    if (step.kind === 'done') {
      const { signInNeeded, passwordNeeded } = step.result;
      const [first] = passwordNeeded;
      const isNext = signInNeeded.length > 0;
      return [
        isNext && (
          <Button key="sign-in" data-dismiss appearance="primary" onClick={() => signIn(signInNeeded)}>
            {t('transfer.importing.signIn', count(signInNeeded.length))}
          </Button>
        ),
        first !== undefined && (
          <Button
            key="password"
            onClick={() => {
              // A dialog on a tab that is hidden at the same time would leave the page closed to screen readers.
              flushSync(onClose);
              tabs.update((now) => openTab(now, 'accounts'));
              shownAccount.set(first);
            }}
          >
            {t('transfer.importing.firstPassword', { id: first })}
          </Button>
        ),
        <Button key="close" data-dismiss appearance={isNext ? 'secondary' : 'primary'} onClick={onClose}>
          {t('shell.close')}
        </Button>,
      ];
    }
    return [
      step.kind === 'plan' && (
        <Button
          key="import"
          appearance="primary"
          disabledFocusable={startText === null || isApplying || step.isOpening}
          onClick={start}
        >
          {startText ?? t('transfer.importing.start.nothing')}
        </Button>
      ),
      step.kind === 'plan' && (
        <Button key="another" disabledFocusable={isApplying} onClick={chooseAnother}>
          {t('transfer.importing.another')}
        </Button>
      ),
      <Button key="cancel" data-dismiss disabledFocusable={isApplying} onClick={cancel}>
        {t('shell.cancel')}
      </Button>,
    ];
  };
  return (
    <AppDialog
      title={t(step.kind === 'done' ? 'transfer.importing.doneTitle' : 'transfer.importing.title')}
      size={step.kind === 'plan' ? 'large' : 'medium'}
      onCancel={cancel}
      actions={actions()}
    >
      <div ref={content}>{body()}</div>
    </AppDialog>
  );
}
