import * as z from 'zod';
import type { ErrorCode } from './errors.ts';
import { late } from './late-schema.ts';

/** Who checks the person in: nobody (a password or nothing), Google, Microsoft, or the ID of a custom provider. */
export const providerId = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
export type ProviderId = z.infer<typeof providerId>;

export const tlsMethods = ['auto', 'starttls', 'implicit'] as const;
export type TlsMethod = (typeof tlsMethods)[number];

/** How messages of an OAuth account leave: by SMTP, or by the provider's own HTTP interface (Gmail API, Microsoft Graph). */
export const sendThroughs = ['smtp', 'api'] as const;
export type SendThrough = (typeof sendThroughs)[number];

/** What a sign-in at Microsoft may be asked to allow besides sending as oneself, for accounts that send through Graph. */
export const extraPermissions = ['shared-mailbox', 'large-messages'] as const;

const line = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/[\r\n\0]/.test(text), 'must be one line');

/** The fields of an account that a person edits; no secret among them. Empty text means absent. */
export const accountDraft = late(() =>
  z.strictObject({
    provider: providerId,
    host: line(255),
    /** TCP port, 1 to 65535. */
    port: z.int().min(1).max(65_535),
    /** SMTP User: the mailbox the account sends as. */
    user: line(320),
    businessObject: line(128),
    columnName: line(128),
    columnValue: line(256),
    tls: z.boolean(),
    tlsMethod: z.enum(tlsMethods),
    enabled: z.boolean(),
    senderName: line(256),
    replyTo: line(320),
    /** Address of the From header field; empty: the SMTP User. */
    from: line(320),
    /** Who signs in when the mailbox is shared; empty: the SMTP User. */
    signInAccount: line(320),
    alternateServer: line(255),
    /** Milliseconds; null: the setting. */
    timeoutMs: z.int().min(1_000).max(3_600_000).nullable(),
    sendThrough: z.enum(sendThroughs),
    /** Allows a password over a connection without TLS to a host that is not loopback. */
    sendPasswordUnencrypted: z.boolean(),
  }),
);
export type AccountDraft = z.infer<typeof accountDraft>;

/** Email Server IDs from here on are the administrator's: accounts of a policy; those below are given on save. */
export const firstManagedId = 1_000_000;

/** Says whether an account is one of the policy, which only the administrator changes. */
export function isManagedId(id: number): boolean {
  return id >= firstManagedId;
}

/** An account as it is kept: the draft, its number and references to its secrets (never the secrets). */
export const account = late(() =>
  accountDraft.unwrap().extend({
    /** Email Server ID: given on save, counts up from 1, never used again. */
    id: z.int().min(1),
    grantId: z.string().nullable(),
    passwordId: z.string().nullable(),
    /** The person's word that the sign-in may be shown to this server, which is not the provider's; absent: none. */
    consentId: z.string().optional(),
  }),
);
export type Account = z.infer<typeof account>;

/** What the Status column says; always shown as word and icon. */
export type AccountStatusKind =
  | 'ready'
  | 'not-checked'
  | 'signing-in'
  | 'sign-in-needed'
  | 'password-needed'
  | 'correction-needed'
  | 'refused'
  | 'blocked'
  | 'disabled'
  | 'unreadable';

/** Those in which an account sends nothing before somebody does something. */
export const asksForSomebody: ReadonlySet<AccountStatusKind> = new Set<AccountStatusKind>([
  'sign-in-needed',
  'password-needed',
  'correction-needed',
  'refused',
  'blocked',
  'unreadable',
]);

export interface AccountStatus {
  readonly kind: AccountStatusKind;
  /** Why, where it is known. */
  readonly because?: ErrorCode;
}

