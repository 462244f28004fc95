import { draftOf, newAccountDraft, sendThroughs, tlsMethods } from '../../shared/account.ts';
import type { AccountDraft, AccountRow } from '../../shared/account.ts';
import type { ProviderInfo, ProviderPreset } from '../../shared/app-state.ts';
import type { OptionValues } from './command.ts';
import { textFields } from './account-options.ts';
import { accountValueError, onOff, oneOf, portOption, wholeNumber } from './option-values.ts';

/**
 * Answers the account that the options describe: a new one, or an existing one with what was named changed.
 *
 * Where the provider is new, its preset fills in what was not named.
 *
 * @param before null: a new account
 * @throws {AppError} `account-invalid` — a value is out of range or no such provider is known; `field` is the option
 */
export function draftFromOptions(
  options: OptionValues,
  before: AccountRow | null,
  providers: readonly ProviderInfo[],
): AccountDraft {
  const start = before === null ? newAccountDraft : draftOf(before);
  const provider = providerOption(options, providers) ?? start.provider;
  const sendThrough = oneOf(options, 'send-through', sendThroughs);
  const presetCounts = provider !== start.provider || sendThrough !== undefined;
  const preset = presetCounts ? presetOf(provider, sendThrough, providers) : null;
  return {
    ...start,
    ...preset,
    provider,
    ...given({
      port: portOption(options, 'port'),
      tls: onOff(options, 'tls'),
      tlsMethod: oneOf(options, 'tls-method', tlsMethods),
      enabled: onOff(options, 'enabled'),
      sendThrough,
      sendPasswordUnencrypted: onOff(options, 'send-password-unencrypted'),
      timeoutMs: timeoutOption(options),
    }),
    ...given(
      Object.fromEntries(Object.entries(textFields).map(([option, field]) => [field, options.text(option)])),
    ),
  };
}

function providerOption(options: OptionValues, providers: readonly ProviderInfo[]): string | undefined {
  const text = options.text('provider');
  const known = ['none', ...providers.map(({ id }) => id)];
  if (text === undefined || known.includes(text)) return text;
  throw accountValueError('provider', `must be ${known.join(' or ')}, not "${text}"`);
}

function presetOf(
  provider: string,
  sendThrough: ProviderPreset['sendThrough'] | undefined,
  providers: readonly ProviderInfo[],
): Partial<AccountDraft> | null {
  const presets = providers.find(({ id }) => id === provider)?.presets ?? [];
  const preset = presets.find((each) => sendThrough === undefined || each.sendThrough === sendThrough);
  if (!preset) return null;
  const { locked: _locked, ...fields } = preset;
  return fields;
}

function timeoutOption(options: OptionValues): number | null | undefined {
  return options.text('timeout-ms') === 'default'
    ? null
    : wholeNumber(options, 'timeout-ms', 1_000, 3_600_000);
}

/** Leaves out what was not given, so that it replaces nothing. */
function given<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>;
  };
}
