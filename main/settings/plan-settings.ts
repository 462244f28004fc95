import { isDeepStrictEqual } from 'node:util';
import { AppError, toFailure } from '../../shared/errors.ts';
import { settings as settingsSchema, settingsChange } from '../../shared/settings.ts';
import type { Settings, SettingsChange } from '../../shared/settings.ts';
import type { ImportSetting } from '../../shared/transfer.ts';
import { issueSentence } from '../issue-sentence.ts';
import type { SettingsStore } from './settings-store.ts';

/** What becomes of the settings of a file. */
export interface PlannedSettings {
  readonly settings: readonly ImportSetting[];
  /** What is to be saved: also values that count already, where the person had not set them. */
  readonly change: SettingsChange;
}

interface Present {
  readonly settings: Pick<SettingsStore, 'get' | 'own' | 'isLocked' | 'preview'>;
  /** Answers the account that an Email Server ID of the file means; null: none. */
  readonly accountFor: (id: number) => { readonly id: number; readonly isNew: boolean } | null;
}

const maxNameLength = 60;

/** Answers what becomes of the settings of a file: each by itself, so that one bad value does not cost the others. */
export function planSettings(given: Readonly<Record<string, unknown>>, present: Present): PlannedSettings {
  const known = settingsSchema
    .unwrap()
    .keyof()
    .options.filter((key) => Object.hasOwn(given, key));
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(settingsSchema.unwrap().shape, key));
  const planned = known.map((key) => planSetting(key, given[key], present));
  return {
    settings: [...planned.map(({ setting }) => setting), ...unknown.map(unknownSetting)],
    change: settingsChange.parse(Object.fromEntries(planned.flatMap(({ entry }) => (entry ? [entry] : [])))),
  };
}

interface Planned {
  readonly setting: ImportSetting;
  /** null: nothing is to be saved. */
  readonly entry: readonly [key: string, value: unknown] | null;
}

function planSetting(key: keyof Settings, given: unknown, present: Present): Planned {
  const { settings } = present;
  const before = settings.get()[key];
  const from = valueText(before);
  try {
    const value = key === 'defaultAccountId' ? parseDefault(given, present) : parse(key, given);
    const to = valueText(value);
    if (isDeepStrictEqual(value, before)) {
      const isOwn = settings.isLocked(key) || isDeepStrictEqual(value, settings.own()[key]);
      return {
        setting: { key, action: 'same', from, to, failure: null },
        entry: isOwn ? null : [key, value],
      };
    }
    // A new account is there by the time that the setting is saved.
    const isNew = typeof given === 'number' && present.accountFor(given)?.isNew === true;
    if (settings.isLocked(key) || !(key === 'defaultAccountId' && isNew))
      settings.preview(settingsChange.parse({ [key]: value }));
    return { setting: { key, action: 'changed', from, to, failure: null }, entry: [key, value] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      setting: { key, action: 'refused', from, to: '', failure: toFailure(error) },
      entry: null,
    };
  }
}

function parse(key: keyof Settings, given: unknown): unknown {
  const parsed = settingsSchema.unwrap().shape[key].safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const text = issue ? issueSentence({ ...issue, path: [key, ...issue.path] }).text : key;
  throw new AppError('setting-invalid', `${text}.`, { field: key });
}

/** The file names its own accounts, which may have other IDs here. */
function parseDefault(given: unknown, { accountFor }: Present): unknown {
  const value = parse('defaultAccountId', given);
  if (typeof value !== 'number') return value;
  const account = accountFor(value);
  if (account) return account.id;
  throw new AppError('setting-invalid', `There is no account ${value}.`, { field: 'defaultAccountId' });
}

function unknownSetting(key: string): ImportSetting {
  const name = key.slice(0, maxNameLength);
  const error = new AppError('setting-invalid', 'There is no such setting.', { field: name });
  return { key: name, action: 'refused', from: '', to: '', failure: toFailure(error) };
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
