import type { PlainSettings } from '../../shared/settings.ts';

/** Settings that have a row of their own on the page. */
export type SettingKey = keyof PlainSettings;

/** How a setting is edited. */
export type SettingField =
  | {
      readonly key: 'canSignInWhenSending' | 'startAgentAtLogin' | 'relayEnabled';
      readonly kind: 'boolean';
    }
  | {
      readonly key: 'smtpTimeoutMs' | 'retentionDays' | 'keepDocumentsDays' | 'relayPort';
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
    }
  | { readonly key: 'systemUser' | 'emailToFaxFormat'; readonly kind: 'text'; readonly max: number }
  | { readonly key: 'defaultAccountId'; readonly kind: 'account' }
  | { readonly key: 'language' | 'theme' | 'signInBrowser'; readonly kind: 'choice' };

/** Groups that are made of such settings. */
type PlainGroup = 'sending' | 'confirmation' | 'agent' | 'relay' | 'history' | 'appearance';

/** Every setting of this kind, in the order of the page, by group. */
export const settingFields: Readonly<Record<PlainGroup, readonly SettingField[]>> = {
  sending: [
    { key: 'canSignInWhenSending', kind: 'boolean' },
    { key: 'systemUser', kind: 'text', max: 256 },
    { key: 'signInBrowser', kind: 'choice' },
  ],
  confirmation: [
    { key: 'defaultAccountId', kind: 'account' },
    { key: 'emailToFaxFormat', kind: 'text', max: 256 },
    { key: 'smtpTimeoutMs', kind: 'number', min: 1_000, max: 3_600_000 },
  ],
  agent: [{ key: 'startAgentAtLogin', kind: 'boolean' }],
  relay: [
    { key: 'relayEnabled', kind: 'boolean' },
    { key: 'relayPort', kind: 'number', min: 0, max: 65_535 },
  ],
  history: [
    { key: 'retentionDays', kind: 'number', min: 0, max: 36_500 },
    { key: 'keepDocumentsDays', kind: 'number', min: 0, max: 36_500 },
  ],
  appearance: [
    { key: 'theme', kind: 'choice' },
    { key: 'language', kind: 'choice' },
  ],
};

/** Answers the number that was typed; null where it is none in these bounds. */
export function parseWhole(
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | null {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}
