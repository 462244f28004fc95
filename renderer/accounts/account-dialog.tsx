import { Button } from '@fluentui/react-components';
import { ChevronDown16Regular as OpenIcon } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight16Regular as ClosedIcon } from '@fluentui/react-icons/svg/chevron-right';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { AppFailure } from '../call.ts';
import { useCell } from '../cell.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { FailureNotice } from '../failures/notice-bar.tsx';
import { showToast } from '../failures/toast-list.ts';
import { newId } from '../new-id.ts';
import { useAppState, useServices } from '../services.tsx';
import styles from './account-dialog.module.css';
import { AccountFields } from './account-fields.tsx';
import {
  applySignIn,
  fieldOrder,
  firstFault,
  firstToFill,
  isEdited,
  moreFields,
  toSaveInput,
} from './account-form.ts';
import { AccountMore } from './account-more.tsx';
import { AccountNote } from './account-note.tsx';
import { AccountSignIn } from './account-sign-in.tsx';
import { ConfirmHostQuestion } from './confirm-host-question.tsx';
import { DiscardQuestion } from './discard-question.tsx';
import { useAccountForm } from './use-account-form.ts';

function focusField(root: HTMLElement | null, field: string) {
  const selector =
    field === 'sign-in' ? '[role=toolbar] button' : `[data-field="${field}"] :is(input, select, textarea)`;
  root?.querySelector<HTMLElement>(selector)?.focus();
}

function fieldOf(element: EventTarget): string {
  const row = element instanceof Element ? element.closest<HTMLElement>('[data-field]') : null;
  return row?.dataset.field ?? '';
}

