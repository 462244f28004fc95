import { Button, Field, Input, Textarea } from '@fluentui/react-components';
import { Attach20Regular as AttachIcon } from '@fluentui/react-icons/svg/attach';
import { Delete20Regular as DiscardIcon } from '@fluentui/react-icons/svg/delete';
import { DismissSquare20Regular as CloseIcon } from '@fluentui/react-icons/svg/dismiss-square';
import { Send20Regular as SendIcon } from '@fluentui/react-icons/svg/send';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppFailure } from '../call.ts';
import { useCell } from '../cell.ts';
import { AppDialog } from '../dialog/app-dialog.tsx';
import { FailureNotice } from '../failures/notice-bar.tsx';
import { showToast } from '../failures/toast-list.ts';
import { useAppState, useServices } from '../services.tsx';
import { openTab } from '../tabs/tab-state.ts';
import { Command, CommandBar, CommandDivider } from '../toolbar/command-bar.tsx';
import { useScreenKeys } from '../use-screen-keys.ts';
import { AccountChoice } from './account-choice.tsx';
import styles from './compose.module.css';
import { Documents } from './documents.tsx';
import { isEmptyDraft, newDraft } from './draft.ts';
import type { Draft } from './draft.ts';
import { longestBody, longestSubject, problemsOf, toSubmission } from './draft-problems.ts';
import { RecipientFields } from './recipient-fields.tsx';
import { Records } from './records.tsx';
import { RequestQuestion } from './request-question.tsx';
import { useResolution } from './use-resolution.ts';

function focusField(root: HTMLElement | null, field: string) {
  root?.querySelector<HTMLElement>(`[data-field="${field}"] :is(input, select, textarea, button)`)?.focus();
}

/** Compose: who gets what, and which account sends it. The draft outlives the tab. */
export function ComposeScreen({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { call, draft: cell, uploads, toasts, tabs, shownItem } = useServices();
  const draft = useCell(cell);
  const set = (change: Partial<Draft>) => cell.update((now) => ({ ...now, ...change }));
  const resolution = useResolution(draft.records);
  const [isPressed, setPressed] = useState(false);
  const [isSending, setSending] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<AppFailure | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const picker = useRef<HTMLInputElement>(null);

  const faxFormat = useAppState((state) => state.settings.emailToFaxFormat);
  const problems = problemsOf(draft, resolution, faxFormat);
  const shown = isPressed
    ? problems
    : problems.filter(({ kind }) => ['invalid-address', 'no-fax-format', 'too-many'].includes(kind));

  const isPast = shown.some(({ kind }) => kind === 'past');

  const startAnew = (kept: Partial<Draft>) => {
    setPressed(false);
    setFailure(null);
    cell.set({ ...newDraft(), ...kept });
    requestAnimationFrame(() => focusField(form.current, 'to'));
  };

  const send = async () => {
    if (isSending) return;
    setPressed(true);
    setFailure(null);
    const [first] = problems;
    if (first) return focusField(form.current, first.kind === 'incomplete' ? first.recordKey : first.field);
    setSending(true);
    const answer = await call('outboxSubmit', toSubmission(draft, faxFormat));
    setSending(false);
    if (!answer.ok) return setFailure(answer.error);
    const { itemId } = answer.value;
    showToast(toasts, {
      text: t('compose.submittedTo', { subject: draft.subject || t('compose.noSubject') }),
      action: {
        label: t('compose.showInOutbox'),
        run: () => {
          shownItem.set(itemId);
          tabs.update((now) => openTab(now, 'outbox'));
        },
      },
    });
    // Who sends and for which records is often the same for the next message.
    startAnew({ accountId: draft.accountId, records: draft.records });
  };
  const discard = () => {
    setAsking(false);
    uploads.clear();
    startAnew({});
  };

  useScreenKeys({ 'Mod+Enter': () => void send() });
  return (
    <>
      <CommandBar label={t('compose.toolbar.label')}>
        <Command icon={<CloseIcon />} text={t('shell.close')} onRun={onClose} shortcut="Mod+W" />
        <CommandDivider />
        <Command
          icon={<SendIcon />}
          text={t(isSending ? 'compose.sending' : 'compose.toolbar.send')}
          onRun={() => void send()}
          shortcut="Mod+Enter"
          isPrimary
          isMain
        />
        <Command
          icon={<AttachIcon />}
          text={t('compose.toolbar.addDocument')}
          onRun={() => picker.current?.click()}
        />
        <Command
          icon={<DiscardIcon />}
          text={t('compose.toolbar.discard')}
          onRun={() => setAsking(true)}
          isDisabled={isEmptyDraft(draft)}
        />
      </CommandBar>
      <form ref={form} className={styles.form} onSubmit={(event) => event.preventDefault()}>
        <div role="alert">{failure && <FailureNotice failure={failure} isInset />}</div>
        <AccountChoice draft={draft} onDraft={set} resolution={resolution} problems={shown} />
        <Records draft={draft} onDraft={set} problems={shown} />
        <RecipientFields draft={draft} onDraft={set} problems={shown} />
        <Field
          label={t('compose.subject')}
          orientation="horizontal"
          className={styles.row}
          data-field="subject"
        >
          <Input
            maxLength={longestSubject}
            value={draft.subject}
            onChange={(_event, { value }) => set({ subject: value })}
          />
        </Field>
        <Field
          label={t('compose.body')}
          orientation="horizontal"
          className={styles.bodyRow}
          data-field="body"
        >
          <Textarea
            resize="none"
            maxLength={longestBody}
            value={draft.body}
            onChange={(_event, { value }) => set({ body: value })}
          />
        </Field>
        <Field
          label={t('compose.sendAt')}
          hint={t('compose.sendAtHint')}
          orientation="horizontal"
          className={styles.row}
          data-field="sendAt"
          {...(isPast && { validationMessage: t('compose.problems.past') })}
        >
          <Input
            type="datetime-local"
            className={styles.time}
            value={draft.sendAt}
            onChange={(_event, { value }) => set({ sendAt: value })}
          />
        </Field>
        <Documents documents={draft.documents} problems={shown} pickerRef={picker} />
      </form>
      <RequestQuestion />
      {isAsking && (
        <AppDialog
          title={t('compose.discardTitle')}
          isAlert
          onCancel={() => setAsking(false)}
          actions={[
            <Button key="discard" onClick={discard}>
              {t('compose.toolbar.discard')}
            </Button>,
            <Button key="keep" appearance="primary" onClick={() => setAsking(false)}>
              {t('compose.keepWriting')}
            </Button>,
          ]}
        >
          {t('compose.discardText')}
        </AppDialog>
      )}
    </>
  );
}
