import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { AppError } from '../../shared/errors.ts';
import { pseudoLanguage } from '../../shared/languages.ts';
import { defaultSettings, settings, settingsChange } from '../../shared/settings.ts';
import type { Settings, SettingsChange } from '../../shared/settings.ts';
import type { Ports, Store } from '../ports.ts';
import { late } from '../../shared/late-schema.ts';

const settingsFile = late(() =>
  z.strictObject({
    version: z.literal(1),
    /** Only what a person has set: what they left alone follows the defaults of later versions. */
    settings: settingsChange,
  }),
);
type SettingsFile = z.infer<typeof settingsFile>;

/** The settings of a profile under the policy of the computer. */
export type SettingsStore = ReturnType<typeof createSettings>;

interface Deps extends Pick<Ports, 'openStore'> {
  /** Values that the policy sets and locks. */
  readonly policy: SettingsChange | null;
  /** Refuses a default account that is not there. */
  readonly accountExists?: (accountId: number) => boolean;
}

/**
 * Opens `settings.json`.
 *
 * @throws {AppError} `profile-unreadable` — the file is not what we wrote; its bytes stay as they are
 */
export function createSettings({ openStore, policy, accountExists = () => true }: Deps) {
  const store: Store<SettingsFile> = openStore('settings', (value) => settingsFile.parse(value), {
    version: 1,
    settings: {},
  });
  const locked = withoutUndefined(policy ?? {});
  const lockedSettings = names(locked);

  let madeOf: SettingsFile | null = null;
  let values: Settings = defaultSettings;

  /** Every row of the grid asks for one of them. */
  function effective(): Settings {
    const file = store.get();
    if (file !== madeOf) values = { ...defaultSettings, ...withoutUndefined(file.settings), ...locked };
    madeOf = file;
    return values;
  }

  function check(change: SettingsChange): void {
    const parsed = settings.unwrap().partial().safeParse(change);
    const issue = parsed.error?.issues[0];
    if (issue) {
      const field = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : String(issue.path[0] ?? '');
      throw invalid(field, `${field}: ${issue.message}.`);
    }
    const field = lockedSettings.find(
      (name) => change[name] !== undefined && !isDeepStrictEqual(change[name], locked[name]),
    );
    if (field) throw new AppError('locked-by-policy', `The administrator sets ${field}.`, { field });
    if (change.language && !isLanguage(change.language)) {
      throw invalid('language', 'language must be a language tag such as en or pt-BR, or empty.');
    }
    if (typeof change.defaultAccountId === 'number' && !accountExists(change.defaultAccountId)) {
      throw invalid('defaultAccountId', `There is no account ${change.defaultAccountId}.`);
    }
  }

  return {
    /** Answers the values that count: the policy's, else the person's, else the defaults. */
    get: effective,
    /** Answers what the person has set, whatever the policy says. */
    own: (): SettingsChange => store.get().settings,
    lockedSettings: (): readonly (keyof Settings)[] => lockedSettings,
    isLocked: (name: keyof Settings): boolean => name in locked,
    /** Answers the values that would count after a change, and throws what `save` would; nothing is saved. */
    preview: (change: SettingsChange): Settings => {
      check(change);
      return { ...effective(), ...withoutUndefined(change), ...locked };
    },
    /**
     * Saves a change whole or not at all, and answers the values that count from then on.
     *
     * @throws {AppError} `locked-by-policy` — with the setting as field
     * @throws {AppError} `setting-invalid` — with the setting as field
     * @throws {AppError} `storage-full` — the old values stay
     */
    save: (change: SettingsChange): Settings => {
      check(change);
      const own = store.get().settings;
      // A locked setting may come along with its own value; it stays the policy's and is not kept as the person's.
      const wanted = names(change).filter((name) => change[name] !== undefined && !(name in locked));
      const news = wanted.filter((name) => !isDeepStrictEqual(change[name], own[name]));
      if (news.length > 0) {
        store.set({
          version: 1,
          settings: { ...own, ...Object.fromEntries(news.map((name) => [name, change[name]])) },
        });
      }
      return effective();
    },
  };
}

function invalid(field: string, message: string): AppError {
  return new AppError('setting-invalid', message, { field });
}

function names(change: SettingsChange): (keyof Settings)[] {
  const all = Object.keys(defaultSettings) as (keyof Settings)[];
  return all.filter((name) => name in change);
}

type Given = { [Name in keyof Settings]?: Settings[Name] };

/** Drops members without a value, so that they do not hide what lies below them. */
function withoutUndefined(change: SettingsChange): Given {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function isLanguage(tag: string): boolean {
  if (tag === pseudoLanguage) return true;
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