/** One row of the SMTP Setup grid. */
export interface AccountRow extends AccountDraft {
  readonly id: number;
  readonly isDefault: boolean;
  /** The policy of the computer gives this row: nobody but the administrator can change it. */
  readonly managed: boolean;
  /** A managed row whose SMTP User the administrator leaves to the person; absent: no. */
  readonly ownUser?: true;
  readonly passwordSet: boolean;
  /** Address or name of who signed in; null without a grant. */
  readonly signedInAs: string | null;
  readonly status: AccountStatus;
  /** Until when its protocol log is recorded, epoch milliseconds; absent: it is not. */
  readonly protocolLogUntilMs?: number;
}

/** When a sign-in was made or renewed last; several accounts may share it. */
export interface SignInRenewal {
  readonly accountIds: readonly number[];
  /** Epoch milliseconds. */
  readonly renewedAtMs: number;
}

/** Answers the fields of a row that a person edits. */
export function draftOf(row: AccountRow): AccountDraft {
  const {
    id: _id,
    isDefault: _isDefault,
    managed: _managed,
    ownUser: _ownUser,
    passwordSet: _passwordSet,
    signedInAs: _signedInAs,
    status: _status,
    protocolLogUntilMs: _protocolLogUntilMs,
    ...draft
  } = row;
  return draft;
}

/** A remark on a draft while it is typed. An error keeps OK from saving; a warning does not. */
export interface Finding {
  readonly field: keyof AccountDraft | 'password';
  readonly level: 'error' | 'warning';
  readonly code: FindingCode;
  /** Values for the sentence, e.g. the ID of the account that has the key. */
  readonly values?: Readonly<Record<string, string | number>>;
}

export type FindingCode =
  | 'host-required'
  | 'host-invalid'
  | 'alternate-invalid'
  | 'port-invalid'
  | 'user-required'
  | 'user-invalid'
  | 'from-invalid'
  | 'reply-to-invalid'
  | 'sign-in-account-invalid'
  | 'key-incomplete'
  | 'key-taken'
  | 'key-taken-by-administrator'
  | 'port-465-with-starttls'
  | 'port-587-with-implicit'
  | 'gmail-api-host'
  | 'host-not-providers'
  | 'office365-without-provider'
  | 'password-again'
  | 'password-without-tls'
  | 'oauth-without-tls'
  | 'locked-by-policy';

/** Says whether an account sends as a mailbox that somebody else signs in for. */
export function isSharedMailbox({
  user,
  signInAccount,
}: Pick<AccountDraft, 'user' | 'signInAccount'>): boolean {
  return user !== '' && signInAccount !== '' && user.toLowerCase() !== signInAccount.toLowerCase();
}

/** A new record of the SMTP Setup dialog. */
export const newAccountDraft: AccountDraft = {
  provider: 'none',
  host: '',
  port: 587,
  user: '',
  businessObject: '',
  columnName: '',
  columnValue: '',
  tls: true,
  tlsMethod: 'auto',
  enabled: true,
  senderName: '',
  replyTo: '',
  from: '',
  signInAccount: '',
  alternateServer: '',
  timeoutMs: null,
  sendThrough: 'smtp',
  sendPasswordUnencrypted: false,
};

/** One record that a send carries, e.g. `{ businessObject: 'SystemUser', columns: { User_Name: 'sa' } }`. */
export const businessRecord = late(() =>
  z.strictObject({
    businessObject: z.string().min(1).max(128),
    columns: z.record(z.string().min(1).max(128), z.string().max(256)),
  }),
);
export type BusinessRecord = z.infer<typeof businessRecord>;

/** Whole key of an account. */
export interface AccountKey {
  readonly businessObject: string;
  readonly columnName: string;
  readonly columnValue: string;
}

/** Which account sends, and why. */
export interface Resolution {
  readonly accountId: number | null;
  readonly rule: 'key' | 'default' | 'none';
  /** The key that matched. */
  readonly matched: AccountKey | null;
  /** Accounts that matched too, but later or with a higher ID. */
  readonly losers: readonly number[];
  /** Every key that was looked up, in order. */
  readonly tried: readonly AccountKey[];
}
