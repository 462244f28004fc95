import type { AccountDraft } from '../../shared/account.ts';
import { normalizeHost } from './host-name.ts';
import { applyPreset, presetFor } from './presets.ts';
import type { Presets } from './presets.ts';

/**
 * Answers the draft as it is kept: no outer spaces, an IPv6 host without brackets, and what the provider fills in where the
 * host is missing or the provider's values cannot be edited.
 */
export function tidyDraft(draft: AccountDraft, providers: readonly Presets[]): AccountDraft {
  const tidy: AccountDraft = {
    ...draft,
    host: tidyHost(draft.host),
    alternateServer: tidyHost(draft.alternateServer),
    user: draft.user.trim(),
    businessObject: draft.businessObject.trim(),
    columnName: draft.columnName.trim(),
    columnValue: draft.columnValue.trim(),
    senderName: draft.senderName.trim(),
    replyTo: draft.replyTo.trim(),
    from: draft.from.trim(),
    signInAccount: draft.signInAccount.trim(),
    // Only a provider has another way than SMTP.
    sendThrough: draft.provider === 'none' ? 'smtp' : draft.sendThrough,
  };
  const preset = presetFor(providers, tidy.provider, tidy.sendThrough);
  // Another host under a locked preset is not corrected silently: lint names it.
  const fillIn =
    preset &&
    (tidy.host === '' || (preset.locked && normalizeHost(tidy.host) === normalizeHost(preset.host)));
  return fillIn ? applyPreset(tidy, preset) : tidy;
}

function tidyHost(text: string): string {
  const host = text.trim();
  return /^\[.*:.*\]$/.test(host) ? host.slice(1, -1) : host;
}
