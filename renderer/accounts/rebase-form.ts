import type { AccountDraft } from '../../shared/account.ts';
import type { AccountForm } from './account-form.ts';

function rebaseDraft(draft: AccountDraft, opened: AccountDraft, now: AccountDraft): AccountDraft {
  const before = new Map<string, unknown>(Object.entries(opened));
  const edited = Object.entries(draft).filter(([field, value]) => value !== before.get(field));
  return { ...now, ...Object.fromEntries(edited) };
}

/**
 * Answers a form whose account has changed meanwhile: what was edited in it stays, everything else is what is saved by now.
 *
 * @param opened the form as it was before the edits
 * @param now the form of the account as it is saved by now
 */
export function rebaseForm(form: AccountForm, opened: AccountForm, now: AccountForm): AccountForm {
  if (opened === now) return form;
  const kept = <Field extends 'portText' | 'timeoutText' | 'isDefault'>(field: Field) =>
    form[field] === opened[field] ? now[field] : form[field];
  return {
    ...form,
    draft: rebaseDraft(form.draft, opened.draft, now.draft),
    portText: kept('portText'),
    timeoutText: kept('timeoutText'),
    isDefault: kept('isDefault'),
  };
}
