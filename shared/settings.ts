import * as z from 'zod';

/** All settings that a person can change; keys as product documentation and policy files spell them. */
export const settings = z.strictObject({
  /** "Can Sign In When Sending Email": a dead grant asks for a sign-in instead of being an error. */
  canSignInWhenSending: z.boolean(),
  /** The SystemUser.User_Name that is always known; empty: the operating system's user name. */
  systemUser: z
    .string()
    .max(256)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be one line'),
  /** Email Server ID of the account that sends where no key matches. */
  defaultAccountId: z.int().min(1).nullable(),
  /** SMTP Timeout in milliseconds. */
  smtpTimeoutMs: z.int().min(1_000).max(3_600_000),
  /** How long history is kept, in days. */
  retentionDays: z.int().min(0).max(36_500),
  /** How long documents are kept for a resend, in days; 0: not at all. */
  keepDocumentsDays: z.int().min(0).max(36_500),
  /** BCP 47 tag, `pseudo-rtl` for the test language, or empty: the system's. */
  language: z.string().max(35),
  theme: z.enum(['system', 'light', 'dark']),
});
export type Settings = z.infer<typeof settings>;

export const settingsChange = settings.partial();
export type SettingsChange = z.infer<typeof settingsChange>;

export const defaultSettings: Settings = {
  canSignInWhenSending: true,
  systemUser: '',
  defaultAccountId: null,
  smtpTimeoutMs: 100_000,
  retentionDays: 365,
  keepDocumentsDays: 7,
  language: '',
  theme: 'system',
};
