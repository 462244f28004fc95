import { newAccountDraft } from '../../shared/account.ts';
import type { AccountDraft, SendThrough } from '../../shared/account.ts';
import type { ProviderInfo, ProviderPreset } from '../../shared/app-state.ts';
import { normalizeHost } from './host-name.ts';

/** A provider as far as it fills in fields. */
export type Presets = Pick<ProviderInfo, 'id' | 'presets' | 'otherHosts'>;

/** What a record that SalesPad's shared account is imported into starts with. */
export const salesPadDraft: AccountDraft = { ...newAccountDraft, port: 25, tls: false, tlsMethod: 'auto' };

/** Answers what a provider fills in for a way of sending; null where it fills in nothing. */
export function presetFor(
  providers: readonly Presets[],
  provider: string,
  sendThrough: SendThrough,
): ProviderPreset | null {
  const presets = providers.find((each) => each.id === provider)?.presets ?? [];
  return presets.find((preset) => preset.sendThrough === sendThrough) ?? null;
}

/** Answers the draft with host, port, TLS and way of sending as the provider wants them. */
export function applyPreset(draft: AccountDraft, preset: ProviderPreset): AccountDraft {
  const { sendThrough, host, port, tls, tlsMethod } = preset;
  return { ...draft, sendThrough, host, port, tls, tlsMethod };
}

/** Says whether a draft has exactly what the preset fills in. */
export function matchesPreset(draft: AccountDraft, preset: ProviderPreset): boolean {
  const { sendThrough, host, port, tls, tlsMethod } = applyPreset(draft, preset);
  return (
    draft.sendThrough === sendThrough &&
    normalizeHost(draft.host) === normalizeHost(host) &&
    draft.port === port &&
    draft.tls === tls &&
    draft.tlsMethod === tlsMethod
  );
}
