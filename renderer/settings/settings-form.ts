import { signInBrowsers, themes } from '../../shared/settings.ts';
import type { Settings, SettingsChange } from '../../shared/settings.ts';
import { parseWhole, settingFields } from './setting-fields.ts';
import type { SettingField, SettingKey } from './setting-fields.ts';

/** The values on the page, as typed. */
export type SettingValues = Readonly<Record<SettingKey, string | boolean>>;

/** Edits that are not saved, by key. */
export type SettingEdits = Readonly<Partial<SettingValues>>;

/** Answers the settings as the page shows them; no default account is the empty text. */
export function toValues(settings: Settings): SettingValues {
  const {
    businessObjects: _o,
    googleClient: _g,
    microsoftClient: _m,
    customProviders: _c,
    ...plain
  } = settings;
  return {
    ...plain,
    defaultAccountId: settings.defaultAccountId === null ? '' : String(settings.defaultAccountId),
    smtpTimeoutMs: String(settings.smtpTimeoutMs),
    relayPort: String(settings.relayPort),
    retentionDays: String(settings.retentionDays),
    keepDocumentsDays: String(settings.keepDocumentsDays),
  };
}

/** Notes an edit; going back to the saved value is no edit. */
export function edit(
  edits: SettingEdits,
  saved: SettingValues,
  key: SettingKey,
  value: string | boolean,
): SettingEdits {
  const { [key]: _before, ...rest } = edits;
  return value === saved[key] ? rest : { ...rest, [key]: value };
}

const fields: readonly SettingField[] = Object.values(settingFields).flat();

/** Answers the keys of edits that cannot be saved. */
export function faultyKeys(edits: SettingEdits): readonly SettingKey[] {
  return fields.flatMap((field) => {
    const value = edits[field.key];
    if (field.kind !== 'number' || typeof value !== 'string') return [];
    return parseWhole(value, field) === null ? [field.key] : [];
  });
}

/** Answers what Save hands over. */
export function toChange(edits: SettingEdits): SettingsChange {
  const text = (key: SettingKey) => {
    const value = edits[key];
    return typeof value === 'string' ? value : undefined;
  };
  const flag = (key: SettingKey) => {
    const value = edits[key];
    return typeof value === 'boolean' ? value : undefined;
  };
  const number = (key: SettingKey) => {
    const value = text(key);
    return value === undefined || value === '' ? undefined : Number(value);
  };
  const theme = themes.find((name) => name === edits.theme);
  const change = {
    canSignInWhenSending: flag('canSignInWhenSending'),
    startAgentAtLogin: flag('startAgentAtLogin'),
    relayEnabled: flag('relayEnabled'),
    relayPort: number('relayPort'),
    systemUser: text('systemUser'),
    defaultAccountId: edits.defaultAccountId === '' ? null : number('defaultAccountId'),
    smtpTimeoutMs: number('smtpTimeoutMs'),
    retentionDays: number('retentionDays'),
    keepDocumentsDays: number('keepDocumentsDays'),
    language: text('language'),
    theme,
    signInBrowser: signInBrowsers.find((name) => name === edits.signInBrowser),
    emailToFaxFormat: text('emailToFaxFormat'),
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