/** SMTP Setup: Add and Edit. Nothing is saved before OK. */
export function AccountDialog() {
  const { t } = useTranslation();
  const { call, openAccount, copiedAccount, shownAccount, signIns, signInFirst, toasts, hasUnsavedAccount } =
    useServices();
  const accountId = useCell(openAccount);
  const live = useAppState((state) => state.accounts.find(({ id }) => id === accountId)) ?? null;
  const [atFirst] = useState(live);
  // One that is removed meanwhile does not turn into a new one.
  const account = live ?? atFirst;
  const [copied] = useState(
    useAppState((state) => state.accounts.find(({ id }) => id === copiedAccount.value())) ?? null,
  );
  const isManaged = account?.managed ?? false;
  const providers = useAppState((state) => state.providers);
  const signIn = useAppState((state) => state.signIn);
  const { opened, form, setForm, findings, checkNow } = useAccountForm(account, copied);
  const [dialogId] = useState(newId);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [isPressed, setPressed] = useState(false);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [isHostAsked, setHostAsked] = useState(false);
  const [failure, setFailure] = useState<AppFailure | null>(null);
  const content = useRef<HTMLDivElement>(null);
  const typedIn = useRef(new Set<string>());

  const focusLater = (field: string) => requestAnimationFrame(() => focusField(content.current, field));
  const showField = (field: string) => {
    if (moreFields.has(field) || field === 'isDefault') flushSync(() => setMoreOpen(true));
    focusField(content.current, field);
  };

  const begin = useEffectEvent(() => {
    copiedAccount.set(null);
    if (!signInFirst.value()) return focusLater(firstToFill(opened, { isCopy: copied !== null, isManaged }));
    signInFirst.set(false);
    return void signIns.begin({
      accountId: null,
      dialogId,
      expected: '',
      sendThrough: 'smtp',
      provider: null,
    });
  });
  useEffect(() => {
    begin();
  }, []);

  const takeSignIn = useEffectEvent(() => {
    if (signIn?.stage !== 'signed-in' || signIn.dialogId !== dialogId || signIn.pendingGrantId === null)
      return;
    const { provider, signedInAs, pendingGrantId } = signIn;
    setForm(applySignIn(form, providers, { provider, signedInAs, grantId: pendingGrantId }));
    signIns.close();
    focusLater('businessObject');
  });
  useEffect(() => takeSignIn(), [signIn]);

  // "Change SMTP User to …" after somebody else had signed in.
  const accepted = useCell(signIns.accepted);
  const takeAccepted = useEffectEvent(() => {
    if (accepted === null) return;
    signIns.accepted.set(null);
    const field = form.draft.signInAccount.trim() === '' ? 'user' : 'signInAccount';
    setForm({ ...form, draft: { ...form.draft, [field]: accepted } });
  });
  useEffect(() => takeAccepted(), [accepted]);

  const isUnsaved = isEdited(form, opened);
  useEffect(() => {
    hasUnsavedAccount.set(isUnsaved);
    return () => hasUnsavedAccount.set(false);
  }, [hasUnsavedAccount, isUnsaved]);

  const close = () => openAccount.set(null);
  const discard = () => {
    void call('signInDiscard', { dialogId });
    close();
  };
  const cancel = () => {
    if (isUnsaved) setAsking(true);
    else discard();
  };

  const save = async (confirmHost?: string) => {
    if (isSaving) return;
    setHostAsked(false);
    // There is nothing of the administrator's to save.
    if (isManaged && !isUnsaved) return close();
    setPressed(true);
    setSaving(true);
    setFailure(null);
    const found = await checkNow();
    const fault = firstFault(found);
    const isForeign = !isManaged && found.some(({ code }) => code === 'host-not-providers');
    if (fault !== null || (isForeign && confirmHost === undefined)) {
      setSaving(false);
      return fault === null ? setHostAsked(true) : showField(fault);
    }
    const answer = await call(
      'accountsSave',
      toSaveInput(form, account?.id ?? null, opened, isForeign ? confirmHost : undefined),
    );
    setSaving(false);
    if (answer.ok) {
      showToast(toasts, { text: t('accounts.saved', { id: answer.value.id }) });
      if (!account) shownAccount.set(answer.value.id);
      return close();
    }
    setFailure(answer.error);
    const { field } = answer.error;
    if (field !== undefined && fieldOrder.some((known) => known === field)) showField(field);
  };

  // An error is shown once somebody has typed in the field and left it, or has pressed OK; a warning at once. Whoever
  // only passes by, on the way to Sign In, is told nothing.
  const shown = findings.filter(({ field, level }) => level === 'warning' || isPressed || touched.has(field));
  const fieldProps = { account, form, onForm: setForm, findings: shown, isManaged };
  return (
    <>
      <AppDialog
        title={t('accountDialog.title')}
        size="medium"
        onCancel={cancel}
        onKeyDown={(event) => {
          const isField = event.target instanceof HTMLElement && event.target.matches('input, select');
          const isOpenList = event.target instanceof HTMLElement && event.target.ariaExpanded === 'true';
          const isWish = event.ctrlKey || event.metaKey || (isField && !isOpenList);
          if (event.key === 'Enter' && isWish && !event.defaultPrevented) {
            event.preventDefault();
            void save();
          }
        }}
        actions={[
          <Button key="ok" appearance="primary" disabledFocusable={isSaving} onClick={() => void save()}>
            {t(isSaving ? 'accountDialog.saving' : 'accountDialog.ok')}
          </Button>,
          <Button key="cancel" onClick={cancel}>
            {t('accountDialog.cancel')}
          </Button>,
        ]}
      >
        <div
          ref={content}
          onInput={(event) => typedIn.current.add(fieldOf(event.target))}
          onBlur={({ target }) => {
            const field = fieldOf(target);
            if (typedIn.current.has(field)) setTouched((before) => new Set([...before, field]));
          }}
        >
          <AccountNote copied={copied} isManaged={isManaged} />
          <AccountSignIn account={account} form={form} onForm={setForm} dialogId={dialogId} />
          <div role="alert">{failure && <FailureNotice failure={failure} isInset />}</div>
          <AccountFields {...fieldProps} />
          <Button
            appearance="transparent"
            size="small"
            className={styles.more}
            icon={
              isMoreOpen ? (
                <OpenIcon />
              ) : (
                <span className={styles.chevron}>
                  <ClosedIcon />
                </span>
              )
            }
            aria-expanded={isMoreOpen}
            onClick={() => setMoreOpen(!isMoreOpen)}
          >
            {t('accountDialog.more')}
          </Button>
          {isMoreOpen && <AccountMore {...fieldProps} />}
        </div>
      </AppDialog>
      {isHostAsked && (
        <ConfirmHostQuestion
          host={form.draft.host.trim()}
          provider={providers.find(({ id }) => id === form.draft.provider)?.name ?? form.draft.provider}
          user={form.draft.user.trim()}
          onConfirm={() => void save(form.draft.host.trim())}
          onCorrect={() => {
            setHostAsked(false);
            focusLater('host');
          }}
        />
      )}
      {isAsking && <DiscardQuestion onDiscard={discard} onKeep={() => setAsking(false)} />}
    </>
  );
}
