import type { TFunction } from 'i18next';
import type { AccountDraft } from '../../shared/account.ts';
import type { ProviderInfo } from '../../shared/app-state.ts';

/** Answers the name of a provider; `none` and unknown ones have names too. */
export function providerName(providers: readonly ProviderInfo[], id: string, t: TFunction): string {
  if (id === 'none') return t('shell.none');
  return providers.find((provider) => provider.id === id)?.name ?? id;
}

/** Answers how messages leave, as the provider calls it. */
export function sendThroughName(
  { provider, sendThrough }: Pick<AccountDraft, 'provider' | 'sendThrough'>,
  providers: readonly ProviderInfo[],
  t: TFunction,
): string {
  if (sendThrough === 'smtp') return t('accountDialog.sendThrough.smtp');
  if (provider === 'google') return t('accountDialog.sendThrough.apiGoogle');
  if (provider === 'microsoft') return t('accountDialog.sendThrough.apiMicrosoft');
  return t('accountDialog.sendThrough.api', { provider: providerName(providers, provider, t) });
}
