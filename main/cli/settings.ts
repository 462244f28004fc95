import { AppError } from '../../shared/errors.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { Settings, SettingsChange } from '../../shared/settings.ts';
import { stateOf } from './accounts.ts';
import type { Command } from './command.ts';
import { didYouMean } from './did-you-mean.ts';
import { parseWholeNumber } from './option-values.ts';
import { readPassword } from './read-password.ts';
import { pairsText } from './table.ts';
import { usageError } from './usage-error.ts';

type Key = keyof Settings;
/** Settings that are lists and records, written as JSON. */
const structured: ReadonlySet<Key> = new Set([
  'businessObjects',
  'googleClient',
  'microsoftClient',
  'customProviders',
]);
const isKey = (text: string): text is Key => Object.hasOwn(defaultSettings, text);

/** `settings get [KEY]` */
export const getSettings: Command = async (context) => {
  const { settings } = await stateOf(context);
  const name = context.positionals[0];
  if (name === undefined) {
    return { value: settings, text: settingsText(settings) };
  }
  const value = settings[keyOf(name)];
  return { value, text: valueText(value) };
};

/** `settings set KEY VALUE` */
export const setSetting: Command = async ({ positionals, call }) => {
  const [name = '', text = ''] = positionals;
  const key = keyOf(name);
  const settings = await call('settingsSave', parseSetting(key, text));
  const { state } = await call('stateGet', {});
  // The setting belongs to the profile, which the installed app may open another time.
  const isIdle = key === 'startAgentAtLogin' && settings[key] && state.loginStart === 'unavailable';
  const note = isIdle ? ' Not available here: only the installed app follows it.' : '';
  return { value: settings, text: `${key} is ${valueText(settings[key])}.${note}` };
};

/** `settings set-secret PROVIDER` */
export const setClientSecret: Command = async (context) => {
  const { options, call } = context;
  const provider = context.positionals[0] ?? '';
  const { providers } = await stateOf(context);
  if (!providers.some(({ id }) => id === provider)) {
    const meant = didYouMean(
      provider,
      providers.map(({ id }) => id),
    );
    const hint = meant ? ` Did you mean "${meant}"?` : '';
    throw new AppError('setting-invalid', `There is no provider "${provider}".${hint}`, {
      field: 'provider',
    });
  }
  const typed = await readPassword(context, 'secret');
  if ((typed === undefined) === !options.flag('forget')) {
    throw usageError('Give one of --secret-stdin, --secret-file and --forget.', 'secret-stdin');
  }
  await call('settingsSave', { clientSecrets: { [provider]: typed ?? '' } });
  const text = `The secret of the client of ${provider} is ${typed === undefined ? 'forgotten' : 'kept'}.`;
  return { value: { provider, secretSet: typed !== undefined }, text };
};

/**
 * Answers the change that a text means, by the kind of value that the setting has.
 *
 * @throws {AppError} `setting-invalid` — the text is of another kind; ranges are the app's business
 */
export function parseSetting(key: Key, text: string): SettingsChange {
  const kind = defaultSettings[key];
  if (typeof kind === 'boolean') {
    if (['true', 'on'].includes(text.toLowerCase())) return { [key]: true };
    if (['false', 'off'].includes(text.toLowerCase())) return { [key]: false };
    throw invalid(key, `must be on or off, not "${text}"`);
  }
  if (structured.has(key)) return { [key]: text === 'none' ? defaultSettings[key] : parseJson(key, text) };
  if (kind === null && text === 'none') return { [key]: null };
  if (kind === null || typeof kind === 'number') {
    const value = parseWholeNumber(text);
    if (value !== null) return { [key]: value };
    throw invalid(key, `must be a whole number${kind === null ? ' or none' : ''}, not "${text}"`);
  }
  // A theme and a language are words of a list that the app knows.
  return { [key]: text };
}

function parseJson(key: Key, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(key, 'must be JSON, or none');
  }
}

function keyOf(name: string): Key {
  if (isKey(name)) return name;
  const meant = didYouMean(name, Object.keys(defaultSettings));
  throw new AppError(
    'setting-invalid',
    `There is no setting "${name}".${meant ? ` Did you mean "${meant}"?` : ''}`,
    {
      field: name,
    },
  );
}

function invalid(key: Key, message: string): AppError {
  return new AppError('setting-invalid', `${key} ${message}.`, { field: key });
}

function settingsText(settings: Settings): string {
  return pairsText(Object.entries(settings).map(([name, value]) => [name, valueText(value)]));
}

function valueText(value: Settings[Key]): string {
  if (value === null) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
